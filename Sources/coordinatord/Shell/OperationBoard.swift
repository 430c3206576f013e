internal import Messaging
internal import Proto
internal import Synchronization

/// Remembers what recent operations led to, in every process, so that one can be followed from the
/// door through which it came to the picture. For people only: nothing decides by it. Any thread.
final class OperationBoard: Sendable {
    /// Events kept; the oldest go first.
    static let capacity = 8_192
    /// Entries of a page.
    static let pageCount = 128

    fileprivate struct State {
        var entries: [SequencedEvent] = []
        var next = 0
        /// The operation that made a state version, for what only names the version.
        var versions: [UInt64: String] = [:]
        var versionOrder: [UInt64] = []
        var nextVersion = 0
    }
    private let state = Mutex(State())

    /// Notes one event of an operation.
    func note(_ event: SequencedEvent) {
        state.withLock { state in
            var event = event
            if event.operationId.isEmpty, let version = event.event.kind?.broadcastVersion {
                event.operationId = state.versions[version] ?? ""
            }
            guard !event.operationId.isEmpty else { return }
            if case .runtimeStateChanged(let change) = event.event.kind {
                state.remember(change.version.number, event.operationId)
            }
            if state.entries.count < Self.capacity {
                state.entries.append(event)
            } else {
                state.entries[state.next] = event
                state.next = (state.next + 1) % Self.capacity
            }
        }
    }

    /// What an operation led to, in order of time, after so many entries.
    func page(_ operation: String, after count: Int) -> OperationReply {
        let all = state.withLock { $0.entries.filter { $0.operationId == operation } }.sorted {
            ($0.createdMonotonicNanoseconds, $0.sequence)
                < ($1.createdMonotonicNanoseconds, $1.sequence)
        }
        let page = all.dropFirst(count).prefix(Self.pageCount)
        return OperationReply(events: Array(page), more: count + page.count < all.count)
    }
}

extension OperationBoard.State {
    fileprivate mutating func remember(_ version: UInt64, _ operation: String) {
        if versionOrder.count < OperationBoard.capacity {
            versionOrder.append(version)
        } else {
            versions[versionOrder[nextVersion]] = nil
            versionOrder[nextVersion] = version
            nextVersion = (nextVersion + 1) % OperationBoard.capacity
        }
        versions[version] = operation
    }
}

extension Event.Kind {
    /// The state version that a broadcast shows.
    fileprivate var broadcastVersion: UInt64? {
        switch self {
        case .runtimeStateBroadcastRequested(let event): event.version.number
        case .runtimeStateBroadcastCompleted(let event): event.version.number
        case .runtimeStateBroadcastFailed(let event): event.version.number
        default: nil
        }
    }
}
