import Testing

@testable import Shaders

@Suite struct GeneratorTests {
    private func rewrite(_ text: String, direct: String? = nil) -> String {
        var rewriter = SourceRewriter(Substring(text), stage: .fragment, directImage: direct)
        return rewriter.rewrite()
    }

    @Test(arguments: [
        ("IMG_NORM_PIXEL(a, f(b, g(c)))", "texture(a, (f(b, g(c))))"),
        ("IMG_PIXEL(a, p)", "texture(a, (p) / vec2(textureSize(a, 0)))"),
        ("IMG_SIZE(a).x", "vec2(textureSize(a, 0)).x"),
        ("IMG_THIS_PIXEL(a)", "texture(a, isf_FragNormCoord)"),
        ("IMG_NORM_THIS_PIXEL(a)", "texture(a, isf_FragNormCoord)"),
        ("IMG_NORM_PIXEL(a, uv, 2.0)", "texture(a, (uv), 2.0)"),
        (
            "IMG_NORM_PIXEL(a, IMG_NORM_PIXEL(b, uv).xy)",
            "texture(a, (texture(b, (uv)).xy))"
        ),
        ("IMG_NORM_PIXEL(a, m[i, j])", "texture(a, (m[i, j]))"),
        ("// IMG_SIZE(a)\nx", "// IMG_SIZE(a)\nx"),
        ("gl_FragColor = texture2D(a, uv);", "isf_FragColor = texture(a, uv);"),
        ("float sample = 1.0;", "float isf_word_sample = 1.0;"),
        ("#version 120\nvoid main() {}", "\nvoid isf_main() {}"),
    ])
    func wordsAndCallsAreRewritten(text: String, expected: String) {
        #expect(rewrite(text).filter { $0 != " " } == expected.filter { $0 != " " })
    }

    @Test func thePixelBeingDrawnIsFetchedDirectly() {
        #expect(
            rewrite("IMG_THIS_PIXEL(inputImage)", direct: "inputImage")
                == "texelFetch(inputImage, ivec2(gl_FragCoord.xy), 0)")
    }

    @Test func lineBreaksInsideCallsAreKept() {
        let text = "IMG_NORM_PIXEL(a,\n  vec2(1.0,\n 2.0))\nx"
        #expect(rewrite(text).filter(\.isNewline).count == text.filter(\.isNewline).count)
    }

    @Test func aShaderWithoutMainIsRefused() throws {
        let package = try ShaderPackage(id: "x", path: "x.fs", fragmentSource: "/*{}*/ float a;")
        #expect(throws: ShaderFileError.self) {
            try GLSLGenerator.program(for: package, passIndex: 0)
        }
    }

    @Test func onlyTheLastPassWithoutTargetComposes() throws {
        let package = try ShaderPackage(
            id: "x", path: "x.fs",
            fragmentSource: "/*{\"PASSES\": [{\"TARGET\": \"a\"}, {}]}*/ void main() {}")
        #expect(try GLSLGenerator.program(for: package, passIndex: 0).output == .raw)
        #expect(try GLSLGenerator.program(for: package, passIndex: 1).output == .blended)
    }

    @Test(arguments: [
        ("0:12(5): error: `x' undeclared", "x.fs", 12),
        ("0(1000003) : error C0000: generated\n0(7) : error C1008: undefined", "x.fs", 7),
        ("ERROR: 0:2000009: 'y' : undeclared", "x.vs", 9),
        ("0:3(1): warning: a\n0:4(1): error: b", "x.fs", 4),
    ])
    func driverMessagesPointAtTheAuthorsLine(log: String, file: String, line: Int) throws {
        let package = try ShaderPackage(
            id: "x", path: "x.fs", fragmentSource: "/*{}*/ void main() {}")
        let error = BuildLog.firstError(in: log, package: package)
        #expect(error.file == file)
        #expect(error.line == line)
    }
}
