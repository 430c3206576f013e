// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How a shader's build stands.
public enum BuildState: WireEnum {
    /// Nothing reported.
    case unknown
    /// On its way.
    case building
    /// Ready to swap.
    case prepared
    /// Drawing.
    case applied
    /// The last good program stays.
    case failed
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [BuildState] = [
        .unknown,
        .building,
        .prepared,
        .applied,
        .failed,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unknown
        case 1: self = .building
        case 2: self = .prepared
        case 3: self = .applied
        case 4: self = .failed
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .unknown: 0
        case .building: 1
        case .prepared: 2
        case .applied: 3
        case .failed: 4
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .unknown: "unknown"
        case .building: "building"
        case .prepared: "prepared"
        case .applied: "applied"
        case .failed: "failed"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__BuildState) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__BuildState {
        Holdover__BuildState(rawValue: UInt32(bitPattern: rawValue))
    }
}
