internal import Glibc
internal import Synchronization

/// Holds that one thread at a time makes the calls of a device. The first thread that calls owns it from
/// then on, until it hands it over; a call of any other ends a debug build on the spot, and names the
/// caller. In a release build it costs nothing. Any thread.
public struct OwnerThread: ~Copyable, Sendable {
    private let what: StaticString
    /// `pthread_self` of the owner; 0: nobody's yet.
    private let owner = Atomic<UInt>(0)

    /// Nobody's yet. `what` is owned, such as "a DeckLink output".
    public init(_ what: StaticString) { self.what = what }

    /// Every call of the device begins with this.
    @inline(__always)
    public borrowing func check(_ call: StaticString = #function) {
        assert(claim(), complaint(call))
    }

    /// Whether the calling thread is the owner, which it becomes where there is none.
    public borrowing func claim() -> Bool {
        let own = UInt(pthread_self())
        let before = owner.compareExchange(
            expected: 0, desired: own, ordering: .acquiringAndReleasing)
        return before.exchanged || before.original == own
    }

    /// The owner is done with it: the next thread that calls owns it. Whoever gets it must get it by something
    /// that orders memory, such as a `Monitor`.
    public borrowing func handOver() { owner.store(0, ordering: .releasing) }

    private borrowing func complaint(_ call: StaticString) -> String {
        "\(call) of \(what) on thread \(LoopBoard.process.currentName): another thread owns it"
    }
}
