internal import CGraphics
import Common
import Proto

/// Turns pictures of any layout of the frame plane into the working format: bottom line first, as
/// ISF has it.
///
/// Chroma is sited with the even pixels (as in SDI, and left as in MPEG-2); odd pixels get the mean
/// of their neighbours, which is the exact inverse of the packer's filter. The lines of 4:2:0 lie
/// between the lines of luma, a quarter from the nearer. Of an interlaced picture one field is shown at
/// a time: its own lines exactly as they came, the others as the mean of their neighbours in it. Owned
/// by the render thread.
final class InputDecoder {
    let format: VideoFormat
    private let target: RenderTarget
    private let upload: RenderTarget
    /// The chroma plane of NV12.
    private let chroma: RenderTarget?
    private let program: Program
    private let parity: Int32
    private var field: Moment.Field?
    private var isDrawn = false

    init(format: VideoFormat, canvas: Canvas) throws(GraphicsError) {
        let program = try Program(
            vertex: FullScreen.vertex, fragment: Self.fragment(format, canvas))
        let (width, height) = (format.width, format.height)
        switch format.pixelFormat {
        case .uyvy: upload = try RenderTarget(spare: .rgba8, width: width / 2, height: height)
        case .v210:
            upload = try RenderTarget(
                spare: .rgba32Words, width: format.strideBytes / 16, height: height)
        case .bgra, .argb: upload = try RenderTarget(spare: .rgba8, width: width, height: height)
        case .nv12: upload = try RenderTarget(spare: .red8, width: width, height: height)
        }
        chroma =
            format.pixelFormat == .nv12
            ? try RenderTarget(spare: .redGreen8, width: width / 2, height: height / 2) : nil
        target = try RenderTarget(
            width: width, height: height, format: canvas.depth.textureFormat)
        program.set(program.location("source"), Int32(0))
        program.set(program.location("chromaPlane"), Int32(1))
        self.format = format
        parity = program.location("parity")
        self.program = program
    }

    /// Takes one picture of `format.payloadByteCount` bytes: all of it, or one field, the first where
    /// nothing is said. It is decoded once somebody wants to see it.
    func take(_ payload: UnsafeRawPointer, field: Moment.Field? = nil) {
        upload.texture.upload(payload)
        chroma?.texture.upload(payload + format.width * format.height)
        show(field)
    }

    /// Shows another field of the picture that was taken last.
    func show(_ field: Moment.Field?) {
        self.field = field
        isDrawn = false
    }

    /// The picture, decoded. Binds textures of its own: call before others are bound.
    func picture(with drawing: DrawingState) -> RenderTarget {
        guard !isDrawn else { return target }
        isDrawn = true
        drawing.timer?.mark(.decode)
        setField(in: program, parity)
        target.bind()
        glUseProgram(program.name)
        bind(with: drawing)
        drawing.vertices.draw(vertexCount: 3)
        return target
    }

    /// Tells `program`, which decodes, which field is shown.
    func setField(in program: borrowing Program, _ location: Int32) {
        let moment = Moment(FrameIndex(0), field: field ?? .first)
        if let lines = moment.parity(format.scan) { program.set(location, Int32(lines)) }
    }

    /// Binds the picture as it came, to units 0 and 1.
    func bind(with drawing: DrawingState) {
        if format.pixelFormat == .v210 {
            drawing.bindWords(upload.texture, unit: 0)
        } else {
            drawing.bind(upload.texture, unit: 0)
        }
        if let chroma { drawing.bind(chroma.texture, unit: 1) }
    }

    // MARK: Shaders

    private static func fragment(_ format: VideoFormat, _ canvas: Canvas) -> String {
        """
        #version 450 core
        layout(location = 0) out vec4 color;
        \(declarations(format, canvas))
        void main() { color = decodedPicture(ivec2(gl_FragCoord.xy)); }

        """
    }

    /// GLSL up to `vec4 decodedPicture(ivec2 at)`, the working picture at a pixel, the bottom line first.
    static func declarations(_ format: VideoFormat, _ canvas: Canvas) -> String {
        let coefficients = ColorCoefficients(matrix: format.matrix, range: format.range)
        let fetch =
            switch format.pixelFormat {
            case .uyvy: uyvy
            case .v210: v210
            case .bgra: bgra
            case .argb: argb
            case .nv12 where format.scan == .progressive: nv12
            case .nv12: interlacedNV12
            }
        return """
            \(coefficients.declarations)
            \(TransferFunction.declarations)
            // R′G′B′ of a luma and two colour differences in 8-bit codes.
            vec4 decoded(float luma, vec2 chroma) {
                luma = (luma - lumaOffset) / lumaSpan;
                chroma = (chroma - 128.0) / chromaSpan;
                return vec4(luma + fromCb * chroma.x + fromCr * chroma.y, 1.0);
            }
            const int pairs = \(format.width / 2);
            \(fetch)
            \(format.scan == .progressive ? whole : field(lastLine: format.height - 1))
            vec4 decodedPicture(ivec2 at) {
                vec4 color = shown(at);
                \(canvas.isLinear ? "color.rgb = toLinear(color.rgb);" : "")
                return color;
            }

            """
    }

