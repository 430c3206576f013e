internal import CGraphics
public import Common
public import Proto
public import Shaders

/// Draws single frames without a clock, rings or other processes: what the render thread does to
/// one frame, for measuring, tests and stills. Owned by the thread that made it.
public final class OfflineRenderer {
    let canvas: Canvas
    let context: GraphicsContext
    let stack: StackRenderer
    let decoder: InputDecoder
    let packer: OutputPacker
    private let builder: ShaderBuilder
    private let base: RenderTarget
    private let store = PictureStore()
    private var layers: [LayerState] = []
    /// What audio inputs hear, input 1 first.
    var sounds: [SoundHistory] = []
    private var background = SIMD4<Float>(0, 0, 0, 1)

    /// Makes a context on this thread for programme pictures of `format`; inputs are `inputFormat`, or
    /// the same. With `isLinear` layers are drawn in linear light.
    ///
    /// Throws `GraphicsError` where there is no GL or the format is not handled.
    public init(
        format: VideoFormat, inputFormat: VideoFormat? = nil, depth: WorkingDepth = .rgba16f,
        isLinear: Bool = false
    ) throws(GraphicsError) {
        let context = try GraphicsContext()
        try context.makeCurrent()
        GraphicsLog.shared.attach()
        let canvas = Canvas(
            width: format.width, height: format.height, rate: format.rate, depth: depth,
            isLinear: isLinear)
        let size = context.textureSizeMax
        stack = try StackRenderer(
            canvas: canvas, drawing: DrawingState(), textureSizeMax: size)
        builder = try ShaderBuilder(canvas: canvas, textureSizeMax: size)
        decoder = try InputDecoder(format: inputFormat ?? format, canvas: canvas)
        packer = try OutputPacker(format: format, isLinear: isLinear)
        base = try canvas.makeTarget()
        self.context = context
        self.canvas = canvas
    }

    /// The driver's name for what draws.
    public var rendererName: String { context.rendererName }

    /// Sets the layers, bottom to top, building their shaders from `library`.
    ///
    /// Throws `ShaderFileError` where a shader is missing or does not build.
    public func setLayers(
        _ layers: [SnapshotLayer], library: ShaderLibrary,
        background: Color = Color(red: 0, green: 0, blue: 0, alpha: 1)
    ) throws(ShaderFileError) {
        self.background = premultiplied(background)
        var states: [LayerState] = []
        for layer in layers {
            guard let package = library.package(id: layer.shaderId) else {
                throw ShaderFileError(
                    file: layer.shaderId, line: nil, message: "there is no such shader",
                    remedy: "name a shader of the library")
            }
            let state = self.layers.first {
                $0.layer.id == layer.id && $0.layer.shaderId == layer.shaderId
            }
            let known = state ?? LayerState(layer, store: store)
            known.update(layer)
            for key in layer.pictureKeys {
                guard let content = try builder.content(key, package) else { continue }
                store.add(LoadedPicture(key, content, sourceHash: 0))
            }
            known.use(try builder.build(package, generation: layer.shaderGeneration))
            states.append(known)
        }
        for mode in Set(layers.map(\.blendMode)) where mode != .normal {
            if let program = try? builder.buildComposite(mode) {
                stack.composites[mode] = program
            }
        }
        let sampled = Set(states.flatMap(\.sampledLayers))
        for state in states { state.isSampled = sampled.contains(state.layer.id) }
        self.layers = states
    }

    /// What takes fewer passes when it is built together.
    var fusions: [FusionPlan] {
        stack.fusions(layers, over: decoder.format, into: packer.format)
    }

    /// Draws point-wise layers in one pass from now on, as the programme does. Returns how many runs of
    /// layers are.
    ///
    /// Throws where the driver refuses one: the programme would go on drawing it layer by layer.
    @discardableResult
    public func fuse() throws(GraphicsError) -> Int {
        let plans = fusions
        for plan in plans {
            for variant in plan.variants { stack.shelf.add(try builder.fuse(variant)) }
        }
        return plans.count
    }

    /// Draws the frame `index` over `input` (a UYVY picture of the format, or nil for the
    /// background alone) and packs it into `output`; both hold `payloadByteCount` bytes.
    public func draw(
        index: FrameIndex, input: UnsafeRawBufferPointer?,
        into output: UnsafeMutableRawBufferPointer
    ) throws(GraphicsError) {
        for field in Moment.fields(packer.format.scan) {
            let frame = try hold(Moment(index, field: field), input: input)
            try stack.pack(into: packer, frame)
        }
        guard let memory = output.baseAddress, output.count >= packer.format.payloadByteCount
        else { throw .tooLarge(width: canvas.width, height: canvas.height) }
        packer.target.read(into: memory)
        try GraphicsError.check("drawing a frame")
    }

    /// As above, without packing: the working picture of a frame or field.
    func draw(
        _ moment: Moment, input: UnsafeRawBufferPointer?
    ) throws(GraphicsError) -> RenderTarget {
        try stack.settle(hold(moment, input: input))
    }

    private func hold(
        _ moment: Moment, input: UnsafeRawBufferPointer?
    ) throws(GraphicsError) -> StackRenderer.Frame {
        var bottom = FramePicture.drawn(base)
        if let input, let payload = input.baseAddress,
            input.count >= decoder.format.payloadByteCount
        {
            decoder.take(payload, field: moment.field)
            bottom = .packed(decoder)
        } else {
            base.clear(background.x, background.y, background.z, background.w)
        }
        return try hold(moment, over: bottom)
    }

    /// Draws the layers over the input that was taken, and all of them: what is left is to pack.
    func drawTaken(_ index: FrameIndex) throws(GraphicsError) -> StackRenderer.Frame {
        let frame = try hold(Moment(index), over: .packed(decoder))
        try stack.settle(frame)
        return frame
    }

    private func hold(
        _ moment: Moment, over bottom: FramePicture
    ) throws(GraphicsError) -> StackRenderer.Frame {
        let frame = StackRenderer.Frame(
            moment: moment, background: background, inputs: [.packed(decoder)],
            sounds: sounds)
        try stack.draw(layers, over: bottom, frame)
        return frame
    }
}

/// A wire colour as the premultiplied numbers of the working picture.
func premultiplied(_ color: Color) -> SIMD4<Float> {
    let alpha = Float(min(max(color.alpha, 0), 1))
    return SIMD4(
        Float(color.red) * alpha, Float(color.green) * alpha, Float(color.blue) * alpha, alpha)
}
