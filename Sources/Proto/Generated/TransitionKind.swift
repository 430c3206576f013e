// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How one picture gives way to another.
public enum TransitionKind: WireEnum {
    /// At one frame boundary.
    case cut
    /// A timed dissolve.
    case mix
    /// Timed, drawn by a shader with startImage, endImage and progress.
    case shader
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [TransitionKind] = [
        .cut,
        .mix,
        .shader,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .cut
        case 1: self = .mix
        case 2: self = .shader
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .cut: 0
        case .mix: 1
        case .shader: 2
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .cut: "cut"
        case .mix: "mix"
        case .shader: "shader"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__TransitionKind) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__TransitionKind {
        Holdover__TransitionKind(rawValue: UInt32(bitPattern: rawValue))
    }
}
