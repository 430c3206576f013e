public import Common

/// What an automation drives: one parameter of one layer.
public struct OverlayKey: Hashable, Sendable, Codable, Comparable {
    /// The layer's id.
    public var layer: String
    /// The parameter's exact name.
    public var parameter: String

    /// The key of `parameter` on `layer`.
    public init(layer: String, parameter: String) {
        self.layer = layer
        self.parameter = parameter
    }

    public static func < (a: OverlayKey, b: OverlayKey) -> Bool {
        (a.layer, a.parameter) < (b.layer, b.parameter)
    }
}

/// An automated value: a move from one value to another over a stretch of output frames.
public struct OverlayEntry: Equatable, Sendable, Codable {
    /// The value at and before `startIndex`.
    public internal(set) var from: LayerValue
    /// The value at and after `startIndex + lengthFrames`.
    public internal(set) var target: LayerValue
    /// Output frame index at which the move starts.
    public internal(set) var startIndex: Int64
    /// Frames the move takes; 0 jumps.
    public internal(set) var lengthFrames: Int64
    /// When the route was last heard; the settle time counts from here.
    public internal(set) var touchedAt: MonotonicInstant
    /// The route that drives it, for people.
    public internal(set) var route: String

    /// The value on output frame `index`, exactly as every renderer computes it.
    public func value(at index: Int64) -> LayerValue {
        guard lengthFrames > 0, index < startIndex + lengthFrames,
            let begin = from.components, let end = target.components, begin.count == end.count
        else { return target }
        let progress = Double(max(0, index - startIndex)) / Double(lengthFrames)
        let mixed = zip(begin, end).map { $0 + ($1 - $0) * progress }
        return target.replacing(components: mixed) ?? target
    }
}

/// The transient layer over the committed values. It never outlives the layer or parameter it covers.
public struct Overlay: Equatable, Sendable, Codable {
    /// The automated values.
    public internal(set) var entries: [OverlayKey: OverlayEntry] = [:]
    /// Triggers fired so far whose effect is transient.
    public internal(set) var triggerCount: UInt64 = 0

    /// The entry of one parameter.
    public subscript(key: OverlayKey) -> OverlayEntry? { entries[key] }
}
