import Common
import Proto

/// The stack as the render thread knows it: what is drawn now, what takes effect later, and the
/// shaders there are. Owned by the render thread.
final class StackKeeper {
    /// The layers to draw now, bottom to top.
    private(set) var layers: [LayerState] = []
    /// The layers on their way out during a transition.
    private(set) var outgoing: [LayerState] = []
    /// Draws the transition, where it is a shader's: `startImage` is the picture below it, `endImage`
    /// the first input, and `progress` moves by itself.
    private(set) var transition: LayerState?
    /// What the layers are drawn from; nil before the first snapshot.
    private(set) var snapshot: Snapshot?

    private let store = PictureStore()
    private var shaders: [String: PreparedShader] = [:]
    private var failedGenerations: [String: UInt64] = [:]
    /// The generation that came on air last, by shader.
    private var applied: [String: UInt64] = [:]
    private var waiting: [RenderMessage] = []
    /// Automation as it stood at the last frames; kept while this lane may have to draw them again.
    private var past: [(index: FrameIndex, overlays: [String: [OverlayValue]])] = []
    private var built: [RenderMessage] = []
    /// Builds that wait for the other lane's agreement, by shader.
    private var held: [String: PreparedShader] = [:]
    /// Whether a new build waits for `RenderMessage.swap`.
    var holdsBuilds = false
    private static let waitingMax = 256

    /// What became true with `apply`.
    enum Note {
        case applied(LaneBuild, generation: UInt64, How)
        case held(LaneBuild, generation: UInt64)
        case trialBegan
        case trialEnded
        case late(number: UInt64, frames: Int)
        /// Automation or a trigger whose frame had been drawn.
        case lateMove
        case reset(RenderResetRequested)
    }

    /// How a build came to be drawn.
    enum How {
        /// When this lane had it ready.
        case alone
        /// With the index that both lanes agreed on.
        case agreed
        /// Agreed on, but that index had been drawn.
        case late
        /// Off air, on trial.
        case trial
    }

    /// Whether every shader the snapshot names is built, or known not to build.
    var isComplete: Bool {
        guard snapshot != nil else { return false }
        return (layers + outgoing).allSatisfy { state in
            let wanted = state.wanted
            if failedGenerations[wanted.shaderId] == wanted.shaderGeneration { return true }
            return shaders[wanted.shaderId] != nil
        }
    }

    /// Takes a message; it takes effect with `apply` at its index. False where another one was lost
    /// for it, because nothing has been drawn for long: the whole snapshot has to be asked for.
    func take(_ message: RenderMessage) -> Bool {
        switch message {
        case .prepared, .unbuildable, .picture:
            // What was built comes once only, and before whatever may name it.
            built.append(message)
            return true
        default:
            waiting.append(message)
            guard waiting.count > Self.waitingMax else { return true }
            waiting.removeFirst()
            return false
        }
    }

    /// Lets everything that is due at `index` take effect, in the order it came. `isFresh` tells
    /// whether nothing at or after a message's index has been drawn yet.
    func apply(at index: FrameIndex, note: (Note) -> Void) {
        if !built.isEmpty {
            for message in built { apply(message, at: index, note) }
            built.removeAll(keepingCapacity: true)
        }
        guard !waiting.isEmpty else { return }
        var later: [RenderMessage] = []
        for message in waiting {
            if let due = Self.effectiveIndex(message), due > index.value {
                later.append(message)
            } else {
                apply(message, at: index, note)
            }
        }
        waiting = later
    }

    /// Remembers how automation stands at `index`, for `recall`.
    func rememberAutomation(at index: FrameIndex) {
        if past.count >= Self.pastMax { past.removeFirst() }
        past.append(
            (
                index,
                Dictionary(layers.map { ($0.layer.id, $0.layer.overlay) }) { first, _ in first }
            ))
    }

    /// Whether automation of all these frames is remembered.
    func knowsAutomation(from first: FrameIndex, to last: FrameIndex) -> Bool {
        (first.value...last.value).allSatisfy { index in
            past.contains { $0.index.value == index }
        }
    }

    /// Puts automation back to how it stood at `index`.
    func recallAutomation(at index: FrameIndex) {
        guard let then = past.first(where: { $0.index == index }) else { return }
        for state in layers {
            if let overlay = then.overlays[state.layer.id] { state.replace(overlay: overlay) }
        }
    }

    /// Nobody will ask for past frames.
    func forgetAutomation() {
        past.removeAll(keepingCapacity: true)
    }

    private static let pastMax = 32

    private static func effectiveIndex(_ message: RenderMessage) -> Int64? {
        switch message {
        case .snapshot(let snapshot): snapshot.effectiveIndex
        case .overlay(let overlay): overlay.effectiveIndex
        case .trigger(let trigger): trigger.effectiveIndex
        case .reset(let reset): reset.effectiveIndex
        case .swap(_, let index, _), .endTrial(let index): index?.value
        case .prepared, .unbuildable, .picture, .composite, .fused, .unfusable, .memory, .discard,
            .stop:
            nil
        }
    }

