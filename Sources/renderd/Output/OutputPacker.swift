internal import CGraphics
import Common

/// Packs the working picture into UYVY on the GPU, top line first.
///
/// Eight pixels a fragment measured fastest by far; widths that are no multiple of eight take two
/// pixels a fragment. Chroma is decimated with the filter (−1 2 6 2 −1)/8, the exact inverse of
/// the decoder's linear interpolation: an untouched picture comes out as it went in, and graphics
/// do not alias as they would by dropping every other pixel. Codes are clamped to 1 … 254 only.
/// Owned by the render thread.
final class OutputPacker {
    let format: VideoFormat
    /// The packed picture; its texels are the bytes of the payload.
    let target: RenderTarget
    private let program: Program

    init(format: VideoFormat) throws(GraphicsError) {
        guard format.pixelFormat == .uyvy else {
            throw .unsupported(format: format.pixelFormat.rawValue)
        }
        let eight = format.width % 8 == 0
        let coefficients = ColorCoefficients(matrix: format.matrix, range: format.range)
        let program = try Program(
            vertex: FullScreen.vertex,
            fragment: Self.common(coefficients) + (eight ? Self.eightPixels : Self.twoPixels))
        target = try RenderTarget(
            width: format.width / (eight ? 8 : 2), height: format.height,
            format: eight ? .rgba32Words : .rgba8Bytes)
        program.set(program.location("source"), Int32(0))
        self.format = format
        self.program = program
    }

    /// Draws `picture`, of the format's size, into `target`.
    func pack(_ picture: RenderTarget, with drawing: DrawingState) {
        target.bind()
        glUseProgram(program.name)
        drawing.bind(picture.texture, unit: 0)
        drawing.vertices.draw(vertexCount: 3)
    }

    // MARK: Shaders

    private static func common(_ coefficients: ColorCoefficients) -> String {
        """
        #version 450 core
        uniform sampler2D source;
        \(coefficients.declarations)
        vec3 pixel(int x, int y, int width) {
            // Mirrored on the left and repeated on the right, as the decoder's filter needs it.
            return texelFetch(source, ivec2(min(abs(x), width - 1), y), 0).rgb;
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

    private static let eightPixels = """
        layout(location = 0) out uvec4 texel;
        uint word(vec3 a, vec3 b, vec3 c, vec3 d, vec3 e) {
            vec2 chroma = decimated(a.yz, b.yz, c.yz, d.yz, e.yz);
            uvec4 bytes = rounded(vec4(chroma.x, c.x, chroma.y, d.x));
            return bytes.x | bytes.y << 8 | bytes.z << 16 | bytes.w << 24;
        }
        void main() {
            ivec2 size = textureSize(source, 0);
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
            ivec2 size = textureSize(source, 0);
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
}
