// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Why a status report was sent.
public enum ReportReason: WireEnum {
    /// The sender has just started.
    case newEpoch
    /// The coordinator has just started.
    case newCoordinator
    /// The outbox was full and dropped edges.
    case overflow
    /// The link was down.
    case reconnected
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [ReportReason] = [
        .newEpoch,
        .newCoordinator,
        .overflow,
        .reconnected,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .newEpoch
        case 1: self = .newCoordinator
        case 2: self = .overflow
        case 3: self = .reconnected
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .newEpoch: 0
        case .newCoordinator: 1
        case .overflow: 2
        case .reconnected: 3
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .newEpoch: "new_epoch"
        case .newCoordinator: "new_coordinator"
        case .overflow: "overflow"
        case .reconnected: "reconnected"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__ReportReason) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__ReportReason {
        Holdover__ReportReason(rawValue: UInt32(bitPattern: rawValue))
    }
}
