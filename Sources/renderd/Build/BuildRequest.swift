import Proto

/// What the build thread can be asked for.
enum BuildRequest: Sendable {
    /// Read the shader's file and build it.
    case shader(id: String, path: String, generation: UInt64)
    /// Load or draw what a layer with this shader shows.
    case picture(PictureKey, shader: String, path: String)
    /// Draw several layers in one pass, in all the ways that will be needed.
    case fusion(FusionPlan)
    /// Build the other ways in which layers may have to be drawn that were put together before the
    /// first picture, which does not wait for them.
    case fusionVariants
    /// Build the pass of a blend mode.
    case composite(BlendMode)

    /// Newer requests with the same key replace older ones.
    var key: String {
        switch self {
        case .shader(let id, _, _): "shader \(id)"
        case .picture(.text(let shader, let input, let text), _, _):
            "text \(shader) \(input) \(text)"
        case .picture(.still(let path, _), let shader, _): "still \(shader) \(path)"
        case .picture(.table(let path, _), let shader, _): "table \(shader) \(path)"
        case .fusion(let plan): plan.key
        case .fusionVariants: "fusion variants"
        case .composite(let mode): "composite \(mode.rawValue)"
        }
    }
}
