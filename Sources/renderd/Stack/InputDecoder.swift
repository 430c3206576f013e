internal import CGraphics
import Common
import Proto

/// Turns UYVY pictures into the working format: bottom line first, as ISF has it.
///
/// Chroma is sited with the even pixels (as in SDI); odd pixels get the mean of their neighbours.
/// The packer's filter is the exact inverse. Owned by the render thread.
final class InputDecoder {
    let format: VideoFormat
    /// The picture decoded last.
    let target: RenderTarget
    private let upload: Texture
    private let program: Program

    init(format: VideoFormat, working: WorkingDepth) throws(GraphicsError) {
        guard format.pixelFormat == .uyvy else {
            throw .unsupported(format: format.pixelFormat.rawValue)
        }
        let upload = try Texture(width: format.width / 2, height: format.height, format: .rgba8)
        let program = try Program(
            vertex: FullScreen.vertex,
            fragment: Self.fragment(
                ColorCoefficients(matrix: format.matrix, range: format.range)))
        target = try RenderTarget(
            width: format.width, height: format.height, format: working.textureFormat)
        program.set(program.location("source"), Int32(0))
        self.format = format
        self.upload = upload
        self.program = program
    }

    /// Decodes one picture of `format.payloadByteCount` bytes.
    func decode(_ payload: UnsafeRawPointer, with drawing: DrawingState) {
        upload.upload(payload)
        target.bind()
        glUseProgram(program.name)
        drawing.bind(upload, unit: 0)
        drawing.vertices.draw(vertexCount: 3)
    }

    private static func fragment(_ coefficients: ColorCoefficients) -> String {
        """
        #version 450 core
        uniform sampler2D source;
        layout(location = 0) out vec4 color;
        \(coefficients.declarations)
        void main() {
            ivec2 size = textureSize(source, 0);
            ivec2 at = ivec2(gl_FragCoord.xy);
            int line = size.y - 1 - at.y;
            int pair = at.x >> 1;
            vec4 here = texelFetch(source, ivec2(pair, line), 0);
            vec4 next = texelFetch(source, ivec2(min(pair + 1, size.x - 1), line), 0);
            bool odd = (at.x & 1) == 1;
            vec2 chroma = odd ? (here.rb + next.rb) * 0.5 : here.rb;
            float luma = ((odd ? here.a : here.g) * 255.0 - lumaOffset) / lumaSpan;
            chroma = (chroma * 255.0 - 128.0) / chromaSpan;
            color = vec4(luma + fromCb * chroma.x + fromCr * chroma.y, 1.0);
        }

        """
    }
}
