/// One line of what was on air in a run, and of what was done about it.
public struct AsRunLine: Equatable, Sendable {
    /// Its place in the log for good, from 1 on, by which it is written once however often it comes; 0:
    /// not given yet.
    public var number: UInt64 = 0
    /// The run's id.
    public var run: String
    /// Wall clock, nanoseconds since 1970.
    public var wall: Int64
    /// Output index; 0: unknown.
    public var index: Int64
    /// Such as `run`, `programme`, `source`, `defect`, `alarm`.
    public var kind: String
    /// A sentence.
    public var text: String
    /// The operation that led to it.
    public var operation: String
    /// Who asked.
    public var principal: String
    /// A file name or another detail; empty: none.
    public var detail: String
    /// The programme from `index` on; nil where it did not change.
    public var stack: LayerStack?

    /// The details of `lines`, oldest first, as they are stored: the programme as a JSON document, else
    /// `detail`. Of several programmes for one output index only the last was on air, and only its line
    /// carries it: under a storm of changes documents would be most of the work.
    public static func documents(_ lines: [AsRunLine]) -> [String] {
        var later: (run: String, index: Int64)?
        return lines.reversed().map { line in
            guard let stack = line.stack else { return line.detail }
            if let later, later == (line.run, line.index) { return "" }
            later = (line.run, line.index)
            return PresetDocumentCodec.document(Preset(stack: stack, savedAtWall: line.wall))
        }.reversed()
    }

    /// The newest of `lines`, oldest first, at most `count` (more than 1); where some have no room a line
    /// of kind `gap` stands in the place of the newest of them and says in its detail how many are gone.
    public static func bounded(_ lines: [AsRunLine], to count: Int) -> [AsRunLine] {
        guard lines.count > count else { return lines }
        let dropped = lines.prefix(lines.count - count + 1)
        var gap = dropped[dropped.endIndex - 1]
        // One gap swallows another: the line that stood for it is no line itself.
        let before = dropped[0].kind == gapKind ? (Int(dropped[0].detail) ?? 1) - 1 : 0
        let gone = dropped.count + before
        gap.kind = gapKind
        gap.text = "\(gone) lines are missing: the store could not be written for too long"
        gap.detail = "\(gone)"
        (gap.operation, gap.principal, gap.stack) = ("", "", nil)
        return [gap] + lines.suffix(count - 1)
    }

    private static let gapKind = "gap"

    /// Makes a line.
    public init(
        run: String, wall: Int64, index: Int64, kind: String, text: String, operation: String,
        principal: String, detail: String, stack: LayerStack? = nil
    ) {
        self.run = run
        self.wall = wall
        self.index = index
        self.kind = kind
        self.text = text
        self.operation = operation
        self.principal = principal
        self.detail = detail
        self.stack = stack
    }
}
