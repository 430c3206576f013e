/// GLSL 4.50 core for one pass of a shader.
public struct GeneratedProgram: Sendable, Equatable {
    /// The vertex stage; draw with `vertexCount` vertices and no attributes.
    public var vertex: String
    /// The fragment stage.
    public var fragment: String
    /// Three for one large triangle, four for a strip (an author's vertex shader may not be
    /// linear over the picture).
    public var vertexCount: Int
    /// The pass this is for.
    public var passIndex: Int
    /// What the fragment stage writes.
    public var output: Output

    /// What a fragment stage writes.
    public enum Output: Sendable, Equatable {
        /// What the author wrote, as it is: a pass target.
        case raw
        /// The whole new picture: a filter, mixed with the picture below it.
        case repainted
        /// Premultiplied colour to be blended over the picture below: a generator.
        case blended
    }
}
