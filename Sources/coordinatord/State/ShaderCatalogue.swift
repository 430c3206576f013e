/// One shader as the policy sees it: its parameters and image inputs, and the mark of its texts.
public struct ShaderRules: Equatable, Sendable {
    /// The package id.
    public var id: String
    /// The source file.
    public var path: String
    /// Changes whenever any text of the shader changes; builds are matched by it.
    public var generation: UInt64
    /// The author's description and credit, and where a browser files it.
    public var description: String
    public var credit: String
    public var categories: [String]
    /// Whether it takes the picture below as `inputImage`.
    public var isFilter: Bool
    /// The parameters in the shader's own order, events included.
    public var parameters: [ParameterRule]
    /// The names of the image inputs that can be bound to a source.
    public var imageInputs: [String]

    /// Makes the rules of one shader.
    public init(
        id: String, path: String = "", generation: UInt64, description: String = "",
        credit: String = "", categories: [String] = [], isFilter: Bool = false,
        parameters: [ParameterRule] = [], imageInputs: [String] = []
    ) {
        self.id = id
        self.path = path
        self.generation = generation
        self.description = description
        self.credit = credit
        self.categories = categories
        self.isFilter = isFilter
        self.parameters = parameters
        self.imageInputs = imageInputs
    }

    /// The rule of the parameter with exactly this name.
    public func parameter(named name: String) -> ParameterRule? {
        parameters.first { $0.name == name }
    }
}

/// Every shader the library holds at one moment. A value and an argument: decisions read it, only
/// a scan makes it.
public struct ShaderCatalogue: Equatable, Sendable {
    /// The shaders by id.
    public var shaders: [String: ShaderRules]
    /// What is wrong with the files that could not be read, by id.
    public var broken: [String: String]

    /// A catalogue of these shaders; the last of two with one id wins.
    public init(_ shaders: [ShaderRules] = [], broken: [String: String] = [:]) {
        self.shaders = Dictionary(shaders.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.broken = broken
    }

    /// The shader with exactly this id.
    public subscript(id: String) -> ShaderRules? { shaders[id] }
}
