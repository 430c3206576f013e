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
    /// Whether the fragment stage also composes the layer over the picture below it. Otherwise it
    /// writes what the author wrote, as it is.
    public var composes: Bool
}
