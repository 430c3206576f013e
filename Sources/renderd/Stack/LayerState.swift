import Common
import Proto
import Shaders

/// One layer as the render thread holds it: what the snapshot says, resolved against the shader's
/// inputs, and the pictures it keeps between frames. Owned by the render thread.
final class LayerState {
    /// Where an image input comes from.
    enum ImageSource {
        case below
        /// A video input, from 0.
        case input(Int)
        /// What another layer drew, by its id.
        case layer(String)
        /// A still or a text.
        case picture(RenderTarget)
        case nothing
    }

    private(set) var layer: SnapshotLayer
    /// What the layer becomes once its new shader is built; until then the old one goes on.
    private var pending: SnapshotLayer?
    private(set) var shader: PreparedShader?
    /// One for each input of the shader.
    private(set) var tracks: [ParameterTrack] = []
    private(set) var images: [ImageSource] = []
    /// The one index at which an event input is true; one for each input.
    private(set) var eventIndices: [FrameIndex] = []
    /// Pictures of pass targets; empty until the first draw.
    var targets: [PassTarget] = []
    /// One for each input: the table it is bound to, where it is one.
    private(set) var tables: [ColorTable?] = []
    /// Past pictures, where the shader asks for them.
    var history: HistoryRing?
    /// What the layer drew last, premultiplied, where somebody samples it.
    var output: RenderTarget?
    /// Whether another layer samples what this one draws.
    var isSampled = false
    private let store: PictureStore

    init(_ layer: SnapshotLayer, store: PictureStore) {
        self.layer = layer
        self.store = store
    }

    /// Whether the image a filter repaints is the picture below it.
    var readsBelow: Bool {
        guard let inputs = shader?.manifest.inputs else { return false }
        let position = inputs.firstIndex { $0.name == "inputImage" || $0.name == "startImage" }
        guard let position, case .below = images[position] else { return false }
        return true
    }

    /// Whether it can be drawn in one pass with its neighbours: it looks at nothing but the pixel below,
    /// and nobody looks at what it draws. Stills and other layers as its pictures are left to the
    /// layer's own program, which was drawn with textures of their kind before.
    var isPointwise: Bool {
        guard let shader, shader.fusible != nil, layer.blendMode == .normal, !isSampled,
            history == nil, shader.manifest.role == .generator || readsBelow
        else { return false }
        for (position, input) in shader.manifest.inputs.enumerated() where input.type == .image {
            switch images[position] {
            case .below: if input.name != "inputImage" { return false }
            case .input, .nothing: break
            case .layer, .picture: return false
            }
        }
        return true
    }

    /// Whether it changes the picture at all. One whose opacity is being moved is drawn also while
    /// that is 0.
    var isVisible: Bool {
        isDrawn && (layer.opacity > 0 || opacityMove != nil)
    }

    /// An automation of the layer's opacity.
    private var opacityMove: OverlayValue? {
        layer.overlay.first { $0.parameter == "@opacity" }
    }

    /// How much of the layer is seen in the frame being drawn, from 0 to 1.
    private(set) var seenOpacity = 1.0

    /// Works out `seenOpacity` for `moment`, exactly as every other lane does.
    func moveOpacity(to moment: Moment) {
        seenOpacity = min(max(opacity(at: moment), 0), 1)
    }

    private func opacity(at moment: Moment) -> Double {
        guard let move = opacityMove, case .float(let to) = move.to.kind else {
            return layer.opacity
        }
        let past = moment.frames(since: move.startIndex)
        guard past < Double(move.lengthFrames), case .float(let from) = move.from.kind else {
            return to
        }
        return from + (to - from) * max(past, 0) / Double(move.lengthFrames)
    }

    /// Whether it is drawn, if only for another layer to sample.
    var isDrawn: Bool { shader != nil && !layer.bypassed && !layer.quarantined }

    /// The ids of layers it samples.
    var sampledLayers: [String] {
        layer.bindings.compactMap { binding in
            if case .layer(let id) = binding.source { id } else { nil }
        }
    }

    /// What the newest snapshot says of the layer.
    var wanted: SnapshotLayer { pending ?? layer }

    /// Takes over what a newer snapshot says of the same layer.
    func update(_ newer: SnapshotLayer) {
        if let shader, shader.id != newer.shaderId {
            pending = newer
            layer.bypassed = newer.bypassed
            layer.quarantined = newer.quarantined
            layer.opacity = newer.opacity
            layer.blendMode = newer.blendMode
            return
        }
        pending = nil
        let forget = newer.historyGeneration != layer.historyGeneration
        layer = newer
        resolve()
        if forget { clearHistory() }
    }

    /// Draws with `shader` from now on. Pass targets are kept where they have the same names.
    func use(_ shader: PreparedShader) {
        if let pending, pending.shaderId == shader.id {
            layer = pending
            self.pending = nil
            eventIndices = []
        }
        let compatible = self.shader.map {
            $0.manifest.targets == shader.manifest.targets
                && $0.manifest.passes == shader.manifest.passes
        }
        self.shader = shader
        if compatible != true { targets = shader.takeTargets() }
        if shader.manifest.history != history?.subject { history = shader.takeHistory() }
        images = []
        resolve()
    }

