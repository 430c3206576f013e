internal import Common
internal import CoordinatorDecision
internal import Foundation
internal import Logging
internal import Messaging
internal import Proto

/// The thin shell around the decision: takes a command, decides, applies, publishes, queues the
/// record, and answers when the order of things allows it. Owned by the decision thread, which is
/// the only one to touch it; nothing here waits for a disk.
final class Engine {
    let settings: EngineSettings
    let time: any TimeSource
    let outlet: any Outlet
    let writer: any RecordSink
    let checkpointer: any CheckpointSink
    let provider: SnapshotProvider
    let presenter: Presenter
    let storeID: String
    let storedKey: (String) throws -> IdempotencyEntry?
    let decide: (Command, RuntimeState, DecisionContext) -> Decision
    let logger = Logger(label: "decision")
    let indexes: () -> (effective: Int64, origin: Int64)
    let requestScan: (ScanRequest) -> Void
    let links: () -> [Link]
    let operations: OperationBoard
    let requestProbe: (ProbeRequest) -> Void
    let readHistory: (HistoryQuestion) throws -> HistoryAnswer
    let counts: () -> (timelineEpoch: UInt64, totals: SlotTotals)?
    let boot: String

    var state: RuntimeState
    /// What the daemons have said, and what it was judged by last.
    var conditions = RunConditions()
    var judgedStack: LayerStack?
    var areConditionsNew = true
    /// The next `advance` that time asks for, as computed for this state.
    var advanceDue: (version: UInt64, at: MonotonicInstant)?
    /// As-run lines that found no place in the store's queue.
    var unqueuedLines: [AsRunLine] = []
    var localTime = LocalTime()
    var catalogue: ShaderCatalogue
    /// The indexes of this burst: what is decided together takes effect on one frame.
    var burstIndex: (effective: Int64, origin: Int64)?
    var builds: [String: BuildStatus] = [:]
    var acknowledgements = Acknowledgements()
    var index: IdempotencyIndex
    var storedVersion: UInt64
    var isStoreFailing = false
    /// Snapshots to publish at the end of the burst, with the widest reset asked for and the newest
    /// operation that asked.
    var snapshotsDue: [Stack: (reset: RenderResetScope, operation: String)] = [:]
    /// The operation that asked for the build of a shader's generation.
    var buildOperations: [String: (generation: UInt64, operation: String)] = [:]
    /// The index from which the last published snapshot of a stack counts.
    var effectiveIndexes: [Stack: Int64] = [:]
    var presentationDue: (version: StateVersion, operation: String)?
    var checkpointDue = false
    /// Checkpoints are made up at most so often; with its thread's own pause a change is safe in 20 ms.
    static let checkpointInterval = Nanoseconds.milliseconds(5)
    var nextCheckpointAt = MonotonicInstant(nanoseconds: 0)
    var flushLiveAt = MonotonicInstant.distantFuture
    /// As-run lines kept in memory while the store's queue is full; the oldest go.
    static let unqueuedLinesMax = 10_000
    let startedAtWall: Int64
    let metrics: EngineMetrics

    /// What an engine is made of; see the properties.
    struct Parts {
        var settings: EngineSettings
        var hydration: Hydration
        var catalogue: ShaderCatalogue
        var writer: any RecordSink
        var checkpointer: any CheckpointSink
        /// Finds the kept outcome of a key that has left memory.
        var storedKey: (String) throws -> IdempotencyEntry?
        /// The decision; a simulation plants mistakes here.
        var decide: (Command, RuntimeState, DecisionContext) -> Decision = {
            Decide.command($0, in: $1, $2)
        }
        var outlet: any Outlet
        var registry: MetricsRegistry
        var time: any TimeSource
        var indexes: () -> (effective: Int64, origin: Int64)
        var requestScan: (ScanRequest) -> Void
        var links: () -> [Link]
        var operations: OperationBoard
        /// Asks the slow checks of a preparing run.
        var requestProbe: (ProbeRequest) -> Void = { _ in }
        /// Reads the history from the store.
        var readHistory: (HistoryQuestion) throws -> HistoryAnswer = { _ in .none }
        /// The output's counts.
        var counts: () -> (timelineEpoch: UInt64, totals: SlotTotals)? = { nil }
        /// Which boot of the host this is.
        var boot = ""
    }

    init(_ parts: Parts) {
        settings = parts.settings
        time = parts.time
        outlet = parts.outlet
        writer = parts.writer
        checkpointer = parts.checkpointer
        provider = SnapshotProvider(
            workingFormat: parts.settings.workingFormat, settings: parts.settings.policy,
            epoch: parts.settings.epoch)
        presenter = Presenter(
            instance: parts.settings.instance, role: parts.settings.role,
            provider: provider)
        storeID = parts.hydration.storeID
        storedKey = parts.storedKey
        decide = parts.decide
        indexes = parts.indexes
        requestScan = parts.requestScan
        links = parts.links
        operations = parts.operations
        requestProbe = parts.requestProbe
        readHistory = parts.readHistory
        counts = parts.counts
        boot = parts.boot
        state = parts.hydration.state
        catalogue = parts.catalogue
        index = IdempotencyIndex(
            recent: parts.hydration.recentKeys,
            olderFingerprints: parts.hydration.olderFingerprints)
        storedVersion = parts.hydration.isFromCheckpoint ? 0 : parts.hydration.state.version
        startedAtWall = parts.time.wallNanoseconds()
        metrics = EngineMetrics(parts.registry)
    }

