import Common

/// The fragment stages of the packer.
enum PackingShader {
    /// Reads the working picture, drawn before, from a texture.
    static let drawnPicture = """
        uniform sampler2D source;
        vec4 working(ivec2 at) { return texelFetch(source, at, 0); }

        """

    /// The stage for `format`: after a text that ends in `vec4 working(ivec2 at)`, the working picture
    /// at a pixel.
    static func stage(_ format: VideoFormat, isLinear: Bool) -> String {
        let body =
            switch format.pixelFormat {
            case .uyvy: format.width % 8 == 0 ? eightPixels : twoPixels
            case .v210: v210
            case .argb: argb
            case .bgra, .nv12: bgra
            }
        return common(format, isLinear: isLinear)
            + (format.scan == .progressive ? body : fieldLines(body))
    }

    private static func common(_ format: VideoFormat, isLinear: Bool) -> String {
        """
        const ivec2 size = ivec2(\(format.width), \(format.height));
        \(ColorCoefficients(matrix: format.matrix, range: format.range).declarations)
        \(TransferFunction.declarations)
        vec3 display(vec3 rgb) { return \(isLinear ? "fromLinear(rgb)" : "rgb"); }
        vec3 pixel(int x, int y, int width) {
            // Mirrored on the left and repeated on the right, as the decoder's filter needs it.
            return display(working(ivec2(min(abs(x), width - 1), y)).rgb);
        }
        // Luma and both colour differences in codes, not yet rounded.
        vec3 code(vec3 rgb) {
            float luma = dot(rgb, lumaWeights);
            return vec3(
                luma * lumaSpan + lumaOffset,
                (rgb.b - luma) / blueFromCb * chromaSpan + 128.0,
                (rgb.r - luma) / redFromCr * chromaSpan + 128.0);
        }
        uvec4 rounded(vec4 codes) {
            return uvec4(clamp(floor(codes + 0.5), 1.0, 254.0));
        }
        vec2 decimated(vec2 a, vec2 b, vec2 c, vec2 d, vec2 e) {
            return (6.0 * c + 2.0 * (b + d) - a - e) * 0.125;
        }

        """
    }

    /// The same stage for every second line only, from the even or odd one on.
    private static func fieldLines(_ body: String) -> String {
        "uniform int parity;\n"
            + body.replacing(
                "void main() {",
                with: "void main() {\n    if ((int(gl_FragCoord.y) & 1) != parity) discard;")
    }

    private static let eightPixels = """
        layout(location = 0) out uvec4 texel;
        uint word(vec3 a, vec3 b, vec3 c, vec3 d, vec3 e) {
            vec2 chroma = decimated(a.yz, b.yz, c.yz, d.yz, e.yz);
            uvec4 bytes = rounded(vec4(chroma.x, c.x, chroma.y, d.x));
            return bytes.x | bytes.y << 8 | bytes.z << 16 | bytes.w << 24;
        }
        void main() {
            int x = int(gl_FragCoord.x) * 8;
            int y = size.y - 1 - int(gl_FragCoord.y);
            vec3 p0 = code(pixel(x - 2, y, size.x));
            vec3 p1 = code(pixel(x - 1, y, size.x));
            vec3 p2 = code(pixel(x, y, size.x));
            vec3 p3 = code(pixel(x + 1, y, size.x));
            vec3 p4 = code(pixel(x + 2, y, size.x));
            vec3 p5 = code(pixel(x + 3, y, size.x));
            vec3 p6 = code(pixel(x + 4, y, size.x));
            vec3 p7 = code(pixel(x + 5, y, size.x));
            vec3 p8 = code(pixel(x + 6, y, size.x));
            vec3 p9 = code(pixel(x + 7, y, size.x));
            vec3 p10 = code(pixel(x + 8, y, size.x));
            texel = uvec4(
                word(p0, p1, p2, p3, p4), word(p2, p3, p4, p5, p6), word(p4, p5, p6, p7, p8),
                word(p6, p7, p8, p9, p10));
        }

        """

    private static let twoPixels = """
        layout(location = 0) out uvec4 texel;
        void main() {
            int x = int(gl_FragCoord.x) * 2;
            int y = size.y - 1 - int(gl_FragCoord.y);
            vec3 a = code(pixel(x - 2, y, size.x));
            vec3 b = code(pixel(x - 1, y, size.x));
            vec3 c = code(pixel(x, y, size.x));
            vec3 d = code(pixel(x + 1, y, size.x));
            vec3 e = code(pixel(x + 2, y, size.x));
            vec2 chroma = decimated(a.yz, b.yz, c.yz, d.yz, e.yz);
            texel = rounded(vec4(chroma.x, c.x, chroma.y, d.x));
        }

        """

    /// Six pixels in four words of three ten-bit components; beyond the picture's edge zeros.
    private static let v210 = """
        layout(location = 0) out uvec4 texel;
        uvec2 codes(vec2 c) { return uvec2(clamp(floor(c * 4.0 + 0.5), 4.0, 1019.0)); }
        uint code10(float c) { return uint(clamp(floor(c * 4.0 + 0.5), 4.0, 1019.0)); }
        void main() {
            int x = int(gl_FragCoord.x) * 6;
            int y = size.y - 1 - int(gl_FragCoord.y);
            texel = uvec4(0u);
            if (x >= size.x) return;
            vec3 p0 = code(pixel(x - 2, y, size.x));
            vec3 p1 = code(pixel(x - 1, y, size.x));
            vec3 p2 = code(pixel(x, y, size.x));
            vec3 p3 = code(pixel(x + 1, y, size.x));
            vec3 p4 = code(pixel(x + 2, y, size.x));
            vec3 p5 = code(pixel(x + 3, y, size.x));
            vec3 p6 = code(pixel(x + 4, y, size.x));
            vec3 p7 = code(pixel(x + 5, y, size.x));
            vec3 p8 = code(pixel(x + 6, y, size.x));
            uvec2 a = codes(decimated(p0.yz, p1.yz, p2.yz, p3.yz, p4.yz));
            uvec2 b = codes(decimated(p2.yz, p3.yz, p4.yz, p5.yz, p6.yz));
            uvec2 c = codes(decimated(p4.yz, p5.yz, p6.yz, p7.yz, p8.yz));
            texel.x = a.x | code10(p2.x) << 10 | a.y << 20;
            texel.y = code10(p3.x);
            if (x + 2 >= size.x) return;
            texel.y |= b.x << 10 | code10(p4.x) << 20;
            texel.z = b.y | code10(p5.x) << 10;
            if (x + 4 >= size.x) return;
            texel.z |= c.x << 20;
            texel.w = code10(p6.x) | c.y << 10 | code10(p7.x) << 20;
        }

        """

    private static let argb = bgra.replacing(
        "vec4(display(straight).bgr, color.a)", with: "vec4(color.a, display(straight))")

    /// Straight alpha, full range.
    private static let bgra = """
        layout(location = 0) out vec4 texel;
        void main() {
            vec4 color = working(ivec2(gl_FragCoord.x, size.y - 1 - int(gl_FragCoord.y)));
            vec3 straight = color.a > 0.0 ? color.rgb / color.a : vec3(0.0);
            texel = vec4(display(straight).bgr, color.a);
        }

        """
}
