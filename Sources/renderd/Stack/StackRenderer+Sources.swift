internal import CGraphics
import Common
import Proto
import Shaders

/// What a pass samples. Render thread.
extension StackRenderer {
    /// Binds what one sampler of `pass` reads, and tells the shader its size.
    func bind(
        _ slot: PassProgram.SamplerSlot, of pass: PassProgram, _ layer: LayerState,
        _ shader: PreparedShader, below: RenderTarget, _ frame: Frame
    ) {
        switch slot.source {
        case .sound(let position): bindSound(position, slot, pass, layer, shader, frame)
        case .table(let position):
            guard let table = layer.tables[position] ?? shader.resources.tables[position] else {
                return
            }
            drawing.bind(table.name, unit: slot.unit)
            pass.program.set(slot.extraLocations.0, table.scale)
            pass.program.set(slot.extraLocations.1, table.offset)
        case .history:
            guard let history = layer.history else { return }
            drawing.bind(history.name, unit: slot.unit)
            pass.program.set(slot.extraLocations.0, Int32(history.head))
            pass.program.set(slot.extraLocations.1, Int32(history.count))
        case .target(let position): bind(layer.targets[position].front, slot, pass)
        case .imported(let position): bind(shader.resources.imports[position], slot, pass)
        case .input(let position):
            bind(picture(layer.images[position], below: below, frame), slot, pass)
        }
    }

    private func bind(
        _ source: RenderTarget, _ slot: PassProgram.SamplerSlot, _ pass: PassProgram
    ) {
        drawing.bind(source.texture, unit: slot.unit)
        setSize(source.width, source.height, slot, pass)
    }

    private func setSize(
        _ width: Int, _ height: Int, _ slot: PassProgram.SamplerSlot, _ pass: PassProgram
    ) {
        pass.program.set(slot.sizeLocation, Float(width), Float(height))
        pass.program.set(slot.rectLocation, 0, 0, Float(width), Float(height))
    }

    private func bindSound(
        _ position: Int, _ slot: PassProgram.SamplerSlot, _ pass: PassProgram,
        _ layer: LayerState, _ shader: PreparedShader, _ frame: Frame
    ) {
        guard let sound = shader.resources.sounds[position] else { return }
        var history: SoundHistory?
        if case .input(let number) = layer.images[position], frame.sounds.indices.contains(number) {
            history = frame.sounds[number]
        }
        sound.show(history)
        drawing.bind(sound.texture, unit: slot.unit)
        setSize(sound.texture.width, sound.texture.height, slot, pass)
    }

    private func picture(
        _ source: LayerState.ImageSource, below: RenderTarget, _ frame: Frame
    ) -> RenderTarget {
        switch source {
        case .below: return below
        case .nothing: return transparent
        case .picture(let picture): return picture
        case .input(let number):
            return frame.inputs.indices.contains(number) ? frame.inputs[number] : transparent
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
