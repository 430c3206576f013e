/// What a shader does in a layer stack, which ISF derives from the images it asks for.
public enum ISFRole: String, Sendable, Equatable, CaseIterable {
    /// Has an image input `inputImage`: it repaints the picture below it.
    case filter
    /// Has images `startImage` and `endImage` and a float `progress`.
    case transition
    /// Everything else: it paints on top of the picture below it.
    case generator
}
