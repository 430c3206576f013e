internal import Common
internal import CoordinatorDecision
internal import Frames
internal import Logging
internal import Messaging
internal import Proto
internal import Synchronization

/// The way from nothing to a coordinator that may publish: the store and the checkpoint first, then
/// the shader library, then the sockets.
struct Startup {
    /// Everything that runs while the coordinator does.
    struct Parts {
        var hydration: Hydration
        var endpoint: CoordinatorEndpoint
        var writer: StoreWriter
        var checkpointer: Checkpointer
        var backup: StoreBackup
        var scanner: Scanner
        var watch: ProcessWatch
        var health: HealthBoard
        var engine: Engine
        let lock: InstanceLock
    }

    private let service: CoordinatorService
    private var options: CoordinatorService.Options { service.options }

    init(_ service: CoordinatorService) { self.service = service }

    func begin() throws(CoordinatorError) -> Parts {
        let time = options.time
        let checkpoint = CheckpointFile(directory: options.paths.runtime)
        // Before the store is opened: a second coordinator must neither set aside nor migrate what
        // the first one uses.
        let lock: InstanceLock
        do {
            lock = try InstanceLock(path: options.paths.state + "/coordinator.lock")
        } catch {
            throw .system("\(error)")
        }
        let hydration: Hydration
        let database: StoreDatabase
        do {
            (hydration, database) = try Hydration.load(
                stateDirectory: options.paths.state, checkpoint: checkpoint, now: time.now(),
                wall: time.wallNanoseconds())
        } catch {
            throw .store(error)
        }
        let endpoint: CoordinatorEndpoint
        do {
            endpoint = try CoordinatorEndpoint(
                CoordinatorEndpoint.Options(options.configuration.messaging),
                transport: options.transport,
                marks: hydration.marks.values.map {
                    FactMark(source: $0.source, epoch: $0.epoch, sequence: $0.sequence)
                }, registry: options.registry, logger: Logger(label: "messages"), time: time)
        } catch {
            throw .transport("\(error)")
        }
        return try assemble(hydration, database, endpoint, checkpoint, lock)
    }

    private func assemble(
        _ hydration: Hydration, _ database: StoreDatabase, _ endpoint: CoordinatorEndpoint,
        _ checkpoint: CheckpointFile, _ lock: InstanceLock
    ) throws(CoordinatorError) -> Parts {
        let time = options.time
        let service = service
        let scan = ShaderScan(directory: options.shaders, rate: options.configuration.format.rate)
        let notices = service.notices
        let path = database.path
        let writer = StoreWriter(
            database: database, registry: options.registry, time: time
        ) { _ in
            service.storeHasNews.store(true, ordering: .releasing)
            endpoint.interrupt()
        }
        let checkpointer = Checkpointer(file: checkpoint, time: time) {
            notices.push(
                .level(kind: "checkpoint-failed", subject: "coordinatord", problem: $0))
        }
        let backup = StoreBackup(directory: options.paths.state, time: time) {
            notices.push(.level(kind: "backup-failed", subject: "store", problem: $0))
        }
        let scanner = Scanner(scan, registry: options.registry, time: time) {
            notices.push(.scanned($0))
        }
        let watch: ProcessWatch
        do {
            watch = try ProcessWatch { source, pid in
                notices.push(.processEnded(source: source, pid: UInt32(clamping: pid)))
            }
        } catch {
            throw .system("\(error)")
        }
        let operations = OperationBoard()
        let health = HealthBoard(endpoint: endpoint, operations: operations, time: time)
        let indexes = IndexSource(
            reader: TimelineReader(in: FramePlane(options.paths), clock: time),
            rate: options.configuration.format.rate,
            laneCount: options.configuration.laneCount, time: time)
        let engine = Engine(
            Engine.Parts(
                settings: settings(endpoint.epoch), hydration: hydration,
                catalogue: scan.catalogue(), writer: writer, checkpointer: checkpointer,
                storedKey: { try StoreDatabase.entry(forKey: $0, created: $1, path: path) },
                outlet: EndpointOutlet(endpoint, operations, time), registry: options.registry,
                time: time,
                indexes: indexes.now, requestScan: scanner.request, links: { health.links },
                operations: operations))
        return Parts(
            hydration: hydration, endpoint: endpoint, writer: writer, checkpointer: checkpointer,
            backup: backup, scanner: scanner, watch: watch, health: health, engine: engine,
            lock: lock)
    }

    private func settings(_ epoch: UInt64) -> EngineSettings {
        let configuration = options.configuration
        var policy = PolicySettings()
        policy.settleTime = .milliseconds(Int64(configuration.integer("coordinator.settle_ms")))
        policy.editsGoToPreview = configuration.text("coordinator.edit") == "preview"
        policy.inputCount = UInt32(configuration.inputs.count)
        policy.snapshotBytesMax = WireLimits.snapshotBytes
        policy.defaultBackground =
            configuration.hasTransparentBackground ? [0, 0, 0, 0] : [0, 0, 0, 1]
        let format = configuration.format
        let working = WorkingFormat(
            width: UInt32(format.width), height: UInt32(format.height),
            rateNumerator: UInt32(format.rate.numerator),
            rateDenominator: UInt32(format.rate.denominator),
            depth: configuration.workingFormat == "rgba8" ? .rgba8 : .rgba16f,
            transfer: configuration.workingFormat == "linear" ? .linear : .nonLinear)
        return EngineSettings(
            epoch: epoch, instance: configuration.instance, role: configuration.role.rawValue,
            runID: "run-\(String(epoch, radix: 16))", policy: policy, workingFormat: working)
    }
}

/// Publishes through the bound sockets.
final class EndpointOutlet: Outlet {
    private let endpoint: CoordinatorEndpoint
    private let operations: OperationBoard
    private let time: any TimeSource
    private let logger = Logger(label: "events")

    init(_ endpoint: CoordinatorEndpoint, _ operations: OperationBoard, _ time: any TimeSource) {
        self.endpoint = endpoint
        self.operations = operations
        self.time = time
    }

    var headSequence: UInt64 { endpoint.headSequence }

    func publish(_ event: Event, operation: String, producer: String) {
        guard let kind = event.kind else { return }
        var version: StateVersion?
        if case .runtimeStateChanged(let change) = kind { version = change.version }
        do {
            let sequence = try endpoint.publish(
                kind, operationID: operation, version: version, producer: producer)
            guard !operation.isEmpty else { return }
            operations.note(
                SequencedEvent(
                    sequence: sequence, createdMonotonicNanoseconds: time.now().nanoseconds,
                    createdWallNanoseconds: time.wallNanoseconds(), operationId: operation,
                    event: event, producer: producer, queue: kind.declaration.queue.rawValue))
        } catch {
            logger.error(
                "an event could not be encoded",
                metadata: ["event": "\(kind.name)", "reason": "\(error)"])
        }
    }
}