    private static let whole = "vec4 shown(ivec2 at) { return pixel(at); }"

    private static func field(lastLine: Int) -> String {
        """
        uniform int parity;
        vec4 shown(ivec2 at) {
            const int last = \(lastLine);
            if (((last - at.y) & 1) == parity) return pixel(at);
            int above = at.y + 1 > last ? at.y - 1 : at.y + 1;
            int below = at.y - 1 < 0 ? at.y + 1 : at.y - 1;
            return (pixel(ivec2(at.x, above)) + pixel(ivec2(at.x, below))) * 0.5;
        }
        """
    }

    private static let uyvy = """
        uniform sampler2D source;
        vec4 pixel(ivec2 at) {
            ivec2 size = textureSize(source, 0);
            int line = size.y - 1 - at.y;
            int pair = at.x >> 1;
            vec4 here = texelFetch(source, ivec2(pair, line), 0);
            vec4 next = texelFetch(source, ivec2(min(pair + 1, size.x - 1), line), 0);
            bool odd = (at.x & 1) == 1;
            vec2 chroma = odd ? (here.rb + next.rb) * 0.5 : here.rb;
            return decoded((odd ? here.a : here.g) * 255.0, chroma * 255.0);
        }
        """

    /// Twelve components of ten bits in four words: Cb Y Cr Y and so on.
    private static let v210 = """
        uniform usampler2D source;
        float component(int number, int line) {
            uvec4 words = texelFetch(source, ivec2(number / 12, line), 0);
            int place = number % 12;
            return float(words[place / 3] >> uint(place % 3 * 10) & 1023u) * 0.25;
        }
        vec2 chromaOf(int pair, int line) {
            return vec2(component(pair * 4, line), component(pair * 4 + 2, line));
        }
        vec4 pixel(ivec2 at) {
            int line = textureSize(source, 0).y - 1 - at.y;
            int pair = at.x >> 1;
            vec2 chroma = chromaOf(pair, line);
            if ((at.x & 1) == 1)
                chroma = (chroma + chromaOf(min(pair + 1, pairs - 1), line)) * 0.5;
            // Rounded to the eleven bits of a half float here, since some drivers (llvmpipe) cut the
            // rest off instead: ten-bit codes would come back one lower.
            vec4 exact = decoded(component(at.x * 2 + 1, line), chroma);
            return vec4(
                uintBitsToFloat((floatBitsToUint(exact.rgb) + 0x1000u) & 0xffffe000u), 1.0);
        }
        """

    private static let argb = bgra.replacing(".bgra;", with: ".gbar;")

    private static let bgra = """
        uniform sampler2D source;
        vec4 pixel(ivec2 at) {
            vec4 straight = texelFetch(
                source, ivec2(at.x, textureSize(source, 0).y - 1 - at.y), 0).bgra;
            return vec4(straight.rgb * straight.a, straight.a);
        }
        """

    /// Each field has chroma lines of its own, every second one of the plane.
    private static let interlacedNV12 = nv12.replacing(
        "int near = line >> 1;", with: "int near = (line >> 2 << 1) | (line & 1);"
    ).replacing("int far = (line & 1) == 1 ? near + 1 : near - 1;", with: "int far = near;")

    private static let nv12 = """
        uniform sampler2D source;
        uniform sampler2D chromaPlane;
        vec2 chromaOf(int pair, int line) {
            ivec2 last = textureSize(chromaPlane, 0) - 1;
            int near = line >> 1;
            int far = (line & 1) == 1 ? near + 1 : near - 1;
            pair = min(pair, last.x);
            return 0.75 * texelFetch(chromaPlane, ivec2(pair, near), 0).rg
                + 0.25 * texelFetch(chromaPlane, ivec2(pair, clamp(far, 0, last.y)), 0).rg;
        }
        vec4 pixel(ivec2 at) {
            int line = textureSize(source, 0).y - 1 - at.y;
            int pair = at.x >> 1;
            vec2 chroma = chromaOf(pair, line);
            if ((at.x & 1) == 1) chroma = (chroma + chromaOf(pair + 1, line)) * 0.5;
            float luma = texelFetch(source, ivec2(at.x, line), 0).r;
            return decoded(luma * 255.0, chroma * 255.0);
        }
        """
}

/// The transfer of the `linear` working format: BT.1886 with a black of zero, its curve continued
/// below black and above white.
enum TransferFunction {
    static let declarations = """
        vec3 toLinear(vec3 c) { return sign(c) * pow(abs(c), vec3(2.4)); }
        vec3 fromLinear(vec3 c) { return sign(c) * pow(abs(c), vec3(1.0 / 2.4)); }
        """
}
