// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Which of the two stacks a command or a snapshot is about.
public enum Stack: WireEnum {
    /// What is on air.
    case programme
    /// What is being prepared; reaches air only by a take.
    case preview
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [Stack] = [
        .programme,
        .preview,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .programme
        case 1: self = .preview
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .programme: 0
        case .preview: 1
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .programme: "programme"
        case .preview: "preview"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__Stack) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__Stack {
        Holdover__Stack(rawValue: UInt32(bitPattern: rawValue))
    }
}
