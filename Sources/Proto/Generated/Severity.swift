// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How bad something is.
public enum Severity: WireEnum {
    /// For the record.
    case info
    /// Needs attention; programme is as intended.
    case warning
    /// Programme is degraded.
    case major
    /// Programme is not what it should be.
    case critical
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [Severity] = [
        .info,
        .warning,
        .major,
        .critical,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .info
        case 1: self = .warning
        case 2: self = .major
        case 3: self = .critical
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .info: 0
        case .warning: 1
        case .major: 2
        case .critical: 3
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .major: "major"
        case .critical: "critical"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__Severity) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__Severity {
        Holdover__Severity(rawValue: UInt32(bitPattern: rawValue))
    }
}