    private func apply(
        _ message: RenderMessage, at index: FrameIndex, _ note: (Note) -> Void
    ) {
        switch message {
        case .snapshot(let newer): adopt(newer, at: index, note)
        case .overlay(let overlay):
            guard overlay.stack == .programme else { return }
            for update in overlay.updates { layer(update.layerId)?.apply(update) }
            if overlay.effectiveIndex < index.value { note(.lateMove) }
        case .trigger(let trigger):
            guard trigger.stack == .programme else { return }
            layer(trigger.layerId)?.fire(trigger.parameter, at: index)
            if trigger.effectiveIndex < index.value { note(.lateMove) }
        case .reset(let reset):
            guard reset.stack == .programme else { return }
            for state in layers where reset.layerId.isEmpty || state.layer.id == reset.layerId {
                state.clearHistory()
            }
            note(.reset(reset))
        case .prepared(let shader):
            guard holdsBuilds else { return draw(with: shader, .alone, note) }
            held[shader.id] = shader
            note(.held(shader.build, generation: shader.generation))
        case .swap, .endTrial, .discard: keepStep(message, at: index, note)
        case .unbuildable(let id, let generation): failedGenerations[id] = generation
        case .picture(let picture):
            store.add(picture)
            for state in everyLayer { state.refresh() }
        case .composite, .fused, .unfusable, .memory, .stop: break
        }
    }

    /// What both lanes agreed on.
    private func keepStep(
        _ message: RenderMessage, at index: FrameIndex, _ note: (Note) -> Void
    ) {
        switch message {
        case .swap(let build, let agreed, let isTrial):
            guard let shader = held[build.id], shader.build == build else { return }
            held[build.id] = nil
            if isTrial { note(.trialBegan) }
            let how: How = agreed.map { $0 < index ? .late : .agreed } ?? .alone
            draw(with: shader, isTrial ? .trial : how, note)
        case .endTrial: note(.trialEnded)
        case .discard(let build): if held[build.id]?.build == build { held[build.id] = nil }
        default: break
        }
    }

    private func draw(with shader: PreparedShader, _ how: How, _ note: (Note) -> Void) {
        shaders[shader.id] = shader
        applied[shader.id] = nil
        for state in everyLayer where state.wanted.shaderId == shader.id {
            use(shader, in: state, how, note)
        }
    }

    private func adopt(_ newer: Snapshot, at index: FrameIndex, _ note: (Note) -> Void) {
        guard newer.stack == .programme else { return }
        if let snapshot, snapshot.version.coordinatorEpoch == newer.version.coordinatorEpoch,
            snapshot.version.number > newer.version.number
        {
            return
        }
        let lateness = Int(index.value - newer.effectiveIndex)
        if snapshot != nil, lateness > 0, newer.effectiveIndex > 0 {
            note(.late(number: newer.version.number, frames: lateness))
        }
        var known = layers + outgoing
        func state(_ layer: SnapshotLayer) -> LayerState {
            guard let position = known.firstIndex(where: { $0.layer.id == layer.id }) else {
                let state = LayerState(layer, store: store)
                if let shader = shaders[layer.shaderId] { use(shader, in: state, .agreed, note) }
                return state
            }
            let state = known.remove(at: position)
            state.update(layer)
            if let shader = shaders[layer.shaderId], state.shader !== shader {
                use(shader, in: state, .agreed, note)
            }
            return state
        }
        layers = newer.layers.map(state)
        outgoing = (newer.outgoing?.layers ?? []).map(state)
        transition = newer.outgoing.flatMap { transitionLayer($0, note) }
        let all = layers + outgoing
        let sampled = Set(all.flatMap(\.sampledLayers))
        for state in all { state.isSampled = sampled.contains(state.layer.id) }
        snapshot = newer
    }

    private var everyLayer: [LayerState] {
        layers + outgoing + (transition.map { [$0] } ?? [])
    }

    private func transitionLayer(
        _ outgoing: OutgoingStack, _ note: (Note) -> Void
    ) -> LayerState? {
        guard !outgoing.shaderId.isEmpty else { return nil }
        var wanted = SnapshotLayer(
            id: "@transition", shaderId: outgoing.shaderId, shaderPath: outgoing.shaderPath,
            shaderGeneration: outgoing.shaderGeneration, opacity: 1,
            originIndex: outgoing.startIndex)
        wanted.values = outgoing.values
        wanted.overlay = [
            OverlayValue(
                parameter: "progress", from: ParameterValue(kind: .float(0)),
                to: ParameterValue(kind: .float(1)), startIndex: outgoing.startIndex,
                lengthFrames: outgoing.lengthFrames)
        ]
        let state = transition ?? LayerState(wanted, store: store)
        state.update(wanted)
        if let shader = shaders[outgoing.shaderId], state.shader !== shader {
            use(shader, in: state, .agreed, note)
        }
        return state
    }

    /// Draws `state` with `shader` from now on, and says so the first time this build is drawn: it
    /// may have been ready before the layer that wants it arrived.
    private func use(
        _ shader: PreparedShader, in state: LayerState, _ how: How, _ note: (Note) -> Void
    ) {
        state.use(shader)
        guard applied[shader.id] != shader.generation else { return }
        applied[shader.id] = shader.generation
        note(.applied(shader.build, generation: shader.generation, how))
    }

    private func layer(_ id: String) -> LayerState? {
        layers.first { $0.layer.id == id }
    }
}
