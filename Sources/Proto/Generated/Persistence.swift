// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// When a change reaches the disk.
public enum Persistence: WireEnum {
    /// Never.
    case none
    /// Before the answer.
    case immediate
    /// Soon, latest value only.
    case debounced
    /// At the next checkpoint.
    case deferred
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [Persistence] = [
        .none,
        .immediate,
        .debounced,
        .deferred,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .none
        case 1: self = .immediate
        case 2: self = .debounced
        case 3: self = .deferred
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .none: 0
        case .immediate: 1
        case .debounced: 2
        case .deferred: 3
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .none: "none"
        case .immediate: "immediate"
        case .debounced: "debounced"
        case .deferred: "deferred"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__Persistence) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__Persistence {
        Holdover__Persistence(rawValue: UInt32(bitPattern: rawValue))
    }
}
