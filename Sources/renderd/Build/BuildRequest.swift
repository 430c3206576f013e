import Proto

/// What the build thread can be asked for.
enum BuildRequest: Sendable {
    /// Read the shader's file and build it.
    case shader(id: String, path: String, generation: UInt64)
    /// Build the pass of a blend mode.
    case composite(BlendMode)

    /// Newer requests with the same key replace older ones.
    var key: String {
        switch self {
        case .shader(let id, _, _): "shader \(id)"
        case .composite(let mode): "composite \(mode.rawValue)"
        }
    }
}
