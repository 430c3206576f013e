/// The conditions of going on air. The raw value is the name that people and programs use.
public enum InterlockName: String, Sendable, Codable, CaseIterable {
    /// The output device is prerolled. Never overridden: without it nothing reaches anybody.
    case device = "device-prerolled"
    case reference = "reference-locked"
    case shaders = "shaders-built"
    case input = "input-valid"
    case disk = "disk-healthy"
    case headroom = "render-headroom"

    /// The component it looks at.
    public var component: RunComponent {
        switch self {
        case .device: .device
        case .reference: .reference
        case .shaders: .shaders
        case .input: .input
        case .disk: .disk
        case .headroom: .headroom
        }
    }

    /// Whether an operator may go without it.
    public var isOverridable: Bool { self != .device }

    /// Whether a look at what the daemons have reported answers it. Any other is asked of a probe, which
    /// may take its time.
    public var isAnsweredByFacts: Bool { self != .disk }
}
