/// The part of the picture a generator can touch, as its author states it in `HOLDOVER`'s `REGION`:
/// four expressions for left, bottom, width and height, 0 to 1 over the picture. Nothing is drawn
/// outside it, which on software GL is what makes a small graphic cheap.
public struct ISFRegion: Sendable, Equatable {
    /// Left, bottom, width, height.
    public var edges: [SizeExpression]

    /// Makes a region. Precondition: four expressions.
    public init(edges: [SizeExpression]) {
        precondition(edges.count == 4)
        self.edges = edges
    }

    /// The region in whole pixels of a picture, rounded outwards and clipped to it. `lookup` gives
    /// the value of a name without its `$` (`WIDTH`, `HEIGHT`, an input, `point.x`).
    public func pixels(
        width: Int, height: Int, lookup: (String) -> Double
    ) -> (x: Int, y: Int, width: Int, height: Int) {
        let left = edges[0].value(lookup)
        let bottom = edges[1].value(lookup)
        let right = left + edges[2].value(lookup)
        let top = bottom + edges[3].value(lookup)
        guard left.isFinite, bottom.isFinite, right.isFinite, top.isFinite else {
            return (0, 0, width, height)
        }
        func clip(_ share: Double, _ size: Int, _ rule: FloatingPointRoundingRule) -> Int {
            Int((min(max(share, 0), 1) * Double(size)).rounded(rule))
        }
        let x = clip(left, width, .down)
        let y = clip(bottom, height, .down)
        return (
            x, y, max(clip(right, width, .up) - x, 0), max(clip(top, height, .up) - y, 0)
        )
    }
}
