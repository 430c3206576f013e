import Testing

@testable import Shaders

/// Which shaders can be drawn together with others in one pass.
@Suite struct FusibleTests {
    private static let filter =
        "{\"INPUTS\": [{\"NAME\": \"inputImage\", \"TYPE\": \"image\"}]}"

    private func fusible(_ text: String, header: String = filter) throws -> FusiblePass? {
        GLSLGenerator.fusible(
            try ShaderPackage(id: "a", path: "a.fs", fragmentSource: "/*\(header)*/\n\(text)"))
    }

    @Test(
        "A shader that looks only at the pixel it draws is one",
        arguments: [
            "void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }",
            "void main() { gl_FragColor = IMG_THIS_NORM_PIXEL( inputImage ); }",
            "void main() { gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord); }",
            "void main() { gl_FragColor = IMG_NORM_PIXEL(inputImage, vv_FragNormCoord); }",
            "void main() { gl_FragColor = IMG_PIXEL(inputImage, gl_FragCoord.xy); }",
            "void main() { gl_FragColor = vec4(gl_FragCoord.xy / IMG_SIZE(inputImage), TIME, 1.0); }",
            "const float a = 1.0; void main() { float b = a; gl_FragColor = vec4(b); }",
        ])
    func pointwise(text: String) throws {
        let pass = try #require(try fusible(text))
        #expect(!pass.text.contains("inputImage"))
        #expect(pass.names.contains("isf_main"))
        #expect(pass.weight != nil)
    }

    @Test(
        "One that needs its neighbours, keeps a value or leaves pixels out is none",
        arguments: [
            "void main() { gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + 0.1); }",
            "void main() { gl_FragColor = texture2D(inputImage, isf_FragNormCoord); }",
            "#define P(x) IMG_NORM_PIXEL(inputImage, x)\nvoid main() { gl_FragColor = P(vec2(0.5)); }",
            "vec4 get(sampler2D s) { return texture(s, vec2(0.0)); }\n"
                + "void main() { gl_FragColor = get(inputImage); }",
            "void main() { gl_FragColor = vec4(dFdx(gl_FragCoord.x)); }",
            "void main() { if (TIME > 1.0) discard; gl_FragColor = vec4(1.0); }",
            "float sum; void main() { sum += 1.0; gl_FragColor = vec4(sum); }",
            "float w[2] = float[2](0.0, 1.0); void main() { gl_FragColor = vec4(w[0]++); }",
            "uniform float other; void main() { gl_FragColor = vec4(other); }",
            "vec3 f() { return vec3(1.0); }\n#ifdef f\n#endif\n"
                + "void main() { gl_FragColor = vec4(f(), 1.0); }",
            "float count = 0.0; void main() { count += 1.0; gl_FragColor = vec4(count); }",
            "in vec2 place; void main() { gl_FragColor = vec4(place, 0.0, 1.0); }",
            "void main() { gl_FragColor = vec4(gl_FrontFacing ? 1.0 : 0.0); }",
            "#extension GL_EXT_x : enable\nvoid main() { gl_FragColor = vec4(1.0); }",
        ])
    func notPointwise(text: String) throws {
        #expect(try fusible(text) == nil)
    }

    @Test(
        "Passes, past pictures, sound and regions are none",
        arguments: [
            "{\"PASSES\": [{\"TARGET\": \"a\", \"PERSISTENT\": true}]}",
            "{\"PASSES\": [{}, {}]}",
            "{\"HOLDOVER\": {\"HISTORY\": {\"OF\": \"layer\", \"LENGTH\": 3}}}",
            "{\"INPUTS\": [{\"NAME\": \"sound\", \"TYPE\": \"audio\"}]}",
        ])
    func headers(header: String) throws {
        #expect(try fusible("void main() { gl_FragColor = vec4(1.0); }", header: header) == nil)
    }

    @Test func workThatLoopsHasNoWeight() throws {
        let loop = "void main() { for (int i = 0; i < 9; i++) gl_FragColor += vec4(0.1); }"
        #expect(try fusible(loop)?.weight == nil)
        #expect(try fusible(loop) != nil)
    }

    @Test func namesAreFoundAtFileScopeOnly() {
        let names = GlobalNames(
            """
            #define SHIFT(x) (x * 2.0) \\
                + hidden
            uniform sampler2D image; uniform vec2 size, other;
            const vec3[2] list = vec3[2](vec3(1.0), vec3(call(2.0)));
            struct Box { vec2 corner; float edge[3]; };
            highp float first(in vec2 p, float weight) { float local = 1.0; return local; } // gone()
            Box second(void);
            precision highp float;
            """)
        #expect(
            names.declared == ["Box", "first", "image", "list", "other", "second", "size"])
        #expect(names.macros == ["SHIFT"])
        #expect(names.isStateless)
    }
}
