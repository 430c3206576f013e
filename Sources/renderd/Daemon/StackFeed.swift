import Common
import Proto
import Shaders
import Synchronization

/// From the coordinator's events to the render thread and the build thread. Any thread; called on
/// the link's thread, so nothing here blocks.
final class StackFeed: Sendable {
    private struct State {
        /// The generation asked for last, by shader.
        var requested: [String: UInt64] = [:]
        var modes: Set<BlendMode> = [.normal]
        /// The layers of the last snapshot, by id.
        var layers: [String: SnapshotLayer] = [:]
        var onLoss: (@Sendable () -> Void)?
        /// Pictures asked for, by shader.
        var shown: [String: Set<PictureKey>] = [:]
    }

    private let state = Mutex(State())
    private let mailbox: BoundedQueue<RenderMessage>
    private let saves: CoalescingQueue<String, Snapshot>
    private let builds: BuildThread

    init(
        mailbox: BoundedQueue<RenderMessage>, saves: CoalescingQueue<String, Snapshot>,
        builds: BuildThread
    ) {
        self.mailbox = mailbox
        self.saves = saves
        self.builds = builds
    }

    /// Calls `handler` whenever the render thread's mailbox was so full that something was lost: what
    /// it knows is then no longer what the coordinator published.
    func onLoss(_ handler: @escaping @Sendable () -> Void) {
        state.withLock { $0.onLoss = handler }
    }

    private func send(_ message: RenderMessage) {
        guard mailbox.push(message) == .replacedOldest else { return }
        state.withLock { $0.onLoss }?()
    }

    /// A whole snapshot: builds are asked for before the render thread learns of it.
    func adopt(_ snapshot: Snapshot) {
        guard snapshot.stack == .programme else { return }
        state.withLock { state in
            state.layers = Dictionary(snapshot.layers.map { ($0.id, $0) }) { $1 }
        }
        for layer in snapshot.layers + (snapshot.outgoing?.layers ?? []) {
            request(layer.shaderId, path: layer.shaderPath, generation: layer.shaderGeneration)
            for key in layer.pictureKeys { request(key, for: layer) }
            let isNew = state.withLock { $0.modes.insert(layer.blendMode).inserted }
            if isNew { builds.request(.composite(layer.blendMode)) }
        }
        if let outgoing = snapshot.outgoing, !outgoing.shaderId.isEmpty {
            request(
                outgoing.shaderId, path: outgoing.shaderPath,
                generation: outgoing.shaderGeneration)
        }
        send(.snapshot(snapshot))
        saves.push(snapshot, for: "programme")
    }

    /// An event of the coordinator.
    func take(_ event: Event) {
        switch event.kind {
        case .renderSnapshotPublished(let published): adopt(published.snapshot)
        case .oscOverlayApplied(let overlay):
            requestTexts(overlay)
            send(.overlay(overlay))
        case .triggerFired(let trigger): send(.trigger(trigger))
        case .renderResetRequested(let reset): send(.reset(reset))
        default: break
        }
    }

    /// Nothing asked for so far counts: the next snapshot asks for everything again.
    func forgetRequests() {
        state.withLock { $0.requested = [:] }
    }

    private func requestTexts(_ overlay: OscOverlayApplied) {
        for update in overlay.updates where !update.cleared {
            guard case .text(let text) = update.value.to.kind,
                let layer = state.withLock({ $0.layers[update.layerId] })
            else { continue }
            request(
                .text(shader: layer.shaderId, input: update.value.parameter, text: text),
                for: layer)
        }
    }

    private func request(_ key: PictureKey, for layer: SnapshotLayer) {
        let isNew = state.withLock { state in
            guard state.shown[layer.shaderId, default: []].insert(key).inserted else {
                return false
            }
            // What was forgotten is drawn again when it comes back; that is cheap.
            if state.shown[layer.shaderId, default: []].count > PictureStore.countMax / 2 {
                state.shown[layer.shaderId] = [key]
            }
            return true
        }
        if isNew {
            builds.request(.picture(key, shader: layer.shaderId, path: layer.shaderPath))
        }
    }

    private func request(_ id: String, path: String, generation: UInt64) {
        let isNew = state.withLock { state in
            guard state.requested[id] != generation else { return false }
            state.requested[id] = generation
            return true
        }
        if isNew { builds.request(.shader(id: id, path: path, generation: generation)) }
    }
}
