internal import Synchronization

/// Wakes a thread, or notes that it is to be woken once a burst is over: a deciding thread that
/// publishes five events for each of a hundred commands wakes the sending one once instead of five
/// hundred times. Any thread.
final class HeldWake: Sendable {
    private let wake: @Sendable () -> Void
    private let isHeld = Atomic<Bool>(false)
    private let isDue = Atomic<Bool>(false)

    init(_ wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func callAsFunction() {
        guard isHeld.load(ordering: .sequentiallyConsistent) else { return wake() }
        isDue.store(true, ordering: .sequentiallyConsistent)
        // Released in between: whoever released may not have seen that a wake is due.
        if !isHeld.load(ordering: .sequentiallyConsistent) { wakeIfDue() }
    }

    func hold() { isHeld.store(true, ordering: .sequentiallyConsistent) }

    func release() {
        isHeld.store(false, ordering: .sequentiallyConsistent)
        wakeIfDue()
    }

    private func wakeIfDue() {
        if isDue.exchange(false, ordering: .sequentiallyConsistent) { wake() }
    }
}
