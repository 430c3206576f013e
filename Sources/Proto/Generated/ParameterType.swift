// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The type of a shader parameter.
public enum ParameterType: WireEnum {
    /// A number in a range.
    case float
    /// On or off.
    case bool
    /// One of a list of integers.
    case long
    /// A point.
    case point2d
    /// A colour with alpha.
    case color
    /// A string drawn as a picture.
    case text
    /// A picture, a LUT or an input.
    case image
    /// A momentary trigger.
    case event
    /// An audio waveform or spectrum.
    case audio
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [ParameterType] = [
        .float,
        .bool,
        .long,
        .point2d,
        .color,
        .text,
        .image,
        .event,
        .audio,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .float
        case 1: self = .bool
        case 2: self = .long
        case 3: self = .point2d
        case 4: self = .color
        case 5: self = .text
        case 6: self = .image
        case 7: self = .event
        case 8: self = .audio
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .float: 0
        case .bool: 1
        case .long: 2
        case .point2d: 3
        case .color: 4
        case .text: 5
        case .image: 6
        case .event: 7
        case .audio: 8
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .float: "float"
        case .bool: "bool"
        case .long: "long"
        case .point2d: "point2d"
        case .color: "color"
        case .text: "text"
        case .image: "image"
        case .event: "event"
        case .audio: "audio"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__ParameterType) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__ParameterType {
        Holdover__ParameterType(rawValue: UInt32(bitPattern: rawValue))
    }
}
