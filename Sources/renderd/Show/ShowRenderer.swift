import Common
import Proto
import Shaders

/// Draws a show frame by frame without a clock, rings or other processes, through the very code that
/// draws on air: the keeper, the painter, inputs with their gates, fused passes, the packer. Nothing
/// here depends on time or on how fast the machine is, so that two runs give the same bytes. Owned by
/// the thread that made it.
final class ShowRenderer {
    let settings: ShowSettings
    let painter: PicturePainter
    /// Which layers may be drawn in one pass, by their plans' keys; nil: all that can be.
    var fusedKeys: Set<String>?
    private let context: GraphicsContext
    private let builder: ShaderBuilder
    private let inputs: [InputPicture]
    private let packer: OutputPacker

    /// Makes a context on this thread, which has none.
    ///
    /// Throws `GraphicsError` where there is no GL or the format is not handled.
    init(_ settings: ShowSettings) throws(GraphicsError) {
        let context = try GraphicsContext()
        try context.makeCurrent()
        GraphicsLog.shared.attach()
        let canvas = settings.canvas
        painter = try PicturePainter(
            canvas: canvas, scan: settings.format.scan,
            hasTransparentBackground: settings.hasTransparentBackground,
            textureSizeMax: context.textureSizeMax)
        builder = try ShaderBuilder(canvas: canvas, textureSizeMax: context.textureSizeMax)
        var inputs: [InputPicture] = []
        for (position, policy) in settings.lossPolicies.enumerated() {
            inputs.append(
                try InputPicture(
                    number: position + 1, policy: policy, canvas: canvas, plane: nil,
                    drawing: painter.stack.drawing, format: settings.inputFormat))
        }
        self.inputs = inputs
        packer = try OutputPacker(format: settings.format, isLinear: settings.isLinear)
        self.settings = settings
        self.context = context
    }

    /// The driver's name for what draws.
    var rendererName: String { context.rendererName }

    /// Tells the stack something; it takes effect with the frame of its index.
    func take(_ message: RenderMessage) {
        if case .composite(let program) = message {
            painter.stack.composites[program.mode] = program
        } else {
            _ = painter.keeper.take(message)
        }
    }

    /// Builds a shader's text and hands it to the stack.
    ///
    /// Throws with the author's line where it does not build.
    func build(_ package: ShaderPackage, generation: UInt64) throws(ShaderFileError) {
        take(.prepared(try builder.build(package, generation: generation)))
    }

    /// Loads or draws what a layer with this shader shows.
    func show(_ key: PictureKey, of package: ShaderPackage) throws(ShaderFileError) {
        guard let content = try builder.content(key, package) else { return }
        take(.picture(LoadedPicture(key, content, sourceHash: 0)))
    }

    /// Builds the pass of a blend mode.
    func build(_ mode: BlendMode) throws(GraphicsError) {
        guard mode != .normal else { return }
        take(.composite(try builder.buildComposite(mode)))
    }

    /// Whether a frame depends on the frames before it.
    var hasMemory: Bool { painter.keeper.hasMemory }

    /// Lets all that is due at `index` take effect.
    func apply(at index: FrameIndex) {
        painter.keeper.apply(at: index) { _ in }
    }

    /// Lets a frame pass that is not drawn: the gates of the inputs count it.
    func skip(_ isThere: [Bool]) {
        for (input, isThere) in zip(inputs, isThere) { input.skip(isThere: isThere) }
    }

    /// Draws the frame `index` over `arrivals`, input 1 first (nil: nothing came), and packs it into
    /// `output`, which holds a picture of the format; without one it is drawn for what it leaves behind.
    func draw(
        _ index: FrameIndex, over arrivals: [InputArrival?], into output: UnsafeMutableRawPointer?
    ) throws(GraphicsError) {
        fuse()
        var frame = StackRenderer.Frame(
            moment: Moment(index), background: painter.background, inputs: [])
        for (position, input) in inputs.enumerated() {
            let arrival = arrivals.indices.contains(position) ? arrivals[position] : nil
            frame.inputs.append(try input.present(arrival, stack: painter.stack).picture)
            frame.sounds.append(input.sound)
        }
        InputPicture.substitute(inputs, in: &frame)
        try painter.draw(&frame, from: inputs) { field throws(GraphicsError) in
            try painter.stack.pack(into: packer, field)
        }
        if let output { packer.target.read(into: output) }
        try GraphicsError.check("drawing a frame")
    }

    /// Draws the layers of the plan with this key one by one from now on.
    func unfuse(_ key: String) {
        fusedKeys?.remove(key)
        painter.stack.shelf.drop(key)
    }

    /// Builds what layers are drawn with together, as on air; there they are drawn one by one for as
    /// long as it takes, which is the same picture but for a last bit here and there.
    private func fuse() {
        for plan in painter.fusions(over: settings.inputFormat, into: settings.format) {
            for variant in plan.variants where !painter.stack.shelf.isSettled(variant) {
                guard fusedKeys?.contains(variant.key) ?? true else { continue }
                do throws(GraphicsError) {
                    painter.stack.shelf.add(try builder.fuse(variant))
                } catch {
                    painter.stack.shelf.give(up: variant)
                }
            }
        }
    }
}
