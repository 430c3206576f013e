// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// W3C compositing blend modes.
public enum BlendMode: WireEnum {
    /// Source over.
    case normal
    /// Multiply.
    case multiply
    /// Screen.
    case screen
    /// Overlay.
    case overlay
    /// Darken.
    case darken
    /// Lighten.
    case lighten
    /// Colour dodge.
    case colorDodge
    /// Colour burn.
    case colorBurn
    /// Hard light.
    case hardLight
    /// Soft light.
    case softLight
    /// Difference.
    case difference
    /// Exclusion.
    case exclusion
    /// Hue (non-separable).
    case hue
    /// Saturation (non-separable).
    case saturation
    /// Colour (non-separable).
    case color
    /// Luminosity (non-separable).
    case luminosity
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [BlendMode] = [
        .normal,
        .multiply,
        .screen,
        .overlay,
        .darken,
        .lighten,
        .colorDodge,
        .colorBurn,
        .hardLight,
        .softLight,
        .difference,
        .exclusion,
        .hue,
        .saturation,
        .color,
        .luminosity,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .normal
        case 1: self = .multiply
        case 2: self = .screen
        case 3: self = .overlay
        case 4: self = .darken
        case 5: self = .lighten
        case 6: self = .colorDodge
        case 7: self = .colorBurn
        case 8: self = .hardLight
        case 9: self = .softLight
        case 10: self = .difference
        case 11: self = .exclusion
        case 12: self = .hue
        case 13: self = .saturation
        case 14: self = .color
        case 15: self = .luminosity
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .normal: 0
        case .multiply: 1
        case .screen: 2
        case .overlay: 3
        case .darken: 4
        case .lighten: 5
        case .colorDodge: 6
        case .colorBurn: 7
        case .hardLight: 8
        case .softLight: 9
        case .difference: 10
        case .exclusion: 11
        case .hue: 12
        case .saturation: 13
        case .color: 14
        case .luminosity: 15
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .normal: "normal"
        case .multiply: "multiply"
        case .screen: "screen"
        case .overlay: "overlay"
        case .darken: "darken"
        case .lighten: "lighten"
        case .colorDodge: "color_dodge"
        case .colorBurn: "color_burn"
        case .hardLight: "hard_light"
        case .softLight: "soft_light"
        case .difference: "difference"
        case .exclusion: "exclusion"
        case .hue: "hue"
        case .saturation: "saturation"
        case .color: "color"
        case .luminosity: "luminosity"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__BlendMode) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__BlendMode {
        Holdover__BlendMode(rawValue: UInt32(bitPattern: rawValue))
    }
}
