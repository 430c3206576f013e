/// What the slots of an object carry; part of its header.
public enum RingKind: UInt32, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// Finished programme pictures of one lane.
    case program = 2
    /// Decoded input pictures with sound and ancillary packets.
    case input = 3
    /// The input in output format and cadence, already delayed.
    case clean = 4
    /// Small pictures for screens.
    case preview = 5
    /// outputd's copies of frames to repeat.
    case hold = 6
    /// outputd's still pictures.
    case slate = 7

    /// The kind that belongs to `object`; nil for the timeline, which has no
    /// slots of pictures.
    public init?(object: ObjectName) {
        switch object {
        case .programA, .programB: self = .program
        case .input: self = .input
        case .clean: self = .clean
        case .preview: self = .preview
        case .hold: self = .hold
        case .slate: self = .slate
        case .timeline: return nil
        }
    }

    /// The name in inspections.
    public var description: String {
        switch self {
        case .program: "program"
        case .input: "input"
        case .clean: "clean"
        case .preview: "preview"
        case .hold: "hold"
        case .slate: "slate"
        }
    }
}
