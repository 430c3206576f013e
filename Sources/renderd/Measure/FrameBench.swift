internal import CGraphics
import Common

/// How long the parts of a frame take, in milliseconds.
public struct FrameParts: Sendable, Encodable, Equatable {
    /// Bringing the input to the GPU.
    public var upload = 0.0
    /// Decoding it and drawing the layers.
    public var layers = 0.0
    /// Packing the picture for the output.
    public var pack = 0.0
    /// Bringing it back.
    public var readBack = 0.0

    enum CodingKeys: String, CodingKey {
        case upload, layers, pack
        case readBack = "read_back"
    }
}

/// Times frames of a stack that is set. Owned by the thread that made the renderer.
struct FrameBench {
    private let renderer: OfflineRenderer
    private let time: any TimeSource
    private let input: [UInt8]
    private let byteCount: Int

    /// The first frames pay for the driver's own preparations.
    private static let firstFrames = 3

    init(_ renderer: OfflineRenderer, format: VideoFormat, time: any TimeSource) {
        self.renderer = renderer
        self.time = time
        input = BarsPicture.payload(format)
        byteCount = format.payloadByteCount
    }

    /// Whole frames back to back for `span`, at least 20, and as many of a bare loop in turns with them.
    func frames(
        for span: Nanoseconds
    ) throws(GraphicsError) -> (whole: [Nanoseconds], bare: [Nanoseconds]) {
        var output = [UInt8](repeating: 0, count: byteCount)
        var whole: [Nanoseconds] = []
        var bare: [Nanoseconds] = []
        let loop = try BareLoop(renderer)
        let end = time.now() + span
        var index = FrameIndex(0)
        while whole.count < 20 || time.now() < end {
            let start = time.now()
            try draw(index, into: &output)
            let between = time.now()
            if index.value >= Self.firstFrames { whole.append(between - start) }
            if let loop {
                input.withUnsafeBytes { input in
                    output.withUnsafeMutableBytes { output in
                        guard let input = input.baseAddress, let output = output.baseAddress else {
                            return
                        }
                        loop.draw(input, into: output)
                    }
                }
                if index.value >= Self.firstFrames { bare.append(time.now() - between) }
            }
            index += 1
        }
        return (whole, bare)
    }

    /// The parts of `frameCount` frames, each finished before the next begins.
    func parts(frameCount: Int) throws(GraphicsError) -> FrameParts {
        var output = [UInt8](repeating: 0, count: byteCount)
        var spent: [[Nanoseconds]] = Array(repeating: [], count: 4)
        for index in 0..<frameCount + Self.firstFrames {
            var marks = [time.now()]
            func mark() {
                glFinish()
                marks.append(time.now())
            }
            input.withUnsafeBytes { if let base = $0.baseAddress { renderer.decoder.take(base) } }
            mark()
            let frame = try renderer.drawTaken(FrameIndex(Int64(index)))
            mark()
            try renderer.stack.pack(into: renderer.packer, frame)
            mark()
            output.withUnsafeMutableBytes {
                if let base = $0.baseAddress { renderer.packer.target.read(into: base) }
            }
            mark()
            guard index >= Self.firstFrames else { continue }
            for part in spent.indices { spent[part].append(marks[part + 1] - marks[part]) }
        }
        let medians = spent.map { Self.median($0) ?? 0 }
        return FrameParts(
            upload: medians[0], layers: medians[1], pack: medians[2], readBack: medians[3])
    }

    /// In milliseconds; nil of nothing.
    static func median(_ durations: [Nanoseconds]) -> Double? {
        durations.isEmpty ? nil : durations.sorted()[durations.count / 2].milliseconds
    }

    private func draw(_ index: FrameIndex, into output: inout [UInt8]) throws(GraphicsError) {
        var failure: GraphicsError?
        input.withUnsafeBytes { input in
            output.withUnsafeMutableBytes { output in
                do throws(GraphicsError) {
                    try renderer.draw(index: index, input: input, into: output)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
    }
}

/// The one pass of a wholly fused stack without anything around it: what is left is the driver's.
struct BareLoop {
    private let fused: FusedProgram
    private let renderer: OfflineRenderer

    /// Nil where the stack takes more passes than one. Its values are those of the last frame drawn.
    init?(_ renderer: OfflineRenderer) throws(GraphicsError) {
        guard renderer.fusions.count == 1, let plan = renderer.fusions.first,
            case .packed = plan.source, case .packed = plan.sink,
            let fused = renderer.stack.shelf.program(of: plan)
        else { return nil }
        self.fused = fused
        self.renderer = renderer
    }

    func draw(_ input: UnsafeRawPointer, into output: UnsafeMutableRawPointer) {
        renderer.decoder.take(input)
        renderer.decoder.bind(with: renderer.stack.drawing)
        renderer.packer.target.bind()
        glUseProgram(fused.program.name)
        renderer.stack.drawing.vertices.draw(vertexCount: 3)
        renderer.packer.target.read(into: output)
    }
}
