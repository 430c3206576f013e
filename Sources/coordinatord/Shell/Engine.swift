internal import Common
internal import CoordinatorDecision
internal import Logging
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
    let storedKey: (String, Int64) throws -> IdempotencyEntry?
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
    var judgedStacks: [LayerStack] = []
    var areConditionsNew = true
    /// The next `advance` that time asks for, as computed for this state.
    var advanceDue: (version: UInt64, at: MonotonicInstant)?
    /// When an alarm is due next, and when that has to be looked up again.
    var alarmsDue: (at: MonotonicInstant, lookAgainAt: MonotonicInstant)?
    static let alarmsLookedThroughMax = 256
    /// For pages of alarms.
    var alarmOrder = AlarmOrder()
    /// As-run lines that found no place in the store's queue.
    var unqueuedLines: [AsRunLine] = []
    /// The number of the newest line of the as-run log.
    var lastLine: UInt64
    /// Lines up to this one are in the store.
    var storedLine: UInt64 = 0
    /// Runs whose summaries are not known to be in the store, and the record that brings them there.
    var unstoredRuns: [String: UInt64]
    /// Lines that no checkpoint has taken along yet.
    var linesToKeep: [AsRunLine] = []
    var localTime = LocalTime()
    var catalogue: ShaderCatalogue
    /// The indexes of this burst: what is decided together takes effect on one frame.
    var burstIndex: (effective: Int64, origin: Int64)?
    var builds: [String: BuildStatus] = [:]
    var acknowledgements = Acknowledgements()
    var expired = ExpiredChanges()
    var index: IdempotencyIndex
    var storedVersion: UInt64
    var isStoreFailing = false
    /// Snapshots to publish at the end of the burst, with the widest reset asked for and the newest
    /// operation that asked.
    var snapshotsDue: [Stack: (reset: RenderResetScope, operation: String)] = [:]
    /// The operation that asked for the build of a shader's generation.
    var buildOperations: [String: (generation: UInt64, operation: String)] = [:]
    /// The operation that moved a route last, until the route settles.
    var automationOperations: [String: String] = [:]
    /// Routes remembered at a time; beyond them all are forgotten, and their end is nobody's.
    static let automationOperationsMax = 8_192
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
        /// Finds the kept outcome of a key that has left memory, by the time it was made.
        var storedKey: (String, Int64) throws -> IdempotencyEntry?
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
        lastLine = parts.hydration.lastLine
        // What only the checkpoint has comes with the first record.
        unstoredRuns =
            parts.hydration.isFromCheckpoint
            ? Dictionary(uniqueKeysWithValues: state.finished.map { ($0.id, 1) }) : [:]
        catalogue = parts.catalogue
        index = IdempotencyIndex(
            recent: parts.hydration.recentKeys,
            olderFingerprints: parts.hydration.olderFingerprints)
        storedVersion = parts.hydration.isFromCheckpoint ? 0 : parts.hydration.state.version
        startedAtWall = parts.time.wallNanoseconds()
        metrics = EngineMetrics(parts.registry)
    }

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
        context.unstoredRuns = Set(unstoredRuns.keys)
        context.utcOffsetSeconds = localTime.offset(at: context.wall)
        return context
    }
}
