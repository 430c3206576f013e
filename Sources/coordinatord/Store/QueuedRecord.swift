internal import CoordinatorDecision
internal import Synchronization

/// A record on its way to the writer thread. Only the newest state of a group is written, so the
/// decision thread lets go of each state as soon as a newer one is queued behind it: a burst then
/// keeps one state instead of a thousand, and the two threads do not free each other's memory.
struct QueuedRecord: Sendable {
    private let record: StoreRecord
    /// Where the state is; nil for a record that has none.
    let slot: StateSlot?

    /// Takes the record apart.
    init(_ record: StoreRecord) {
        var rest = record
        slot = record.state.map { StateSlot($0) }
        rest.state = nil
        self.record = rest
    }

    /// The record, without its state where a newer one has superseded it.
    var whole: StoreRecord {
        var record = record
        record.state = slot?.take()
        return record
    }
}

/// A state that its reader takes or its writer drops, whichever is first. Any thread.
final class StateSlot: Sendable {
    private let state: Mutex<RuntimeState?>

    init(_ state: RuntimeState) { self.state = Mutex(state) }

    /// The state; nil once it was taken or dropped.
    func take() -> RuntimeState? {
        state.withLock { state in
            defer { state = nil }
            return state
        }
    }

    /// Lets go of the state.
    func drop() { _ = take() }
}
