internal import Common
internal import CoordinatorDecision
internal import Foundation
internal import Messaging
internal import Proto

extension Engine {
    /// Where a decision came from, for the journal and the store.
    struct Origination {
        var name: String
        var source: String
        var key: String
        var requestHash: UInt64
        var mark: StoredMark?
    }

    /// Applies, publishes and queues; the ordinal of the record, if there is one.
    @discardableResult
    func apply(
        _ decision: Decision, operation: String, now: MonotonicInstant, record: Origination
    ) -> UInt64? {
        let changed = decision.state.version != state.version
        logTransition(from: state.run, to: decision.state.run, operation)
        let ended = state.finished.last?.id
        state = decision.state
        outlet.runID = state.run.isActive ? state.run.id : ""
        let source = record.mark?.source ?? ""
        for effect in decision.effects { carryOut(effect, decision, operation, source: source) }
        let lines = numbered(
            decision.effects.compactMap { if case .asRun(let line) = $0 { line } else { nil } })
        if changed || !lines.isEmpty { checkpointDue = true }
        let outcome = decision.outcome
        let wall = time.wallNanoseconds()
        var key: IdempotencyEntry?
        let isFinal = outcome.errorCode != .storeUnavailable
        if !record.key.isEmpty, isFinal, let bytes = try? outcome.encoded() {
            key = IdempotencyEntry(
                key: record.key, requestHash: record.requestHash, outcome: Data(bytes),
                createdAtWall: wall)
        }
        let isImmediate = outcome.persistence == .immediate
        if !isImmediate, changed {
            flushLiveAt = min(flushLiveAt, now + settings.debounce)
        }
        guard
            isImmediate || key != nil || !lines.isEmpty || (record.mark != nil && changed)
        else { return nil }
        let ordinal = queue(
            StoreRecord(
                ordinal: 0, queuedAt: now, state: changed || isImmediate ? state : nil,
                journal: JournalEntry(
                    version: state.version, wall: wall, operation: operation,
                    source: record.source, name: record.name, accepted: outcome.accepted,
                    detail: outcome.errorSentence),
                idempotency: key, factMark: record.mark, asRun: lines), key: key,
            mark: record.mark)
        if let key { index.insert(key, ordinal: ordinal) }
        if let newest = state.finished.last?.id, newest != ended { unstoredRuns[newest] = ordinal }
        return ordinal
    }

    /// Gives lines of the as-run log their numbers, and has them kept until the store has them.
    private func numbered(_ lines: [AsRunLine]) -> [AsRunLine] {
        var lines = lines
        for position in lines.indices {
            lastLine += 1
            lines[position].number = lastLine
        }
        linesToKeep += lines
        return lines
    }

    @discardableResult
    func queue(
        _ record: StoreRecord, key: IdempotencyEntry?, mark: StoredMark?
    ) -> UInt64 {
        var record = record
        record.ordinal = acknowledgements.nextOrdinal()
        record.asRun = unqueuedLines + record.asRun
        unqueuedLines = []
        if record.state != nil { flushLiveAt = .distantFuture }
        acknowledgements.add(
            Acknowledgements.Entry(
                ordinal: record.ordinal, version: state.version,
                operation: record.journal?.operation ?? "", key: key, mark: mark,
                lastLine: record.asRun.last?.number ?? 0))
        if !writer.enqueue(record) {
            // Only while the store has failed for long: what was refused here is in the checkpoint
            // and in every later record, which carry the whole state.
            metrics.recordsNotQueued.add()
            unqueuedLines = AsRunLine.bounded(record.asRun, to: Self.unqueuedLinesMax)
        }
        return record.ordinal
    }

