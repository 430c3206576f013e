internal import CGraphics
import Common
import Frames

/// Small pictures for screens: BGRA, top line first, a few a second. Owned by the render thread;
/// left out first when time is short.
final class PreviewWriter {
    /// Frames between two pictures.
    let interval: Int64
    private let ring: RingWriter
    private let target: RenderTarget
    private let program: Program
    private let time: any TimeSource

    /// Nil where previews are switched off or another lane writes them.
    init?(
        _ configuration: RendererConfiguration, epoch: UInt64, time: any TimeSource
    ) throws(GraphicsError) {
        let format = configuration.format
        let width = min(configuration.previewWidth, format.width)
        guard width >= 16, configuration.previewRate > 0 else { return nil }
        let height = max(width * format.height / format.width & ~1, 16)
        guard
            let video = VideoFormat(
                width: width, height: height, rate: format.rate, pixelFormat: .bgra),
            let layout = RingLayout(kind: .preview, video: video, slotCount: 4),
            let ring = try? RingWriter(
                .preview, in: configuration.plane, layout: layout, writerEpoch: epoch, clock: time)
        else { return nil }
        let program = try Program(
            vertex: FullScreen.vertex,
            fragment: Self.fragment(
                tapsPerAxis: max((format.width / width + 1) / 2, 1),
                isLinear: configuration.isLinear))
        target = try RenderTarget(width: width, height: height, format: .rgba8)
        program.set(program.location("source"), Int32(0))
        interval = max(format.rate.frames(in: .seconds(1)) / Int64(configuration.previewRate), 1)
        self.program = program
        self.ring = ring
        self.time = time
    }

    /// Scales `picture` down and publishes it as the preview of `index`.
    func write(
        _ picture: RenderTarget, index: FrameIndex, timelineEpoch: UInt64,
        with drawing: DrawingState
    ) {
        let start = time.now()
        draw(picture, with: drawing)
        guard let slot = ring.begin(index: index, timelineEpoch: timelineEpoch),
            let memory = slot.payload.baseAddress
        else { return }
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), target.framebuffer)
        glReadPixels(
            0, 0, GLsizei(target.width), GLsizei(target.height), GLenum(GL_BGRA),
            GLenum(GL_UNSIGNED_BYTE), memory)
        slot.commit(FrameMetadata(renderStart: start, renderEnd: time.now()))
    }

    /// Draws without publishing, to warm up.
    func draw(_ picture: RenderTarget, with drawing: DrawingState) {
        target.bind()
        glUseProgram(program.name)
        drawing.bind(picture.texture, unit: 0)
        drawing.vertices.draw(vertexCount: 3)
    }

    /// The mean over the area of one preview pixel, read through the linear filter two by two.
    private static func fragment(tapsPerAxis taps: Int, isLinear: Bool) -> String {
        """
        #version 450 core
        uniform sampler2D source;
        in vec2 uv;
        layout(location = 0) out vec4 color;
        \(TransferFunction.declarations)
        void main() {
            vec2 at = vec2(uv.x, 1.0 - uv.y);
            vec2 area = abs(vec2(dFdx(uv.x), dFdy(uv.y)));
            vec4 sum = vec4(0.0);
            for (int y = 0; y < \(taps); y++) {
                for (int x = 0; x < \(taps); x++) {
                    vec2 offset = (vec2(x, y) + 0.5) / float(\(taps)) - 0.5;
                    sum += texture(source, at + offset * area);
                }
            }
            color = sum / float(\(taps * taps));
            \(isLinear ? "color.rgb = fromLinear(color.rgb);" : "")
        }

        """
    }
}
