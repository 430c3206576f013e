internal import CGraphics
import Common
import Proto
import Shaders

/// Draws the layers of a stack, bottom to top, into the working picture. Owned by the render
/// thread; draws nothing it was not given, so the same arguments give the same picture.
final class StackRenderer {
    /// What stays the same while one frame is drawn.
    struct Frame {
        var moment: Moment
        /// Premultiplied.
        var background: SIMD4<Float>
        /// Video inputs, input 1 first.
        var inputs: [FramePicture]
        /// Their sound; may be shorter.
        var sounds: [SoundHistory] = []

        var index: FrameIndex { moment.index }
    }

    let canvas: Canvas
    let drawing: DrawingState
    /// Programs for passes that compose on their own; `normal` is always there.
    var composites: [BlendMode: CompositeProgram] = [:]
    let normal: CompositeProgram
    let date: ShaderDate
    /// Two pictures that take turns, and one for a layer before it is composed.
    private let turns: (RenderTarget, RenderTarget)
    private let layerPicture: RenderTarget
    let transparent: RenderTarget
    private let textureSizeMax: Int
    /// The layers being drawn, for those that sample another.
    var stackLayers: [LayerState] = []
    /// What is told of each layer before it is drawn, for whoever comes after a death.
    var record: FlightRecord?
    /// Set by the builder, whose own scissor keeps first draws small.
    var isWarmingUp = false
    /// What `draw` has left for one pass at its end: what lies below, and the point-wise layers over it.
    var below: FramePicture
    var run: [LayerState] = []
    var shelf = FusionShelf()

    init(
        canvas: Canvas, drawing: DrawingState, textureSizeMax: Int
    ) throws(GraphicsError) {
        self.canvas = canvas
        self.drawing = drawing
        self.textureSizeMax = textureSizeMax
        normal = try CompositeProgram(mode: .normal)
        turns = (try canvas.makeTarget(), try canvas.makeTarget())
        layerPicture = try canvas.makeTarget()
        transparent = try canvas.makeTarget()
        date = ShaderDate(rate: canvas.rate)
        below = .drawn(transparent)
        run.reserveCapacity(FusionPlan.partsMax)
    }

    /// Draws `layers` over `base` as far as they cannot wait: point-wise layers at the top are drawn by
    /// whoever asks for the picture first, `settle` or `pack`.
    func draw(
        _ layers: [LayerState], over base: FramePicture, _ frame: Frame
    ) throws(GraphicsError) {
        hold(base)
        stackLayers = layers
        for layer in layers where layer.isVisible || layer.isSampled && layer.isDrawn {
            if canFuse(layer) {
                if run.count == FusionPlan.partsMax { try settle(frame) }
                run.append(layer)
            } else {
                below = .drawn(try draw(layer, over: try settle(frame), frame))
            }
        }
    }

    /// Makes `picture` the one to settle or pack.
    func hold(_ picture: FramePicture) {
        below = picture
        run.removeAll(keepingCapacity: true)
    }

    /// Dissolves from `start` to `end` at `share` (0 to 1) into `target`.
    func mix(
        from start: RenderTarget, to end: RenderTarget, share: Float, into target: RenderTarget
    ) {
        normal.draw(
            own: end, over: start, into: target,
            CompositeProgram.Options(
                opacity: share, repaints: true, background: SIMD4(0, 0, 0, 0)),
            with: drawing)
    }

    /// Scales `source` into `target`.
    func scale(_ source: RenderTarget, into target: RenderTarget) {
        normal.draw(
            own: source, over: transparent, into: target,
            CompositeProgram.Options(repaints: true, background: SIMD4(0, 0, 0, 0)),
            with: drawing)
    }

    // MARK: One layer

