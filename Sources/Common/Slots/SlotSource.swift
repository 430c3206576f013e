/// Where the picture of an output slot came from. Exactly one is recorded for every slot.
public enum SlotSource: UInt32, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// Lane a of the renderer.
    case programA = 0
    /// Lane b of the renderer.
    case programB = 1
    /// A deliberate hold, without expiry.
    case hold = 2
    /// The last good frame once more, because nothing better was ready.
    case `repeat` = 3
    /// The clean input.
    case passthrough = 4
    /// The slate picture.
    case slate = 5
    /// Black.
    case black = 6
    /// Fill 0, key 0.
    case transparent = 7

    /// The name in metrics, records and commands, such as "program.a".
    public var description: String {
        switch self {
        case .programA: "program.a"
        case .programB: "program.b"
        case .hold: "hold"
        case .repeat: "repeat"
        case .passthrough: "passthrough"
        case .slate: "slate"
        case .black: "black"
        case .transparent: "transparent"
        }
    }

    /// The source of that name, or nil.
    public init?(_ text: String) {
        guard let source = Self.allCases.first(where: { $0.description == text }) else {
            return nil
        }
        self = source
    }
}

extension SlotSource {
    /// Whether it is a fresh frame of a lane.
    public var isProgram: Bool { self == .programA || self == .programB }
}