    /// Looks again for pictures that may have come.
    func refresh() {
        resolve()
    }

    /// Drops feedback.
    func clearHistory() {
        for target in targets { target.clear() }
        history?.clear()
    }

    /// Moves one parameter's overlay, or drops it.
    func apply(_ update: OverlayUpdate) {
        let value = update.value
        layer.overlay.removeAll { $0.parameter == value.parameter }
        if !update.cleared { layer.overlay.append(value) }
        guard let position = position(of: value.parameter) else { return }
        tracks[position] = track(position)
        if shader?.manifest.inputs[position].type == .text { resolve() }
    }

    /// Replaces all automation.
    func replace(overlay: [OverlayValue]) {
        guard layer.overlay != overlay else { return }
        layer.overlay = overlay
        resolve()
    }

    /// Makes an event input true for the one frame `index`.
    func fire(_ parameter: String, at index: FrameIndex) {
        guard let position = position(of: parameter) else { return }
        eventIndices[position] = index
    }

    /// What the shader sees in input `position` at `moment`.
    func value(_ position: Int, type: ISFInputType, at moment: Moment) -> SIMD4<Float> {
        if type == .event {
            let fires = moment.isFirst && eventIndices[position] == moment.index
            return SIMD4(fires ? 1 : 0, 0, 0, 0)
        }
        return tracks[position].value(at: moment, type: type)
    }

    private func position(of parameter: String) -> Int? {
        shader?.manifest.inputs.firstIndex { $0.name == parameter }
    }

    private func resolve() {
        guard let inputs = shader?.manifest.inputs else { return }
        if eventIndices.count != inputs.count {
            eventIndices = inputs.map { _ in FrameIndex(.min) }
        }
        tracks = inputs.indices.map(track)
        let shown = images
        images = inputs.indices.map { imageSource($0, shown: shown) }
        tables = inputs.map(table)
    }

    private func track(_ position: Int) -> ParameterTrack {
        guard let input = shader?.manifest.inputs[position] else {
            return ParameterTrack(constant: SIMD4())
        }
        if let overlay = layer.overlay.first(where: { $0.parameter == input.name }),
            let to = ParameterTrack.numbers(overlay.to, for: input)
        {
            return ParameterTrack(
                from: ParameterTrack.numbers(overlay.from, for: input) ?? to, to: to,
                start: FrameIndex(overlay.startIndex), length: Int64(overlay.lengthFrames))
        }
        let committed = layer.values.first { $0.name == input.name }
        let numbers =
            committed.flatMap { ParameterTrack.numbers($0.value, for: input) }
            ?? input.defaultValue.map(ParameterTrack.numbers) ?? SIMD4()
        return ParameterTrack(constant: numbers)
    }

    private func imageSource(_ position: Int, shown: [ImageSource]) -> ImageSource {
        guard let input = shader?.manifest.inputs[position] else { return .nothing }
        switch input.type {
        case .image: return boundImage(input)
        case .text:
            if let picture = text(input).flatMap(store.picture) { return .picture(picture) }
            // Until the new text is drawn the old one stays.
            if shown.indices.contains(position), case .picture(let old) = shown[position] {
                return .picture(old)
            }
            return shader?.resources.texts[position].map { .picture($0) } ?? .nothing
        case .audio, .audioFFT:
            if case .input(let number) = binding(input), number >= 1 {
                return .input(Int(number) - 1)
            }
            return .input(0)
        default: return .nothing
        }
    }

    private func boundImage(_ input: ISFInput) -> ImageSource {
        switch binding(input) {
        case .below: return .below
        case .input(let number): return number >= 1 ? .input(Int(number) - 1) : .nothing
        case .layer(let id): return .layer(id)
        case .image(let reference):
            return store.picture(PictureKey(reference)).map { .picture($0) } ?? .nothing
        case .nothing: return .nothing
        case nil:
            return input.name == "inputImage" || input.name == "startImage" ? .below : .input(0)
        }
    }

    private func binding(_ input: ISFInput) -> InputBinding.Source? {
        layer.bindings.first { $0.parameter == input.name }?.source
    }

    /// The key of the text an input shows; nil where nobody has set one.
    private func text(_ input: ISFInput) -> PictureKey? {
        let moving = layer.overlay.first { $0.parameter == input.name }?.to
        let value = moving ?? layer.values.first { $0.name == input.name }?.value
        guard case .text(let text) = value?.kind else { return nil }
        return .text(shader: layer.shaderId, input: input.name, text: text)
    }

    private func table(_ input: ISFInput) -> ColorTable? {
        guard input.type == .lut, case .image(let reference) = binding(input) else { return nil }
        return store.table(PictureKey(reference))
    }
}
