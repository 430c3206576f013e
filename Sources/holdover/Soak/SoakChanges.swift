import Common
import Proto
import Synchronization

/// Asks for a durable change while each fault happens, and holds the coordinator to what it answered:
/// a change that was acknowledged as stored must be there afterwards. Any thread.
final class SoakChanges: Sendable {
    private struct State {
        var number = 0
        /// The newest change that was answered as stored.
        var lastStored: Int?
        var storedCount = 0
        /// Stored when the layer was last read; a change stored since is not looked for yet.
        var checkedCount = 0
        var lostCount = 0
    }

    private let configuration: Configuration
    private let state = Mutex(State())
    private static let prefix = "storm "

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// Changes answered as stored.
    var storedCount: Int { state.withLock { $0.storedCount } }
    /// Those of them that were not there when looked for.
    var lostCount: Int { state.withLock { $0.lostCount } }

    /// Whether changes were stored, and all of them looked for: nothing asked proves nothing.
    var isProven: Bool {
        state.withLock { $0.storedCount > 0 && $0.checkedCount == $0.storedCount }
    }

    /// Begins the next change: the top layer gets a new name. Join it before the next one.
    func begin() -> JoinableThread {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        return WorkerThread.start(named: "soak.changes", owner: "soak", .cosmetic) { [self] in
            guard let client = try? CoordinatorClient(configuration) else { return }
            defer { client.close() }
            let rename = RenameLayer(
                layer: MutationOptions.layer("1"), name: "\(Self.prefix)\(number)")
            guard let outcome = try? client.perform(.renameLayer(rename)), outcome.stored else {
                return
            }
            state.withLock {
                $0.storedCount += 1
                $0.lastStored = number
            }
        }
    }

    /// Looks whether the newest stored change is there; a later one, whose answer was lost, may be.
    /// The read model it looked at; nil where the coordinator did not answer.
    @discardableResult
    func check() -> ReadModel? {
        // A coordinator that does not answer is asked again later; while it never does, nothing is proven
        // and the storm fails.
        guard let client = try? CoordinatorClient(configuration) else { return nil }
        defer { client.close() }
        guard let model = try? client.state() else { return nil }
        guard let layer = model.programme.layers.first else { return model }
        let found = layer.name.hasPrefix(Self.prefix) ? Int(layer.name.dropFirst(6)) ?? 0 : 0
        state.withLock { state in
            state.checkedCount = state.storedCount
            guard let last = state.lastStored, found < last else { return }
            state.lostCount += last - found
            state.lastStored = nil
        }
        return model
    }
}
