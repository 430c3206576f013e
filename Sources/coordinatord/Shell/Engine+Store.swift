internal import Common
internal import CoordinatorDecision
internal import Proto

extension Engine {
    /// Takes up how far the store has come: releases answers, raises or lowers its alarm.
    func storeAdvanced() {
        // A commit can be faster than the burst that asked for it: what is acknowledged now must have
        // been published before.
        flush()
        let health = writer.currentHealth
        let done = acknowledgements.commit(through: health.committedOrdinal)
        if let last = done.last {
            storedVersion = max(storedVersion, last.version)
            outlet.publish(
                Event(
                    kind: .runtimePersistenceCompleted(
                        RuntimePersistenceCompleted(
                            version: StateVersion(
                                coordinatorEpoch: settings.epoch, number: storedVersion),
                            recordCount: UInt32(clamping: done.count),
                            durationNanoseconds: UInt64(
                                clamping: health.lastCommitDuration.count)))),
                operation: last.operation)
            checkpointDue = true
        }
        for entry in done { for release in entry.release { release() } }
        noteStoreHealth(time.now())
    }

    /// Raises or lowers the alarm of a store that fails or has stood still for too long.
    func noteStoreHealth(_ now: MonotonicInstant) {
        let health = writer.currentHealth
        let isFailing = !health.isAvailable(at: now)
        guard isFailing != isStoreFailing else { return }
        isStoreFailing = isFailing
        let reason = health.failure ?? "writing has taken longer than a second"
        if isFailing {
            outlet.publish(
                Event(
                    kind: .runtimePersistenceFailed(
                        RuntimePersistenceFailed(
                            reason: reason, pendingCount: UInt32(clamping: acknowledgements.count))
                    )), operation: "")
        }
        alarm(
            "store-unavailable", "store", .major,
            isFailing ? "changes cannot be stored and durable ones are refused: \(reason)" : nil)
    }
}
