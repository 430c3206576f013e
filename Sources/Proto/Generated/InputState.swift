// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How an input stands.
public enum InputState: WireEnum {
    /// Nothing there.
    case missing
    /// Valid pictures.
    case present
    /// A format we cannot take.
    case unsupported
    /// Back, and being watched.
    case unstable
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [InputState] = [
        .missing,
        .present,
        .unsupported,
        .unstable,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .missing
        case 1: self = .present
        case 2: self = .unsupported
        case 3: self = .unstable
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .missing: 0
        case .present: 1
        case .unsupported: 2
        case .unstable: 3
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .missing: "missing"
        case .present: "present"
        case .unsupported: "unsupported"
        case .unstable: "unstable"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__InputState) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__InputState {
        Holdover__InputState(rawValue: UInt32(bitPattern: rawValue))
    }
}
