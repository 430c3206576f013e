internal import Common
internal import CoordinatorDecision
internal import Foundation
internal import Proto

extension Engine {
    /// Decides one command and answers it: at once, or for a durable change once it is on disk.
    func perform(
        _ command: Command, deadline: MonotonicInstant?, answer: @escaping (Reply.Answer) -> Void
    ) {
        let now = time.now()
        if let deadline, now > deadline {
            noteExpired(command, deadline: deadline)
            return answer(.expired(Expired(lateByNanoseconds: (now - deadline).count)))
        }
        var hash: UInt64 = 0
        if !command.idempotencyKey.isEmpty {
            expired.settle(command.idempotencyKey)
            hash = Self.requestHash(command)
            if answerRepeated(command, hash, answer) { return }
        }
        let decision = decide(command, state, context(now))
        // A run's command is answered when it is on disk, so that a death undoes no abort; but a disk
        // that cannot be written is no reason to leave an operator without an answer.
        let isKeptRun =
            decision.state.run != state.run && writer.currentHealth.isAvailable(at: now)
        let isDurable =
            decision.outcome.persistence == .immediate
            && (decision.outcome.mutationClass == .durable || isKeptRun)
        // A store that has failed for hours must not take the memory: what cannot be kept is refused, and
        // what only has to be on air goes on without its key.
        let isFull = acknowledgements.count >= Self.unstoredMax
        if isFull, isDurable {
            return answer(.outcome(refusal(.storeUnavailable, Self.tooManyWait, command)))
        }
        let name = command.action?.name ?? ""
        metrics.count(decision.outcome)
        if case .automationTarget(let target) = command.action, decision.outcome.accepted {
            remember(command.operationId, of: target.route)
        }
        let ordinal = apply(
            decision, operation: command.operationId, now: now,
            record: Origination(
                name: name, source: command.principal, key: isFull ? "" : command.idempotencyKey,
                requestHash: hash))
        guard isDurable, let ordinal else {
            var outcome = decision.outcome
            if outcome.accepted, outcome.persistence == .immediate, ordinal != nil, !isKeptRun,
                !writer.currentHealth.isAvailable(at: now)
            {
                outcome.telemetryNotes.append(Self.waitsForTheStore)
            }
            return answer(.outcome(outcome))
        }
        // Only the outcome waits: a decision holds the whole state.
        answerWhenStored(decision.outcome, ordinal, answer)
    }

    /// Changes that may wait for a store that cannot be written.
    static let unstoredMax = 65_536
    private static let tooManyWait =
        "the store has not been writable for long, and \(unstoredMax) changes wait for it: free its disk or"
        + " allow writing, then ask again"

    private static let waitsForTheStore =
        "the store cannot be written at present: what belongs to this in the history is kept, and stored"
        + " as soon as that works"

    /// Answers a request that came before under the same key; false when it is new.
    private func answerRepeated(
        _ command: Command, _ hash: UInt64, _ answer: @escaping (Reply.Answer) -> Void
    ) -> Bool {
        let key = command.idempotencyKey
        guard key.utf8.count <= settings.keyBytesMax else {
            let outcome = refusal(
                .invalidArgument,
                "an idempotency key has at most \(settings.keyBytesMax) bytes", command)
            answer(.outcome(outcome))
            return true
        }
        var known: IdempotencyEntry?
        var ordinal: UInt64 = 0
        switch index.find(key) {
        case .unknown: return false
        case .known(let entry, let at): (known, ordinal) = (entry, at)
        case .inStore(let created):
            // A request that comes back late enough to have left memory: rare, and a read of a
            // write-ahead-logged store does not wait for its writer.
            do {
                known = try storedKey(key, created)
            } catch {
                // Not knowing whether it was done is no reason to do it a second time.
                let outcome = refusal(
                    .storeUnavailable,
                    "whether this request was done before cannot be read: \(error). Ask again with "
                        + "the same key", command)
                answer(.outcome(outcome))
                return true
            }
        }
        guard let known else { return false }
        guard known.requestHash == hash,
            var outcome = try? MutationOutcome(decoding: [UInt8](known.outcome))
        else {
            let outcome = refusal(
                .idempotencyMismatch,
                "this idempotency key was used for another request; use a new key", command)
            answer(.outcome(outcome))
            return true
        }
        metrics.replayed.add()
        outcome.replayed = true
        let mustBeStored = outcome.mutationClass == .durable && outcome.accepted
        guard mustBeStored else {
            answer(.outcome(outcome))
            return true
        }
        answerWhenStored(outcome, ordinal, answer)
        answerWaiting(time.now())
        return true
    }

