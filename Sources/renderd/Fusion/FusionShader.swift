import Proto
import Shaders

/// The fragment stage of a fused program.
///
/// Between layers the picture is cut to the texels of the working format, as it is where each layer
/// draws into a target of its own: a stack looks the same to the bit whether its layers are fused or not,
/// as far as the driver rounds alike.
enum FusionShader {
    static func prefix(_ position: Int) -> String { "isfL\(position)" }
    static let sourcePrefix = "isfIn"
    static let base = "isf_base"

    static func fragment(
        _ plan: FusionPlan, _ canvas: Canvas, _ rounding: HalfRounding
    ) -> String {
        var text = "#version 450 core\n#define HOLDOVER 1\n"
        text += """
            vec2 isf_FragNormCoord;
            vec4 isf_fragCoord;
            \(kept(canvas.depth, rounding))
            \(source(plan.source, canvas))

            """
        var calls = ""
        for (position, part) in plan.parts.enumerated() {
            let prefix = prefix(position)
            text += part.pass.renamed(prefix)
            calls += "    color = isf_kept(\(prefix)\(GLSLGenerator.layerFunction)(color));\n"
        }
        text += """
            vec4 working(ivec2 at) {
                isf_fragCoord = vec4(vec2(at) + 0.5, 0.5, 1.0);
                isf_FragNormCoord = isf_fragCoord.xy / vec2(\(canvas.width), \(canvas.height));
                vec4 color = isf_source(at);
            \(calls)    return color;
            }

            """
        switch plan.sink {
        case .packed(let format):
            return text + PackingShader.stage(format, isLinear: canvas.isLinear)
        case .working:
            return text + """
                layout(location = 0) out vec4 isf_out;
                void main() { isf_out = working(ivec2(gl_FragCoord.xy)); }

                """
        }
    }

    private static func kept(_ depth: WorkingDepth, _ rounding: HalfRounding) -> String {
        let body =
            switch (depth, rounding) {
            case (.rgba8, _): "return unpackUnorm4x8(packUnorm4x8(c));"
            case (_, .nearest):
                "return vec4(unpackHalf2x16(packHalf2x16(c.xy)), unpackHalf2x16(packHalf2x16(c.zw)));"
            case (_, .cut): cut
            }
        // Blending into bytes takes colours from 0 to 1 only.
        let blendable = depth == .rgba8 ? "clamp(c, 0.0, 1.0)" : "c"
        return """
            vec4 isf_kept(vec4 c) {
                \(body)
            }
            vec4 isf_blendable(vec4 c) { return \(blendable); }
            """
    }

    /// Below 2⁻¹⁴ half floats lie evenly, 2⁻²⁴ apart.
    private static let cut = """
        vec4 large = uintBitsToFloat(floatBitsToUint(c) & 0xffffe000u);
            vec4 small = trunc(c * 16777216.0) / 16777216.0;
            return mix(large, small, lessThan(abs(c), vec4(6.103515625e-5)));
        """

    private static func source(_ source: FusionPlan.Source, _ canvas: Canvas) -> String {
        switch source {
        case .drawn:
            return """
                uniform sampler2D \(base);
                vec4 isf_source(ivec2 at) { return texelFetch(\(base), at, 0); }
                """
        case .packed(let format):
            let text = InputDecoder.declarations(format, canvas)
            return FusiblePass(declarations: text).renamed(sourcePrefix) + """
                vec4 isf_source(ivec2 at) {
                    return isf_kept(\(sourcePrefix)decodedPicture(at));
                }
                """
        }
    }
}
