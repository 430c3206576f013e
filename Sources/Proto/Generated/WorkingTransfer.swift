// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Which transfer the layers are blended in.
public enum WorkingTransfer: WireEnum {
    /// R'G'B' in output colorimetry.
    case nonLinear
    /// Linear light by BT.1886.
    case linear
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [WorkingTransfer] = [
        .nonLinear,
        .linear,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .nonLinear
        case 1: self = .linear
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .nonLinear: 0
        case .linear: 1
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .nonLinear: "non_linear"
        case .linear: "linear"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__WorkingTransfer) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__WorkingTransfer {
        Holdover__WorkingTransfer(rawValue: UInt32(bitPattern: rawValue))
    }
}