    func draw(
        _ layer: LayerState, over below: RenderTarget, _ frame: Frame
    ) throws(GraphicsError) -> RenderTarget {
        guard let shader = layer.shader else { return below }
        layer.moveOpacity(to: frame.moment)
        record?.drawing(shader.contentHash)
        defer { if record?.isCareful == true { glFinish() } }
        decodeInputs(of: layer, frame)
        try prepareTargets(of: layer, shader, frame)
        try prepareHistory(of: layer, shader)
        if layer.history?.subject.subject == .source { layer.history?.push(below) }
        let keepsOutput = layer.isSampled || layer.history?.subject.subject == .layer
        if keepsOutput, layer.output == nil { layer.output = try canvas.makeTarget() }
        defer {
            if let output = layer.output, layer.history?.subject.subject == .layer {
                layer.history?.push(output)
            }
        }
        var result = below
        for pass in shader.passes {
            drawing.timer?.mark(.layer(position(of: layer), pass: UInt8(pass.passIndex + 1)))
            switch pass.output {
            case .raw: result = drawRaw(pass, of: layer, shader, over: below, frame)
            case .repainted: result = repaint(pass, of: layer, shader, over: below, frame)
            case .blended: result = blend(pass, of: layer, shader, over: below, frame)
            }
        }
        return result
    }

    /// A pass with a target of its own; the last one is then composed over `below`.
    private func drawRaw(
        _ pass: PassProgram, of layer: LayerState, _ shader: PreparedShader,
        over below: RenderTarget, _ frame: Frame
    ) -> RenderTarget {
        let own = layer.targets[shader.targetPosition(of: pass.passIndex)]
        draw(pass, of: layer, shader, into: own.back, below: below, frame)
        own.swap()
        guard pass.passIndex == shader.passes.count - 1 else { return below }
        let isNormal = layer.layer.blendMode == .normal
        if let output = keptOutput(of: layer) {
            normal.draw(
                own: own.front, over: transparent, into: output,
                CompositeProgram.Options(straight: shader.manifest.alpha == .straight),
                with: drawing)
        }
        return compose(
            own.front, of: layer, over: below,
            CompositeProgram.Options(
                straight: shader.manifest.alpha == .straight,
                repaints: shader.manifest.role != .generator && isNormal,
                background: frame.background))
    }

    /// A filter: mixed with the picture below in the pass that draws it, if that is what it reads.
    private func repaint(
        _ pass: PassProgram, of layer: LayerState, _ shader: PreparedShader,
        over below: RenderTarget, _ frame: Frame
    ) -> RenderTarget {
        let isDirect =
            layer.layer.blendMode == .normal && layer.readsBelow && keptOutput(of: layer) == nil
        let own = keptOutput(of: layer) ?? layerPicture
        let target = isDirect ? turn(after: below) : own
        setComposition(
            pass, opacity: isDirect ? opacity(of: layer) : 1,
            background: isDirect ? frame.background : SIMD4())
        draw(pass, of: layer, shader, into: target, below: below, frame)
        guard !isDirect else { return target }
        return compose(
            own, of: layer, over: below,
            CompositeProgram.Options(
                repaints: layer.layer.blendMode == .normal, background: frame.background))
    }

    /// A generator: blended into the picture below in place, within its region.
    private func blend(
        _ pass: PassProgram, of layer: LayerState, _ shader: PreparedShader,
        over below: RenderTarget, _ frame: Frame
    ) -> RenderTarget {
        let isDirect = layer.layer.blendMode == .normal && keptOutput(of: layer) == nil
        let own = keptOutput(of: layer) ?? layerPicture
        var target = own
        if isDirect {
            // The base may be an input's picture, which has to stay as it is.
            target = below === turns.0 || below === turns.1 ? below : turn(after: below)
            if target !== below { target.copy(from: below) }
        } else {
            own.clear(0, 0, 0, 0)
        }
        setComposition(pass, opacity: isDirect ? opacity(of: layer) : 1, background: SIMD4())
        glEnable(GLenum(GL_BLEND))
        setScissor(layer, shader, frame)
        draw(pass, of: layer, shader, into: target, below: below, frame)
        glDisable(GLenum(GL_BLEND))
        if !isWarmingUp { glDisable(GLenum(GL_SCISSOR_TEST)) }
        guard !isDirect else { return target }
        return compose(own, of: layer, over: below, CompositeProgram.Options())
    }