    /// A change came too late to be done, and whoever asked has been told. With an idempotency key the
    /// same request may be asked again, and leaves its outcome then.
    func noteExpired(_ command: Command, deadline: MonotonicInstant) {
        metrics.expired.add()
        let now = time.now()
        guard command.idempotencyKey.isEmpty else {
            return expired.add(command, late: now - deadline, at: now)
        }
        publishExpired(command, late: now - deadline)
    }

    /// Tells of changes that came too late and were not asked again.
    func tellExpired(at now: MonotonicInstant) {
        while let change = expired.takeDue(at: now) {
            publishExpired(change.command, late: change.late)
        }
    }

    private func publishExpired(_ command: Command, late: Nanoseconds) {
        publishRefusal(
            "expired",
            String(
                format: "its deadline had passed %.0f ms before it was looked at; nothing was done",
                max(late.milliseconds, 0)), command)
    }

    private func publishRefusal(_ code: String, _ sentence: String, _ command: Command) {
        outlet.publish(
            Event(
                kind: .runtimeMutationRejected(
                    RuntimeMutationRejected(
                        action: command.action?.name ?? "", origin: command.origin,
                        principal: command.principal, stack: command.stack, errorCode: code,
                        errorSentence: sentence))), operation: command.operationId)
    }

    private func refusal(
        _ code: ErrorCode, _ sentence: String, _ command: Command
    ) -> MutationOutcome {
        publishRefusal(code.name, sentence, command)
        let outcome = MutationOutcome(
            accepted: false, errorCode: code, errorSentence: sentence, stateVersion: version,
            operationId: command.operationId)
        metrics.count(outcome)
        return outcome
    }

    /// What a request asks for, without what differs when it is asked again: FNV-1a over its bytes.
    static func requestHash(_ command: Command) -> UInt64 {
        var plain = command
        plain.operationId = ""
        plain.idempotencyKey = ""
        plain.principal = ""
        plain.origin = .unspecified
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in (try? plain.encoded()) ?? [] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }

    /// Decides a command of the coordinator's own; nobody waits for its record.
    func performInternally(_ action: Command.Action) -> MutationOutcome {
        let command = Command(
            origin: .internal, principal: "coordinatord", hot: true, action: action)
        let now = time.now()
        let decision = Decide.command(command, in: state, context(now))
        apply(
            decision, operation: "", now: now,
            record: Origination(
                name: action.name, source: command.principal, key: "", requestHash: 0))
        return decision.outcome
    }

    /// Brings the store up to what only the checkpoint has. Until that is committed, a request that
    /// comes again under one of these keys waits like the first one did.
    func storeHydrated(keys: [IdempotencyEntry], marks: [StoredMark], lines: [AsRunLine]) {
        let now = time.now()
        let count = max(1, keys.count, marks.count)
        for position in 0..<count {
            let key = position < keys.count ? keys[position] : nil
            let mark = position < marks.count ? marks[position] : nil
            let ordinal = queue(
                StoreRecord(
                    ordinal: 0, queuedAt: now, state: state, journal: key.flatMap(Self.recovered),
                    idempotency: key, factMark: mark, asRun: position == 0 ? lines : []),
                key: key, mark: mark)
            if let key { index.insert(key, ordinal: ordinal) }
        }
    }

    /// The journal's line of a decision that only the checkpoint knew of.
    private static func recovered(_ key: IdempotencyEntry) -> JournalEntry? {
        guard let outcome = try? MutationOutcome(decoding: [UInt8](key.outcome)) else { return nil }
        return JournalEntry(
            version: outcome.stateVersion.number, wall: key.createdAtWall,
            operation: outcome.operationId, source: "checkpoint", name: "recovered",
            accepted: outcome.accepted, detail: outcome.errorSentence)
    }
}
