/// A shader as a function of the one pixel below it, to be strung together with others in one pass.
public struct FusiblePass: Sendable, Equatable {
    /// GLSL 4.50 at file scope, ending in `vec4 isf_layer(vec4 below)`: the premultiplied picture with
    /// this layer over what was below. Reads `isf_fragCoord` and `isf_FragNormCoord`, which the program
    /// declares and sets for each pixel, and calls `isf_blendable`, which limits a colour to what the
    /// working format's blending takes.
    public var text: String
    /// What `text` declares; another layer may use the same names.
    public var names: [String]
    /// What `text` `#define`s.
    public var macros: [String]
    /// About how much work it is: words of the author's text, as many as it has; nil where it loops, and
    /// the words tell nothing.
    public var weight: Int?

    /// Any declarations, to be renamed.
    public init(declarations text: String) {
        let global = GlobalNames(text)
        self.init(text: text, names: global.declared, macros: global.macros, weight: nil)
    }

    init(text: String, names: [String], macros: [String], weight: Int?) {
        self.text = text
        self.names = names
        self.macros = macros
        self.weight = weight
    }

    /// `text` with every name it declares beginning with `prefix`; the function is then called
    /// `prefix` + `isf_layer`.
    public func renamed(_ prefix: String) -> String {
        var result = ""
        for name in names { result += "#define \(name) \(prefix)\(name)\n" }
        result += text
        for name in macros { result += "#undef \(name)\n" }
        for name in names { result += "#undef \(name)\n" }
        return result
    }
}

extension GLSLGenerator {
    /// The point-wise form of `package`; nil where there is none: where it reads the picture below at
    /// any other place than the pixel it draws, keeps anything, has passes, targets or a vertex stage of
    /// its own, hears sound, or covers only a region.
    public static func fusible(_ package: ShaderPackage) -> FusiblePass? {
        let manifest = package.manifest
        guard manifest.passes == [ISFPass()], manifest.history == nil, manifest.region == nil,
            package.vertexSource == nil, manifest.role != .transition,
            !manifest.inputs.contains(where: { $0.type == .audio || $0.type == .audioFFT }),
            let block = HeaderBlock(package.fragmentSource)
        else { return nil }
        var rewriter = SourceRewriter(
            block.body, stage: .fragment,
            directImage: manifest.role == .filter ? "inputImage" : nil, isFused: true)
        let body = rewriter.rewrite()
        let words = rewriter.words
        guard words.contains("isf_main"), rewriter.extensions.isEmpty,
            words.isDisjoint(with: elsewhere),
            !words.contains(where: { $0.hasPrefix("gl_") }),
            !words.contains(where: { $0.hasPrefix("_inputImage_") })
        else { return nil }
        let author = GlobalNames(body)
        guard author.isStateless, !author.hasUniforms else { return nil }
        let uniforms =
            declarations(manifest, passIndex: 0, words: words, omitting: "inputImage")
            + compositionUniforms
        let text =
            uniforms + "vec4 isf_under;\nvec4 isf_FragColor;\n" + body + "\n" + layer(manifest)
        let names =
            author.declared + GlobalNames(uniforms).declared
            + ["isf_under", "isf_FragColor", layerFunction]
        // What a condition asks for would be defined by its renaming.
        guard author.conditions.isDisjoint(with: names) else { return nil }
        let loops = !words.isDisjoint(with: ["for", "while", "do"])
        return FusiblePass(
            text: text, names: Array(Set(names)).sorted(),
            macros: author.macros.filter { $0 != "HOLDOVER" },
            weight: loops ? nil : rewriter.wordCount)
    }

    /// What the function of a fused layer is called, before it is renamed.
    public static let layerFunction = "isf_layer"

    /// Words of a shader that needs its neighbours, or to be a fragment of its own.
    private static let elsewhere: Set<String> = [
        "inputImage", "discard", "dFdx", "dFdy", "fwidth", "dFdxFine", "dFdyFine", "fwidthFine",
        "dFdxCoarse", "dFdyCoarse", "fwidthCoarse",
    ]

    private static func layer(_ manifest: ISFManifest) -> String {
        """
        vec4 isf_layer(vec4 isf_below) {
            isf_under = isf_below;
            isf_FragColor = vec4(0.0);
            isf_main();
            vec4 isf_own = clamp(isf_FragColor, -32.0, 32.0);
            isf_own.a = clamp(isf_own.a, 0.0, 1.0);
            \(manifest.alpha == .straight ? "isf_own.rgb *= isf_own.a;" : "")
            \(manifest.role == .generator ? over : repaint)
        }

        """
    }

    private static let over = """
        isf_own = isf_blendable(isf_own * isf_opacity);
            return isf_own + isf_below * (1.0 - isf_own.a);
        """
    private static let repaint = """
        isf_own += isf_background * (1.0 - isf_own.a);
            return mix(isf_below, isf_own, isf_opacity);
        """
}
