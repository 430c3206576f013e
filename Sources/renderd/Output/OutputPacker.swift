internal import CGraphics
import Common

/// Packs the working picture into the channel's layout on the GPU, top line first.
///
/// Eight (UYVY) or six (v210) pixels a fragment measured fastest by far; UYVY widths that are no
/// multiple of eight take two. Chroma is decimated with the filter (−1 2 6 2 −1)/8, the exact
/// inverse of the decoder's linear interpolation: an untouched picture comes out as it went in, and
/// graphics do not alias as they would by dropping every other pixel. Codes are clamped to the
/// unprotected ones only (1 … 254, 4 … 1019). BGRA and ARGB, for fill with key, have straight alpha and the
/// full range. In an interlaced format each field's lines are packed from a picture of their own.
/// Owned by the render thread.
final class OutputPacker {
    let format: VideoFormat
    /// The packed picture; its texels are the bytes of the payload.
    let target: RenderTarget
    private let program: Program
    private let parity: Int32

    init(format: VideoFormat, isLinear: Bool = false) throws(GraphicsError) {
        let width: Int
        let texel: TextureFormat
        switch format.pixelFormat {
        case .uyvy where format.width % 8 == 0: (width, texel) = (format.width / 8, .rgba32Words)
        case .uyvy: (width, texel) = (format.width / 2, .rgba8Bytes)
        case .v210: (width, texel) = (format.strideBytes / 16, .rgba32Words)
        case .bgra, .argb: (width, texel) = (format.width, .rgba8)
        case .nv12: throw .unsupported(format: format.pixelFormat.rawValue)
        }
        let program = try Program(
            vertex: FullScreen.vertex,
            fragment: "#version 450 core\n" + PackingShader.drawnPicture
                + PackingShader.stage(format, isLinear: isLinear))
        target = try RenderTarget(width: width, height: format.height, format: texel)
        program.set(program.location("source"), Int32(0))
        self.format = format
        parity = program.location("parity")
        self.program = program
    }

    /// Tells `program`, which packs, which lines `moment` is about.
    func setField(_ moment: Moment, in program: borrowing Program, _ location: Int32) {
        if let lines = moment.parity(format.scan) { program.set(location, Int32(lines)) }
    }

    /// Draws `picture`, of the format's size, into the lines of `target` that `moment` is about:
    /// all of them, or those of one field.
    func pack(_ picture: RenderTarget, at moment: Moment, with drawing: DrawingState) {
        setField(moment, in: program, parity)
        drawing.timer?.mark(.pack)
        target.bind()
        glUseProgram(program.name)
        drawing.bind(picture.texture, unit: 0)
        drawing.vertices.draw(vertexCount: 3)
    }
}
