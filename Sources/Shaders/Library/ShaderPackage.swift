/// A shader as it lies on disk: its file, its checked header and its text.
public struct ShaderPackage: Sendable, Equatable {
    /// The file's name without extension; it names the shader in layers and presets.
    public var id: String
    /// The path of the `.fs` file.
    public var path: String
    /// The checked header.
    public var manifest: ISFManifest
    /// The whole text of the `.fs` file, header included.
    public var fragmentSource: String
    /// The text of the `.vs` file of the same name, where there is one.
    public var vertexSource: String?
    /// A number that changes whenever either text changes.
    public var contentHash: UInt64

    /// Makes a package from texts.
    ///
    /// Throws `ShaderFileError` where the header cannot be used.
    public init(
        id: String, path: String, fragmentSource: String, vertexSource: String? = nil
    ) throws(ShaderFileError) {
        self.id = id
        self.path = path
        manifest = try ISFManifest(source: fragmentSource, file: path)
        self.fragmentSource = fragmentSource
        self.vertexSource = vertexSource
        var hash = ContentHash()
        hash.combine(fragmentSource)
        hash.combine(vertexSource ?? "\u{0}")
        contentHash = hash.value
    }
}
