internal import Common
internal import CoordinatorDecision
internal import Messaging
internal import Proto

extension Engine {
    /// Answers a decision that is made and published: as stored once its record is on disk, and as
    /// not stored as soon as it is known that it cannot be written. It is then on air and stays so, its
    /// record is written when the disk can be, and the same key asks how far that is.
    func answerWhenStored(
        _ outcome: MutationOutcome, _ ordinal: UInt64, _ answer: @escaping (Reply.Answer) -> Void
    ) {
        acknowledgements.whenCommitted(
            ordinal,
            Acknowledgements.Waiter(
                stored: {
                    var outcome = outcome
                    outcome.stored = true
                    answer(.outcome(outcome))
                },
                notStored: { [metrics] reason in
                    metrics.notStored.add()
                    answer(.outcome(outcome.notStored(reason)))
                }))
    }

    /// Takes up how far the store has come: releases answers, raises or lowers its alarm.
    func storeAdvanced() {
        // A commit can be faster than the burst that asked for it: what is acknowledged now must have
        // been published before.
        flush()
        let health = writer.currentHealth
        let done = acknowledgements.commit(through: health.committedOrdinal)
        if !unstoredRuns.isEmpty {
            unstoredRuns = unstoredRuns.filter { $0.value > health.committedOrdinal }
        }
        storedLine = done.reduce(storedLine) { max($0, $1.lastLine) }
        if let last = done.last {
            storedVersion = max(storedVersion, last.version)
            let completed = Event.Kind.runtimePersistenceCompleted(
                RuntimePersistenceCompleted(
                    version: StateVersion(coordinatorEpoch: settings.epoch, number: storedVersion),
                    recordCount: UInt32(clamping: done.count),
                    durationNanoseconds: UInt64(clamping: health.lastCommitDuration.count)))
            outlet.publish(Event(kind: completed), operation: last.operation)
            note(completed, of: done.map(\.operation).filter { $0 != last.operation })
            checkpointDue = true
        }
        for entry in done { for waiter in entry.waiters { waiter.stored() } }
        noteStoreHealth(time.now())
    }

    /// One commit ends many operations; the event names the last, each can be followed to it.
    private func note(_ completed: Event.Kind, of names: [String]) {
        var told = SequencedEvent(
            sequence: outlet.headSequence, createdMonotonicNanoseconds: time.now().nanoseconds,
            createdWallNanoseconds: time.wallNanoseconds(), runId: outlet.runID,
            event: Event(kind: completed), queue: completed.declaration.queue.rawValue)
        for name in names where !name.isEmpty && name != told.operationId {
            told.operationId = name
            operations.note(told)
        }
    }

    /// Answers everybody who waits for a store that cannot be written at present.
    func answerWaiting(_ now: MonotonicInstant) {
        let health = writer.currentHealth
        guard !health.isAvailable(at: now) else { return }
        let waiting = acknowledgements.takeNotStored()
        // What is answered must have been published before.
        if !waiting.isEmpty { flush() }
        for tell in waiting { tell(Self.reason(health)) }
    }

    private static func reason(_ health: StoreHealth) -> String {
        health.failure ?? "writing has taken longer than a second"
    }

    /// Raises or lowers the alarm of a store that fails or has stood still for too long.
    func noteStoreHealth(_ now: MonotonicInstant) {
        let health = writer.currentHealth
        let isFailing = !health.isAvailable(at: now)
        let reason = Self.reason(health)
        // Also where this was known: a writer can fail anew before its recovery was seen.
        answerWaiting(now)
        guard isFailing != isStoreFailing else { return }
        isStoreFailing = isFailing
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

extension MutationOutcome {
    /// What is answered while a change is on air and cannot be written.
    fileprivate func notStored(_ reason: String) -> MutationOutcome {
        var outcome = self
        outcome.stored = false
        outcome.errorCode = .storeUnavailable
        outcome.errorSentence =
            "the change is made, and not stored: \(reason). Free disk space or mend the state directory;"
            + " it is stored as soon as that works, and the same idempotency key tells when"
        outcome.telemetryNotes.append(outcome.errorSentence)
        return outcome
    }
}
