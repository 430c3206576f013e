/// A picture file that a shader samples by name.
public struct ISFImport: Sendable, Equatable {
    /// The sampler's name.
    public var name: String
    /// The path as the author wrote it, relative to the shader's file.
    public var path: String

    /// Makes an import.
    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}
