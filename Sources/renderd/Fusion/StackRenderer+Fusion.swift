internal import CGraphics
import Common
import Proto
import Shaders

/// The end of a stack in one pass: point-wise layers together with decoding before and packing after
/// them. Where the program for it is not there yet, everything is drawn pass by pass. Render thread.
extension StackRenderer {
    /// Whether `layer` can wait for others to be drawn with it. After a death that accuses a shader each
    /// layer is drawn by itself, so that the next death tells which it was.
    func canFuse(_ layer: LayerState) -> Bool {
        !isWarmingUp && record?.isCareful != true && layer.isPointwise
    }

    /// Draws what is left and returns the picture: what lies below itself where nothing is visible,
    /// else one of this renderer's own, valid until the next draw.
    @discardableResult
    func settle(_ frame: Frame) throws(GraphicsError) -> RenderTarget {
        if !run.isEmpty, let program = shelf.program(run, over: source, into: .working) {
            let target = turn(after: drawnBelow)
            draw(program, into: target, frame)
            hold(.drawn(target))
            return target
        }
        var picture = below.target(with: drawing)
        for layer in run { picture = try draw(layer, over: picture, frame) }
        hold(.drawn(picture))
        return picture
    }

    /// Draws what is left into the packed picture of `packer`.
    func pack(into packer: OutputPacker, _ frame: Frame) throws(GraphicsError) {
        guard let program = shelf.program(run, over: source, into: .packed(packer.format)) else {
            packer.pack(try settle(frame), at: frame.moment, with: drawing)
            return
        }
        packer.setField(frame.moment, in: program.program, program.sinkParity)
        draw(program, into: packer.target, frame)
    }

    /// What would have to be built for these layers to be drawn in as few passes as can be, over an
    /// input of format `input` (nil: over a drawn picture) and into `output`.
    func fusions(
        _ layers: [LayerState], over input: VideoFormat?, into output: VideoFormat
    ) -> [FusionPlan] {
        var plans: [FusionPlan] = []
        var source = input.map { FusionPlan.Source.packed($0) } ?? .drawn
        var run: [LayerState] = []
        func end(_ sink: FusionPlan.Sink) {
            let isEmpty = run.isEmpty && sink == .working
            guard !isEmpty, let plan = FusionPlan(run, over: source, into: sink) else { return }
            plans.append(plan)
            if !plan.isWorthwhile, sink != .working { end(.working) }
        }
        for layer in layers where layer.isVisible || layer.isSampled && layer.isDrawn {
            if canFuse(layer), run.count < FusionPlan.partsMax {
                run.append(layer)
            } else {
                end(.working)
                source = .drawn
                run = canFuse(layer) ? [layer] : []
            }
        }
        end(.packed(output))
        return plans.filter(\.isWorthwhile)
    }

    /// As its time is told: the first layer after the last where there is none in it.
    private func part(of plan: FusionPlan) -> PassPart {
        .run(
            run.first.map(position) ?? 1, run.last.map(position) ?? 0,
            decodes: plan.source != .drawn, packs: plan.sink != .working)
    }

    private var source: FusionPlan.Source {
        switch below {
        case .drawn: .drawn
        case .packed(let decoder): .packed(decoder.format)
        }
    }

    private var drawnBelow: RenderTarget {
        if case .drawn(let target) = below { target } else { transparent }
    }

    /// Draws `run` over what lies below with `fused`, whose plan is about just that.
    func draw(_ fused: FusedProgram, into target: RenderTarget, _ frame: Frame) {
        // None of its layers: each was drawn by itself before, and is again after a death.
        record?.drawing(fused.hash)
        for layer in run { decodeInputs(of: layer, frame) }
        for position in run.indices {
            let layer = run[position]
            guard let shader = layer.shader else { continue }
            layer.moveOpacity(to: frame.moment)
            let uniforms = fused.parts[position]
            setUniforms(
                uniforms, in: fused.program, of: layer, shader, width: canvas.width,
                height: canvas.height, below: transparent, frame)
            setComposition(
                uniforms, in: fused.program, opacity: opacity(of: layer),
                background: shader.manifest.role == .generator ? SIMD4() : frame.background)
        }
        drawing.timer?.mark(part(of: fused.plan))
        switch below {
        case .drawn(let picture): drawing.bind(picture.texture, unit: 0)
        case .packed(let decoder):
            decoder.setField(in: fused.program, fused.sourceParity)
            decoder.bind(with: drawing)
        }
        target.bind()
        glUseProgram(fused.program.name)
        drawing.vertices.draw(vertexCount: 3)
    }
}