    /// Publishes one event under its operation: that of the request, or, for what became of a build,
    /// that of whoever asked for it; a build is known by its generation.
    private func publish(_ event: Event, operation: String, source: String) {
        guard let kind = event.kind else { return }
        if case .shaderBuildRequested(let build) = kind, !operation.isEmpty {
            buildOperations[build.shaderId] = (build.generation, operation)
        }
        var operation = operation
        if operation.isEmpty, let build = kind.build,
            let asked = buildOperations[build.shader], asked.generation == build.generation
        {
            operation = asked.operation
        }
        let isFact = !source.isEmpty && kind.declaration.queue == .facts
        outlet.publish(event, operation: operation, producer: isFact ? source : "")
    }

    private func carryOut(
        _ effect: Effect, _ decision: Decision, _ operation: String, source: String
    ) {
        switch effect {
        case .publish(let event):
            if case .runtimeStatePresentationChanged(let change) = event.kind {
                presentationDue = (change.version, operation)
            } else if case .renderSnapshotPublishRequested(let request) = event.kind,
                snapshotsDue[request.stack] != nil
            {
                metrics.snapshotsCoalesced.add()
            } else {
                publish(event, operation: operation, source: source)
            }
        case .publishSnapshot(let stack, let reset):
            let before = snapshotsDue[stack]?.reset ?? .none
            snapshotsDue[stack] = (
                before.rawValue >= reset.rawValue ? before : reset, operation
            )
            if decision.snapshotIndex > 0 { effectiveIndexes[stack] = decision.snapshotIndex }
        case .probe(let operation, let deadline):
            requestProbe(ProbeRequest(operation: operation, deadline: deadline))
        case .asRun: break
        case .scanShaders(let ids, let force):
            requestScan(ScanRequest(ids: ids, force: force, operation: operation))
        }
    }

    /// Publishes what a burst of decisions left to publish once, and hands over a checkpoint.
    func flush() {
        burstIndex = nil
        for (stack, due) in snapshotsDue.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let snapshot = provider.snapshot(
                of: state, stack, catalogue: catalogue,
                effectiveIndex: effectiveIndexes[stack] ?? 0,
                reset: due.reset)
            outlet.publish(
                Event(kind: .renderSnapshotPublished(RenderSnapshotPublished(snapshot: snapshot))),
                operation: due.operation)
            metrics.snapshots.add()
        }
        snapshotsDue.removeAll(keepingCapacity: true)
        if let due = presentationDue {
            presentationDue = nil
            outlet.publish(
                Event(
                    kind: .runtimeStatePresentationChanged(
                        RuntimeStatePresentationChanged(version: due.version))),
                operation: due.operation)
        }
        if checkpointDue, time.now() >= nextCheckpointAt { checkpoint() }
    }

    /// Hands over a checkpoint of everything decided so far.
    func checkpoint() {
        checkpointDue = false
        nextCheckpointAt = time.now() + Self.checkpointInterval
        let pending = acknowledgements.pending
        checkpointer.submit(
            Checkpoint(
                storeID: storeID, state: state, pendingKeys: pending.keys,
                pendingMarks: pending.marks, decidedLine: lastLine, storedLine: storedLine),
            lines: linesToKeep)
        linesToKeep = []
    }

    /// Has both stacks published anew, for whoever listens after a start.
    func publishAll() {
        // On one frame for every lane, although what they get is what they already draw.
        let index = indexes()
        burstIndex = index
        effectiveIndexes = [.programme: index.effective, .preview: index.effective]
        snapshotsDue[.programme] = snapshotsDue[.programme] ?? (.none, "")
        if !state.preview.layers.isEmpty {
            snapshotsDue[.preview] = snapshotsDue[.preview] ?? (.none, "")
        }
        checkpointDue = true
    }
}

extension Event.Kind {
    /// The build an event is about.
    fileprivate var build: (shader: String, generation: UInt64)? {
        switch self {
        case .shaderBuildPrepared(let event): (event.shaderId, event.generation)
        case .shaderBuildApplied(let event): (event.shaderId, event.generation)
        case .shaderBuildFailed(let event): (event.shaderId, event.generation)
        case .compileStatusChanged(let event): (event.shaderId, event.generation)
        default: nil
        }
    }
}
