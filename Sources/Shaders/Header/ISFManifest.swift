/// The header of an ISF shader, checked: what it is, what it asks for and what can be set.
public struct ISFManifest: Sendable, Equatable {
    /// What the shader does, in the author's words; empty where the header has none.
    public var description: String
    /// Who wrote it.
    public var credit: String
    /// Where a browser files it.
    public var categories: [String]
    /// The header's vocabulary: 1 where `ISFVSN` is absent, else its first number.
    public var version: Int
    /// Filter, generator or transition.
    public var role: ISFRole
    /// All inputs in the order of the header.
    public var inputs: [ISFInput]
    /// The passes in drawing order, never empty; the last one is the output.
    public var passes: [ISFPass]
    /// Picture files sampled by name.
    public var imports: [ISFImport]
    /// How the output's colour relates to its alpha.
    public var alpha: ISFAlpha
    /// Seconds after which `TIME` starts again from zero without a visible jump; nil where the
    /// author declared none.
    public var timeWrapSeconds: Double?
    /// The part of the picture a generator can touch; nil for all of it.
    public var region: ISFRegion?
    /// Past pictures the shader samples; nil where it asks for none.
    public var history: ISFHistory?

    /// Makes a manifest; `role` follows from `inputs`.
    public init(
        description: String = "", credit: String = "", categories: [String] = [],
        version: Int = 2, inputs: [ISFInput] = [], passes: [ISFPass] = [ISFPass()],
        imports: [ISFImport] = [], alpha: ISFAlpha = .straight, timeWrapSeconds: Double? = nil,
        region: ISFRegion? = nil, history: ISFHistory? = nil
    ) {
        self.description = description
        self.credit = credit
        self.categories = categories
        self.version = version
        self.role = Self.role(of: inputs)
        self.inputs = inputs
        self.passes = passes.isEmpty ? [ISFPass()] : passes
        self.imports = imports
        self.alpha = alpha
        self.timeWrapSeconds = timeWrapSeconds
        self.region = region
        self.history = history
    }

    /// The input called `name`, exactly.
    public func input(named name: String) -> ISFInput? {
        inputs.first { $0.name == name }
    }

    /// Names of pass targets, in the order of their first use.
    public var targets: [String] {
        var names: [String] = []
        for case let name? in passes.map(\.target) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    private static func role(of inputs: [ISFInput]) -> ISFRole {
        func has(_ name: String, _ type: ISFInputType) -> Bool {
            inputs.contains { $0.name == name && $0.type == type }
        }
        if has("startImage", .image), has("endImage", .image), has("progress", .float) {
            return .transition
        }
        return has("inputImage", .image) ? .filter : .generator
    }
}
