public import Common
internal import Proto

/// A bus within one process, with faults on demand: for tests and the simulation. Any thread.
///
/// Keeps every promise of the real transport: bounded by the same marks, nothing for absent peers,
/// one coordinator at a time. With a manual time source call `timeMoved` after each move.
public final class InMemoryTransport: Transport {
    let state: Monitor<InMemoryState>
    let time: any TimeSource
    private let marks: HighWaterMarks

    /// Makes an empty bus. Faults are drawn from `seed`; delays pass on `time`.
    public init(
        marks: HighWaterMarks, seed: UInt64 = 1, faults: InMemoryFaults = InMemoryFaults(),
        time: any TimeSource = SystemTimeSource()
    ) {
        self.marks = marks
        self.time = time
        state = Monitor(InMemoryState(marks: marks, seed: seed, faults: faults))
    }

    public func bind() throws(TransportError) -> any CoordinatorPort {
        let isFree = state.withLock { state -> Bool in
            guard !state.isBound else { return false }
            state.bind()
            return true
        }
        guard isFree else { throw .alreadyBound(path: "the in-memory bus") }
        state.notifyAll()
        return InMemoryCoordinatorPort(bus: self, marks: marks)
    }

    public func connect(receivingEvents: Bool) throws(TransportError) -> any LinkPort {
        let number = state.withLock { $0.addLink(receivingEvents: receivingEvents) }
        return InMemoryLinkPort(bus: self, marks: marks, number: number)
    }

    /// Replaces the faults from now on.
    public func setFaults(_ faults: InMemoryFaults) {
        state.withLock { $0.faults = faults }
    }

    /// Cuts every link silently, as a network would: both ends believe that they are connected and
    /// whatever is sent vanishes. `false` heals it.
    public func setPartitioned(_ isPartitioned: Bool) {
        state.withLock { $0.isPartitioned = isPartitioned }
    }

    /// Breaks and remakes every connection, as a coordinator's restart does.
    public func breakConnections() {
        state.withLock { $0.breakConnections() }
        state.notifyAll()
    }

    /// Lets waiting ends look at the time again, after a manual time source was moved.
    public func timeMoved() { state.notifyAll() }

    /// Blocks an end until `isReady`, or the deadline on the bus's own time. Only the system's
    /// time passes by itself; a manual one moves when its owner says so.
    func wait(until deadline: MonotonicInstant, _ isReady: (inout InMemoryState) -> Bool) {
        let passes = time is SystemTimeSource
        while true {
            let due = passes ? state.withLock { $0.nextDue } : nil
            let limit = passes ? min(deadline, due ?? .distantFuture) : .distantFuture
            let isDone: Bool? = state.wait(until: limit) { state in
                let now = self.time.now()
                state.deliver(until: now)
                if isReady(&state) || now >= deadline { return true }
                if passes, let due = state.nextDue, due < limit { return false }
                return nil
            }
            if isDone == true { return }
        }
    }
}
