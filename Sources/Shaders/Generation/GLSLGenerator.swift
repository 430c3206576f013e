/// Turns a shader package into GLSL 4.50 core, a pass at a time. Pure: no GL, no files.
///
/// `PASSINDEX` is a constant of each generated text, not a uniform: software GL runs both sides
/// of a branch on a uniform, so every pass of a five-pass shader would cost as much as all five.
/// The layer is composed over the picture below in the same pass that draws it; that saves
/// software GL a whole pass for each layer.
public enum GLSLGenerator {
    /// Line numbers tell whose text a compiler's message is about, since some drivers report every
    /// source as number 0: the author's `.fs` keeps its own numbers, generated text and the
    /// author's `.vs` begin at these.
    static let generatedLineOffset = 1_000_000
    static let vertexLineOffset = 2_000_000

    /// Whether a message's line is in generated text.
    static func isGenerated(line: Int) -> Bool {
        (generatedLineOffset...vertexLineOffset).contains(line)
    }

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
        let output: GeneratedProgram.Output =
            !isLast || pass.target != nil || ownSize
            ? .raw : manifest.role == .generator ? .blended : .repainted
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
        var fragment = prologue
        for line in rewriter.extensions { fragment += line + "\n" }
        fragment += "layout(location = 0) out vec4 isf_out;\n"
        // Worked out as in the fused form, so that both draw the same to the bit.
        let isWorkedOut = fusible(package) != nil
        fragment += isWorkedOut ? "" : "noperspective in "
        fragment += "vec2 isf_FragNormCoord;\n"
        fragment += "vec4 isf_FragColor;\n" + uniforms
        if output != .raw { fragment += compositionUniforms }
        if output == .repainted { fragment += backdrop(manifest) }
        fragment += "#line \(block.bodyLine)\n" + body
        fragment += "\n#line \(generatedLineOffset)\n"
        fragment += main(manifest, output, placed: isWorkedOut)
        return GeneratedProgram(
            vertex: vertex(vertexBody, vertexRewriter?.extensions ?? [], uniforms),
            fragment: fragment, vertexCount: vertexBody == nil ? 3 : 4, passIndex: passIndex,
            output: output)
    }

    // MARK: Pieces

    private static let prologue =
        "#version 450 core\n#define HOLDOVER 1\n#line \(generatedLineOffset)\n"

    /// The uniforms that a text with these words may use, but for the image `omitted`.
    static func declarations(
        _ manifest: ISFManifest, passIndex: Int, words: Set<String>, omitting omitted: String = ""
    ) -> String {
        var text = """
            uniform vec2 RENDERSIZE;
            uniform float TIME;
            uniform float TIMEDELTA;
            uniform vec4 DATE;
            uniform int FRAMEINDEX;
            const int PASSINDEX = \(passIndex);

            """
        for input in manifest.inputs where input.name != omitted {
            switch input.type {
            case .float: text += "uniform float \(input.name);\n"
            case .bool, .event: text += "uniform bool \(input.name);\n"
            case .long: text += "uniform int \(input.name);\n"
            case .point2D: text += "uniform vec2 \(input.name);\n"
            case .color: text += "uniform vec4 \(input.name);\n"
            case .image, .audio, .audioFFT, .text: text += sampler(input.name, words)
            case .lut:
                text += "uniform sampler3D \(input.name);\n"
                text += "uniform vec3 isf_scale_\(input.name), isf_offset_\(input.name);\n"
            }
        }
        for name in manifest.targets + manifest.imports.map(\.name) {
            text += sampler(name, words)
        }
        guard let history = manifest.history else { return text }
        // The picture below is there before the layer is drawn, its own only afterwards.
        let offset = history.subject == .source ? 0 : 1
        return text + "const int isf_pastOffset = \(offset);\n" + historyFunction
    }

    /// Past pictures are a ring of layers; the newest lies at `isf_pastHead`.
    private static let historyFunction = """
        uniform sampler2DArray isf_past;
        uniform int isf_pastHead;
        uniform int isf_pastCount;
        vec4 isf_history(float ago, vec2 uv) {
            if (isf_pastCount == 0) return vec4(0.0);
            int steps = clamp(int(ago + 0.5) - isf_pastOffset, 0, isf_pastCount - 1);
            int size = textureSize(isf_past, 0).z;
            return textureLod(isf_past, vec3(uv, (isf_pastHead - steps + size) % size), 0.0);
        }

        """

    private static func sampler(_ name: String, _ words: Set<String>) -> String {
        var text = "uniform sampler2D \(name);\n"
        if words.contains("_\(name)_imgRect") { text += "uniform vec4 _\(name)_imgRect;\n" }
        if words.contains("_\(name)_imgSize") { text += "uniform vec2 _\(name)_imgSize;\n" }
        if words.contains("_\(name)_flip") { text += "const bool _\(name)_flip = false;\n" }
        return text
    }

    static let compositionUniforms = """
        uniform float isf_opacity;
        uniform vec4 isf_background;

        """

    /// The picture below is `inputImage` itself (or `startImage`): drivers then fetch a pixel that
    /// the author reads and that is mixed with only once. Where a layer binds that input to
    /// something else, the renderer draws it whole and composes in another pass.
    private static func backdrop(_ manifest: ISFManifest) -> String {
        let name = manifest.role == .transition ? "startImage" : "inputImage"
        return "#define isf_backdrop \(name)\n"
    }

    /// What runs around the author's `main`. A filter repaints what is below it: mix(below, own,
    /// opacity), its transparent parts showing the background. The clamp stops infinities and,
    /// with the arithmetic of every driver met so far, values that are no numbers.
    private static func main(
        _ manifest: ISFManifest, _ output: GeneratedProgram.Output, placed: Bool
    ) -> String {
        let place = placed ? "    isf_FragNormCoord = gl_FragCoord.xy / RENDERSIZE;\n" : ""
        let begin = "void main() {\n" + place + "    isf_FragColor = vec4(0.0);\n    isf_main();\n"
        guard output != .raw else { return begin + "    isf_out = isf_FragColor;\n}\n" }
        var text = begin + "    vec4 isf_own = clamp(isf_FragColor, -32.0, 32.0);\n"
        text += "    isf_own.a = clamp(isf_own.a, 0.0, 1.0);\n"
        if manifest.alpha == .straight { text += "    isf_own.rgb *= isf_own.a;\n" }
        guard output == .repainted else {
            return text + "    isf_out = isf_own * isf_opacity;\n}\n"
        }
        return text + """
                isf_own += isf_background * (1.0 - isf_own.a);
                vec4 isf_below = texelFetch(isf_backdrop, ivec2(gl_FragCoord.xy), 0);
                isf_out = mix(isf_below, isf_own, isf_opacity);
            }

            """
    }

    private static func vertex(
        _ body: String?, _ extensions: [String], _ uniforms: String
    ) -> String {
        var text = prologue
        for line in extensions { text += line + "\n" }
        text += "noperspective out vec2 isf_FragNormCoord;\n"
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
            #line \(vertexLineOffset + 1)
            \(body)

            """
    }
}