    // MARK: Commands

    /// Decides one command and answers it: at once, or for a durable change once it is on disk.
    func perform(
        _ command: Command, deadline: MonotonicInstant?, answer: @escaping (Reply.Answer) -> Void
    ) {
        let now = time.now()
        if let deadline, now > deadline {
            metrics.expired.add()
            return answer(.expired(Expired(lateByNanoseconds: (now - deadline).count)))
        }
        var hash: UInt64 = 0
        if !command.idempotencyKey.isEmpty {
            hash = Self.requestHash(command)
            if answerRepeated(command, hash, answer) { return }
        }
        let decision = decide(command, state, context(now))
        let outcome = decision.outcome
        // A run's command is answered when it is on disk, so that a death undoes no abort; but a disk
        // that cannot be written is no reason to leave an operator without an answer.
        let isKeptRun =
            decision.state.run != state.run && writer.currentHealth.isAvailable(at: now)
        let isDurable =
            outcome.persistence == .immediate && (outcome.mutationClass == .durable || isKeptRun)
        let name = command.action?.name ?? ""
        metrics.count(decision.outcome)
        let ordinal = apply(
            decision, operation: command.operationId, now: now,
            record: Origination(
                name: name, source: command.principal, key: command.idempotencyKey,
                requestHash: hash))
        guard isDurable, let ordinal else {
            return answer(.outcome(decision.outcome))
        }
        acknowledgements.whenCommitted(ordinal) {
            var outcome = decision.outcome
            outcome.stored = true
            answer(.outcome(outcome))
        }
    }

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
        case .inStore:
            // A request that comes back late enough to have left memory: rare, and a read of a
            // write-ahead-logged store does not wait for its writer.
            do {
                known = try storedKey(key)
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
        outcome.stored = true
        let first = outcome
        acknowledgements.whenCommitted(ordinal) { answer(.outcome(first)) }
        return true
    }

    private func refusal(
        _ code: ErrorCode, _ sentence: String, _ command: Command
    ) -> MutationOutcome {
        outlet.publish(
            Event(
                kind: .runtimeMutationRejected(
                    RuntimeMutationRejected(
                        action: command.action?.name ?? "", origin: command.origin,
                        principal: command.principal, stack: command.stack, errorCode: code.name,
                        errorSentence: sentence))), operation: command.operationId)
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
    func storeHydrated(keys: [IdempotencyEntry], marks: [StoredMark]) {
        let now = time.now()
        let count = max(1, keys.count, marks.count)
        for position in 0..<count {
            let key = position < keys.count ? keys[position] : nil
            let mark = position < marks.count ? marks[position] : nil
            let ordinal = queue(
                StoreRecord(
                    ordinal: 0, queuedAt: now, state: state, journal: key.flatMap(Self.recovered),
                    idempotency: key, factMark: mark), key: key, mark: mark)
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

    // MARK: Applying

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
        state = decision.state
        outlet.runID = state.run.isActive ? state.run.id : ""
        let source = record.mark?.source ?? ""
        for effect in decision.effects { carryOut(effect, decision, operation, source: source) }
        let lines = decision.effects.compactMap {
            if case .asRun(let line) = $0 { line } else { nil }
        }
        if changed { checkpointDue = true }
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
        return ordinal
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
                operation: record.journal?.operation ?? "", key: key, mark: mark, release: []))
        if !writer.enqueue(record) {
            // Only while the store has failed for long: what was refused here is in the checkpoint
            // and in every later record, which carry the whole state.
            metrics.recordsNotQueued.add()
            unqueuedLines = Array(record.asRun.suffix(Self.unqueuedLinesMax))
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
            if decision.outcome.effectiveIndex > 0 {
                effectiveIndexes[stack] = decision.outcome.effectiveIndex
            }
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
                pendingMarks: pending.marks))
    }

    // MARK: Context

    var version: StateVersion {
        StateVersion(coordinatorEpoch: settings.epoch, number: state.version)
    }

    func context(_ now: MonotonicInstant) -> DecisionContext {
        let index = burstIndex ?? indexes()
        burstIndex = index
        var context = DecisionContext(
            instant: now, wall: time.wallNanoseconds(), epoch: settings.epoch,
            effectiveIndex: index.effective, originIndex: index.origin, catalogue: catalogue,
            storeAvailable: writer.currentHealth.isAvailable(at: now) && writer.hasRoom,
            settings: settings.policy, workingFormat: settings.workingFormat)
        context.conditions = conditions
        context.slots = counts()
        context.boot = boot
        context.utcOffsetSeconds = localTime.offset(at: context.wall)
        return context
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