    private func compose(
        _ own: RenderTarget, of layer: LayerState, over below: RenderTarget,
        _ options: CompositeProgram.Options
    ) -> RenderTarget {
        var options = options
        options.opacity = opacity(of: layer)
        let target = turn(after: below)
        composite(layer.layer.blendMode).draw(
            own: own, over: below, into: target, options, with: drawing)
        return target
    }

    /// Where what the layer draws is kept for others, if it is.
    private func keptOutput(of layer: LayerState) -> RenderTarget? {
        layer.isSampled || layer.history?.subject.subject == .layer ? layer.output : nil
    }

    /// Where it lies, from 1 at the bottom, for whoever times it.
    func position(of layer: LayerState) -> UInt8 {
        UInt8(clamping: (stackLayers.firstIndex { $0 === layer } ?? 0) + 1)
    }

    func turn(after below: RenderTarget) -> RenderTarget {
        below === turns.0 ? turns.1 : turns.0
    }

    func opacity(of layer: LayerState) -> Float {
        Float(layer.seenOpacity)
    }

    private func setScissor(_ layer: LayerState, _ shader: PreparedShader, _ frame: Frame) {
        guard let region = shader.manifest.region, !isWarmingUp else { return }
        let box = region.pixels(width: canvas.width, height: canvas.height) { name in
            number(name, layer, shader, frame)
        }
        glEnable(GLenum(GL_SCISSOR_TEST))
        glScissor(GLint(box.x), GLint(box.y), GLsizei(box.width), GLsizei(box.height))
    }

    private func composite(_ mode: BlendMode) -> CompositeProgram {
        composites[mode] ?? normal
    }

    private func setComposition(
        _ pass: PassProgram, opacity: Float, background: SIMD4<Float>
    ) {
        setComposition(pass.uniforms, in: pass.program, opacity: opacity, background: background)
    }

    private func draw(
        _ pass: PassProgram, of layer: LayerState, _ shader: PreparedShader,
        into target: RenderTarget, below: RenderTarget, _ frame: Frame
    ) {
        setUniforms(
            pass.uniforms, in: pass.program, of: layer, shader,
            width: target.width, height: target.height, below: below, frame)
        target.bind()
        glUseProgram(pass.program.name)
        drawing.vertices.draw(vertexCount: pass.vertexCount)
    }

    // MARK: Pass targets

    private func prepareTargets(
        of layer: LayerState, _ shader: PreparedShader, _ frame: Frame
    ) throws(GraphicsError) {
        guard shader.targetCount > 0 else { return }
        if layer.targets.isEmpty { layer.targets = shader.takeTargets() }
        if layer.targets.count == shader.targetCount, !shader.hasVariableSizes { return }
        for pass in shader.passes where pass.output == .raw {
            let declared = shader.manifest.passes[pass.passIndex]
            let width = size(declared.width, canvas.width, layer, shader, frame)
            let height = size(declared.height, canvas.height, layer, shader, frame)
            let position = shader.targetPosition(of: pass.passIndex)
            if position < layer.targets.count {
                try layer.targets[position].resize(width: width, height: height)
            } else {
                layer.targets.append(
                    try PassTarget(
                        width: width, height: height,
                        format: declared.float ? .rgba32Float : canvas.depth.textureFormat))
            }
        }
    }

    private func size(
        _ expression: SizeExpression?, _ whole: Int, _ layer: LayerState,
        _ shader: PreparedShader, _ frame: Frame
    ) -> Int {
        guard let expression else { return whole }
        return expression.evaluate(sizeMax: textureSizeMax) { name in
            number(name, layer, shader, frame)
        }
    }

    /// The value of a name in a size or region expression; no number where there is none.
    func number(
        _ name: String, _ layer: LayerState, _ shader: PreparedShader, _ frame: Frame
    ) -> Double {
        switch name {
        case "WIDTH": return Double(canvas.width)
        case "HEIGHT": return Double(canvas.height)
        default:
            let parts = name.split(separator: ".")
            let inputs = shader.manifest.inputs
            guard let position = inputs.firstIndex(where: { $0.name == parts.first ?? "" }) else {
                return .nan
            }
            let type = inputs[position].type
            let value = layer.value(position, type: type, at: frame.moment)
            return Double(parts.last == "y" && parts.count == 2 ? value.y : value.x)
        }
    }
}
