// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What is wrong with the signal on air.
public enum DefectKind: WireEnum {
    /// Black.
    case black
    /// Frozen, and not on purpose.
    case freeze
    /// Level or gamut violation, EBU R 103.
    case level
    /// Flashes, ITU-R BT.1702.
    case flash
    /// Silence.
    case silence
    /// True peak above the limit, EBU R 128.
    case overload
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [DefectKind] = [
        .black,
        .freeze,
        .level,
        .flash,
        .silence,
        .overload,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .black
        case 1: self = .freeze
        case 2: self = .level
        case 3: self = .flash
        case 4: self = .silence
        case 5: self = .overload
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .black: 0
        case .freeze: 1
        case .level: 2
        case .flash: 3
        case .silence: 4
        case .overload: 5
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .black: "black"
        case .freeze: "freeze"
        case .level: "level"
        case .flash: "flash"
        case .silence: "silence"
        case .overload: "overload"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__DefectKind) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__DefectKind {
        Holdover__DefectKind(rawValue: UInt32(bitPattern: rawValue))
    }
}
