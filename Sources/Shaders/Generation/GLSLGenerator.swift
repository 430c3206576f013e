/// Turns a shader package into GLSL 4.50 core, a pass at a time. Pure: no GL, no files.
///
/// `PASSINDEX` is a constant of each generated text, not a uniform: software GL runs both sides
/// of a branch on a uniform, so every pass of a five-pass shader would cost as much as all five.
/// The layer is composed over the picture below in the same pass that draws it; that saves
/// software GL a whole pass for each layer.
public enum GLSLGenerator {
    /// The number of the author's `.fs` text in compiler messages.
    static let fragmentSourceNumber = 1
    /// The number of the author's `.vs` text.
    static let vertexSourceNumber = 2

    /// The text for pass `passIndex` of `package`. Precondition: the manifest has that pass.
    ///
    /// Throws `ShaderFileError` where the text has no `main`.
    public static func program(
        for package: ShaderPackage, passIndex: Int
    ) throws(ShaderFileError) -> GeneratedProgram {
        let manifest = package.manifest
        precondition(manifest.passes.indices.contains(passIndex))
        let pass = manifest.passes[passIndex]
        let isLast = passIndex == manifest.passes.count - 1
        let ownSize = pass.width != nil || pass.height != nil
        let composes = isLast && pass.target == nil && !ownSize
        let direct = manifest.role == .filter && !ownSize && package.vertexSource == nil
        guard let block = HeaderBlock(package.fragmentSource) else {
            throw ShaderFileError(
                file: package.path, line: 1, message: "the shader has no ISF header",
                remedy: "begin the file with /* { \"ISFVSN\": \"2\", … } */")
        }
        var rewriter = SourceRewriter(
            block.body, stage: .fragment, directImage: direct ? "inputImage" : nil)
        let body = rewriter.rewrite()
        guard rewriter.words.contains("isf_main") else {
            throw ShaderFileError(
                file: package.path, line: block.bodyLine, message: "the shader has no main()",
                remedy: "add void main() { gl_FragColor = … ; }")
        }
        var vertexRewriter = package.vertexSource.map {
            SourceRewriter(Substring($0), stage: .vertex, directImage: nil)
        }
        let vertexBody = vertexRewriter?.rewrite()
        let words = rewriter.words.union(vertexRewriter?.words ?? [])
        let uniforms = declarations(manifest, passIndex: passIndex, words: words)
        var fragment = "#version 450 core\n"
        for line in rewriter.extensions { fragment += line + "\n" }
        fragment += "layout(location = 0) out vec4 isf_out;\nin vec2 isf_FragNormCoord;\n"
        fragment += "vec4 isf_FragColor;\n" + uniforms
        if composes { fragment += compositionUniforms }
        fragment += "#line \(block.bodyLine) \(fragmentSourceNumber)\n" + body
        fragment += "\n#line 1 0\n" + (composes ? compositionMain(manifest) : plainMain)
        return GeneratedProgram(
            vertex: vertex(vertexBody, vertexRewriter?.extensions ?? [], uniforms),
            fragment: fragment, vertexCount: vertexBody == nil ? 3 : 4, passIndex: passIndex,
            composes: composes)
    }

    // MARK: Pieces

    private static func declarations(
        _ manifest: ISFManifest, passIndex: Int, words: Set<String>
    ) -> String {
        var text = """
            uniform vec2 RENDERSIZE;
            uniform float TIME;
            uniform float TIMEDELTA;
            uniform vec4 DATE;
            uniform int FRAMEINDEX;
            const int PASSINDEX = \(passIndex);

            """
        for input in manifest.inputs {
            switch input.type {
            case .float: text += "uniform float \(input.name);\n"
            case .bool, .event: text += "uniform bool \(input.name);\n"
            case .long: text += "uniform int \(input.name);\n"
            case .point2D: text += "uniform vec2 \(input.name);\n"
            case .color: text += "uniform vec4 \(input.name);\n"
            case .image, .audio, .audioFFT: text += sampler(input.name, words)
            }
        }
        for name in manifest.targets + manifest.imports.map(\.name) {
            text += sampler(name, words)
        }
        return text
    }

    private static func sampler(_ name: String, _ words: Set<String>) -> String {
        var text = "uniform sampler2D \(name);\n"
        if words.contains("_\(name)_imgRect") { text += "uniform vec4 _\(name)_imgRect;\n" }
        if words.contains("_\(name)_imgSize") { text += "uniform vec2 _\(name)_imgSize;\n" }
        if words.contains("_\(name)_flip") { text += "const bool _\(name)_flip = false;\n" }
        return text
    }

    private static let compositionUniforms = """
        uniform sampler2D isf_backdrop;
        uniform float isf_opacity;
        uniform vec4 isf_background;

        """

    private static let plainMain = """
        void main() {
            isf_FragColor = vec4(0.0);
            isf_main();
            isf_out = isf_FragColor;
        }

        """

    /// A filter repaints what is below it: mix(below, own, opacity), its transparent parts showing
    /// the background. A generator lies over it. The clamp stops infinities and, with the
    /// arithmetic of every driver met so far, values that are no numbers.
    private static func compositionMain(_ manifest: ISFManifest) -> String {
        let multiply =
            manifest.alpha == .straight ? "isf_own.rgb *= isf_own.a;" : ""
        let compose =
            manifest.role == .generator
            ? "isf_own *= isf_opacity;\n    isf_out = isf_own + isf_below * (1.0 - isf_own.a);"
            : """
            isf_own += isf_background * (1.0 - isf_own.a);
                isf_out = mix(isf_below, isf_own, isf_opacity);
            """
        return """
            void main() {
                isf_FragColor = vec4(0.0);
                isf_main();
                vec4 isf_own = clamp(isf_FragColor, -32.0, 32.0);
                isf_own.a = clamp(isf_own.a, 0.0, 1.0);
                \(multiply)
                vec4 isf_below = texelFetch(isf_backdrop, ivec2(gl_FragCoord.xy), 0);
                \(compose)
            }

            """
    }

    private static func vertex(
        _ body: String?, _ extensions: [String], _ uniforms: String
    ) -> String {
        var text = "#version 450 core\n"
        for line in extensions { text += line + "\n" }
        text += "out vec2 isf_FragNormCoord;\n"
        guard let body else {
            return text + """
                void main() {
                    vec2 corner = vec2((gl_VertexID & 1) * 4 - 1, (gl_VertexID >> 1) * 4 - 1);
                    isf_FragNormCoord = corner * 0.5 + 0.5;
                    gl_Position = vec4(corner, 0.0, 1.0);
                }

                """
        }
        return text + uniforms + """
            void isf_vertShaderInit() {
                vec2 corner = vec2((gl_VertexID & 1) * 2 - 1, (gl_VertexID >> 1) * 2 - 1);
                isf_FragNormCoord = corner * 0.5 + 0.5;
                gl_Position = vec4(corner, 0.0, 1.0);
            }
            #line 1 \(vertexSourceNumber)
            \(body)

            """
    }
}
