/// What a ring carries; part of its header.
public enum RingKind: UInt32, Sendable, Hashable, Codable, CaseIterable {
    /// Finished programme pictures of one lane.
    case program = 2
    /// Decoded input pictures with sound and ancillary packets.
    case input = 3
    /// The input in output format and cadence, already delayed.
    case clean = 4
    /// Small pictures for screens.
    case preview = 5

    /// The kind that belongs to `object`; nil for objects that are not rings.
    public init?(object: ObjectName) {
        switch object {
        case .programA, .programB: self = .program
        case .input: self = .input
        case .clean: self = .clean
        case .preview: self = .preview
        case .timeline, .hold, .slate: return nil
        }
    }
}
