// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How an interlock stands.
public enum InterlockResult: WireEnum {
    /// Being checked.
    case pending
    /// In order.
    case passed
    /// Not in order; see the reason.
    case failed
    /// Not in order, and overridden.
    case overridden
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [InterlockResult] = [
        .pending,
        .passed,
        .failed,
        .overridden,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .pending
        case 1: self = .passed
        case 2: self = .failed
        case 3: self = .overridden
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .pending: 0
        case .passed: 1
        case .failed: 2
        case .overridden: 3
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .pending: "pending"
        case .passed: "passed"
        case .failed: "failed"
        case .overridden: "overridden"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__InterlockResult) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__InterlockResult {
        Holdover__InterlockResult(rawValue: UInt32(bitPattern: rawValue))
    }
}
