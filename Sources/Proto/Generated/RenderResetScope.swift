// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What the renderer must forget.
public enum RenderResetScope: WireEnum {
    /// Nothing.
    case none
    /// Parameter values only.
    case parameterValues
    /// A layer's committed live state.
    case layerCommitted
    /// A layer's transient overlay.
    case layerOverlay
    /// A layer's render-local feedback and history.
    case layerHistory
    /// The structure of the whole stack.
    case stackStructure
    /// What a reload made incompatible.
    case reloadCompatibility
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [RenderResetScope] = [
        .none,
        .parameterValues,
        .layerCommitted,
        .layerOverlay,
        .layerHistory,
        .stackStructure,
        .reloadCompatibility,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .none
        case 1: self = .parameterValues
        case 2: self = .layerCommitted
        case 3: self = .layerOverlay
        case 4: self = .layerHistory
        case 5: self = .stackStructure
        case 6: self = .reloadCompatibility
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .none: 0
        case .parameterValues: 1
        case .layerCommitted: 2
        case .layerOverlay: 3
        case .layerHistory: 4
        case .stackStructure: 5
        case .reloadCompatibility: 6
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .none: "none"
        case .parameterValues: "parameter_values"
        case .layerCommitted: "layer_committed"
        case .layerOverlay: "layer_overlay"
        case .layerHistory: "layer_history"
        case .stackStructure: "stack_structure"
        case .reloadCompatibility: "reload_compatibility"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__RenderResetScope) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__RenderResetScope {
        Holdover__RenderResetScope(rawValue: UInt32(bitPattern: rawValue))
    }
}
