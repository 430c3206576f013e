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

    /// A whole snapshot: builds are asked for before the render thread learns of it.
    func adopt(_ snapshot: Snapshot) {
        guard snapshot.stack == .programme else { return }
        for layer in snapshot.layers + (snapshot.outgoing?.layers ?? []) {
            request(layer.shaderId, path: layer.shaderPath, generation: layer.shaderGeneration)
            let isNew = state.withLock { $0.modes.insert(layer.blendMode).inserted }
            if isNew { builds.request(.composite(layer.blendMode)) }
        }
        mailbox.push(.snapshot(snapshot))
        saves.push(snapshot, for: "programme")
    }

    /// An event of the coordinator.
    func take(_ event: Event) {
        switch event.kind {
        case .renderSnapshotPublished(let published): adopt(published.snapshot)
        case .oscOverlayApplied(let overlay): mailbox.push(.overlay(overlay))
        case .triggerFired(let trigger): mailbox.push(.trigger(trigger))
        case .renderResetRequested(let reset): mailbox.push(.reset(reset))
        default: break
        }
    }

    /// Nothing asked for so far counts: the next snapshot asks for everything again.
    func forgetRequests() {
        state.withLock { $0.requested = [:] }
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
