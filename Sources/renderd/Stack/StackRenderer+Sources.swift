internal import CGraphics
import Common
import Proto
import Shaders

/// What a shader is told, and what it samples. Render thread.
extension StackRenderer {
    /// Tells `program` everything that the shader of `layer` sees while it draws `width` by `height`
    /// pixels over `below`.
    func setUniforms(
        _ uniforms: PassUniforms, in program: borrowing Program, of layer: LayerState,
        _ shader: PreparedShader, width: Int, height: Int, below: RenderTarget, _ frame: Frame
    ) {
        let locations = uniforms.locations
        let time = ShaderTime(
            frame.moment, origin: FrameIndex(layer.layer.originIndex), rate: canvas.rate,
            wrapSeconds: shader.manifest.timeWrapSeconds)
        program.set(locations.renderSize, Float(width), Float(height))
        program.set(locations.time, time.time)
        program.set(locations.timeDelta, time.timeDelta)
        program.set(locations.frameIndex, time.frameIndex)
        if locations.date >= 0 {
            let now = date.value(at: frame.moment)
            program.set(locations.date, now.x, now.y, now.z, now.w)
        }
        for position in uniforms.slots.indices where uniforms.slots[position].location >= 0 {
            let type = uniforms.slots[position].type
            uniforms.set(
                position, layer.value(position, type: type, at: frame.moment), in: program)
        }
        for slot in uniforms.samplers {
            bind(slot, in: program, layer, shader, below: below, frame)
        }
    }

    /// How what the shader draws is laid over the picture below.
    func setComposition(
        _ uniforms: PassUniforms, in program: borrowing Program, opacity: Float,
        background: SIMD4<Float>
    ) {
        program.set(uniforms.locations.opacity, opacity)
        program.set(
            uniforms.locations.background, background.x, background.y, background.z, background.w)
    }

    /// Decodes the inputs that `layer` samples, which has to happen before its textures are bound.
    func decodeInputs(of layer: LayerState, _ frame: Frame) {
        for image in layer.images {
            guard case .input(let number) = image, frame.inputs.indices.contains(number) else {
                continue
            }
            _ = frame.inputs[number].target(with: drawing)
        }
    }

    /// Binds what one sampler reads, and tells the shader its size.
    func bind(
        _ slot: PassUniforms.SamplerSlot, in program: borrowing Program, _ layer: LayerState,
        _ shader: PreparedShader, below: RenderTarget, _ frame: Frame
    ) {
        switch slot.source {
        case .sound(let position): bindSound(position, slot, program, layer, shader, frame)
        case .table(let position):
            guard let table = layer.tables[position] ?? shader.resources.tables[position] else {
                return
            }
            drawing.bind(table.name, unit: slot.unit)
            program.set(slot.extraLocations.0, table.scale)
            program.set(slot.extraLocations.1, table.offset)
        case .history:
            guard let history = layer.history else { return }
            drawing.bind(history.name, unit: slot.unit)
            program.set(slot.extraLocations.0, Int32(history.head))
            program.set(slot.extraLocations.1, Int32(history.count))
        case .target(let position): bind(layer.targets[position].front, slot, program)
        case .imported(let position): bind(shader.resources.imports[position], slot, program)
        case .input(let position):
            bind(picture(layer.images[position], below: below, frame), slot, program)
        }
    }

    private func bind(
        _ source: RenderTarget, _ slot: PassUniforms.SamplerSlot, _ program: borrowing Program
    ) {
        drawing.bind(source.texture, unit: slot.unit)
        setSize(source.width, source.height, slot, program)
    }

    private func setSize(
        _ width: Int, _ height: Int, _ slot: PassUniforms.SamplerSlot, _ program: borrowing Program
    ) {
        program.set(slot.sizeLocation, Float(width), Float(height))
        program.set(slot.rectLocation, 0, 0, Float(width), Float(height))
    }

    private func bindSound(
        _ position: Int, _ slot: PassUniforms.SamplerSlot, _ program: borrowing Program,
        _ layer: LayerState, _ shader: PreparedShader, _ frame: Frame
    ) {
        guard let sound = shader.resources.sounds[position] else { return }
        var history: SoundHistory?
        if case .input(let number) = layer.images[position], frame.sounds.indices.contains(number) {
            history = frame.sounds[number]
        }
        sound.show(history)
        drawing.bind(sound.texture, unit: slot.unit)
        setSize(sound.texture.width, sound.texture.height, slot, program)
    }

    private func picture(
        _ source: LayerState.ImageSource, below: RenderTarget, _ frame: Frame
    ) -> RenderTarget {
        switch source {
        case .below: return below
        case .nothing: return transparent
        case .picture(let picture): return picture
        case .input(let number):
            return frame.inputs.indices.contains(number)
                ? frame.inputs[number].target(with: drawing) : transparent
        case .layer(let id):
            // A layer further up gives what it drew in the frame before.
            return stackLayers.first { $0.layer.id == id }?.output ?? transparent
        }
    }

    /// Makes room for past pictures before the first that is kept.
    func prepareHistory(
        of layer: LayerState, _ shader: PreparedShader
    ) throws(GraphicsError) {
        guard let wanted = shader.manifest.history, layer.history == nil else { return }
        layer.history = shader.takeHistory()
        if layer.history == nil { layer.history = try HistoryRing(wanted, on: canvas) }
    }
}
