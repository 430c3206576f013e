import Common
import Proto
import Shaders

/// One layer as the render thread holds it: what the snapshot says, resolved against the shader's
/// inputs, and the pictures it keeps between frames. Owned by the render thread.
final class LayerState {
    /// Where an image input comes from.
    enum ImageSource: Equatable {
        case below
        /// A video input, from 0.
        case input(Int)
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

    init(_ layer: SnapshotLayer) {
        self.layer = layer
    }

    /// Whether the image a filter repaints is the picture below it.
    var readsBelow: Bool {
        guard let inputs = shader?.manifest.inputs else { return false }
        let position = inputs.firstIndex { $0.name == "inputImage" || $0.name == "startImage" }
        return position.map { images[$0] == .below } ?? false
    }

    /// Whether it changes the picture at all. One whose opacity is being moved is drawn also while
    /// that is 0.
    var isVisible: Bool {
        shader != nil && !layer.bypassed && !layer.quarantined
            && (layer.opacity > 0 || opacityMove != nil)
    }

    /// An automation of the layer's opacity.
    private var opacityMove: OverlayValue? {
        layer.overlay.first { $0.parameter == "@opacity" }
    }

    /// How much of the layer is seen in the frame being drawn, from 0 to 1.
    private(set) var seenOpacity = 1.0

    /// Works out `seenOpacity` for the frame `index`, exactly as every other lane does.
    func moveOpacity(to index: FrameIndex) {
        seenOpacity = min(max(opacity(at: index), 0), 1)
    }

    private func opacity(at index: FrameIndex) -> Double {
        guard let move = opacityMove, case .float(let to) = move.to.kind else {
            return layer.opacity
        }
        let past = index.value - move.startIndex
        guard past < Int64(move.lengthFrames), case .float(let from) = move.from.kind else {
            return to
        }
        return from + (to - from) * Double(max(past, 0)) / Double(move.lengthFrames)
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
        if compatible != true { targets = [] }
        resolve()
    }

    /// Drops feedback.
    func clearHistory() {
        for target in targets { target.clear() }
    }

    /// Moves one parameter's overlay, or drops it.
    func apply(_ update: OverlayUpdate) {
        let value = update.value
        layer.overlay.removeAll { $0.parameter == value.parameter }
        if !update.cleared { layer.overlay.append(value) }
        guard let position = position(of: value.parameter) else { return }
        tracks[position] = track(position)
    }

    /// Makes an event input true for the one frame `index`.
    func fire(_ parameter: String, at index: FrameIndex) {
        guard let position = position(of: parameter) else { return }
        eventIndices[position] = index
    }

    /// What the shader sees in input `position` at `index`.
    func value(_ position: Int, type: ISFInputType, at index: FrameIndex) -> SIMD4<Float> {
        if type == .event {
            return SIMD4(eventIndices[position] == index ? 1 : 0, 0, 0, 0)
        }
        return tracks[position].value(at: index, type: type)
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
        images = inputs.map(imageSource)
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

    private func imageSource(_ input: ISFInput) -> ImageSource {
        guard input.type == .image else { return .nothing }
        switch layer.bindings.first(where: { $0.parameter == input.name })?.source {
        case .below: return .below
        case .input(let number): return number >= 1 ? .input(Int(number) - 1) : .nothing
        case .layer, .image, .nothing: return .nothing
        case nil:
            return input.name == "inputImage" || input.name == "startImage" ? .below : .input(0)
        }
    }
}
