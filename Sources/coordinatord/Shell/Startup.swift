internal import Common
internal import CoordinatorDecision
internal import Frames
internal import Glibc
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
        let lines = AsRunFile(directory: options.paths.runtime)
        // Before the store is opened: a second coordinator must neither set aside nor migrate what
        // the first one uses.
        let lock = try takeLock()
        let hydration: Hydration
        let store: StoreFile
        do {
            (hydration, store) = try Hydration.load(
                options.paths, checkpoint: checkpoint, lines: lines, now: time.now(),
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
        return try assemble(hydration, store, endpoint, (checkpoint, lines), lock)
    }

    private func takeLock() throws(CoordinatorError) -> InstanceLock {
        let name = "/coordinator.lock"
        do {
            return try InstanceLock(path: options.paths.state + name)
        } catch .system(_, EROFS) {
            // Nobody can write the store, so there is only the instance to be alone in.
            do { return try InstanceLock(path: options.paths.runtime + name) } catch {
                throw .system("\(error)")
            }
        } catch {
            throw .system("\(error)")
        }
    }

    private func assemble(
        _ hydration: Hydration, _ store: StoreFile, _ endpoint: CoordinatorEndpoint,
        _ files: (checkpoint: CheckpointFile, lines: AsRunFile), _ lock: InstanceLock
    ) throws(CoordinatorError) -> Parts {
        let time = options.time
        let service = service
        let scan = ShaderScan(directory: options.shaders, rate: options.configuration.format.rate)
        let notices = service.notices
        let lookUp = store.lookUp
        let path = store.path
        let writer = StoreWriter(
            store, failure: hydration.storeFailure,
            history: HistoryLimits(
                runs: options.configuration.integer("history.runs"),
                entries: options.configuration.integer("history.entries"),
                days: options.configuration.integer("history.days")),
            registry: options.registry, time: time
        ) { _ in
            service.storeHasNews.store(true, ordering: .releasing)
            endpoint.interrupt()
        }
        var lines = files.lines
        lines.keep(hydration.unstoredLines, of: hydration.storeID)
        let checkpointer = Checkpointer(file: files.checkpoint, lines: lines, time: time) {
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
        let configuration = options.configuration
        let probes = RunProbes(
            directory: options.paths.state,
            freeBytesMin: UInt64(configuration.integer("run.disk_free_mb")) << 20,
            limit: configuration.integer("run.probe_limit"), registry: options.registry,
            time: time
        ) { notices.push(.probed($0)) }
        let engine = Engine(
            Engine.Parts(
                settings: try settings(endpoint.epoch), hydration: hydration,
                catalogue: scan.catalogue(), writer: writer, checkpointer: checkpointer,
                storedKey: lookUp,
                outlet: EndpointOutlet(endpoint, operations, time), registry: options.registry,
                time: time,
                indexes: indexes.now, requestScan: scanner.request, links: { health.links },
                operations: operations, requestProbe: probes.start,
                readHistory: { try StoreHistory.answer($0, path: path) },
                counts: indexes.counts, boot: HostBoot.identifier))
        return Parts(
            hydration: hydration, endpoint: endpoint, writer: writer, checkpointer: checkpointer,
            backup: backup, scanner: scanner, watch: watch, health: health, engine: engine,
            lock: lock)
    }

    private func settings(_ epoch: UInt64) throws(CoordinatorError) -> EngineSettings {
        let configuration = options.configuration
        let run: RunSettings
        do {
            run = try RunSettings(configuration)
        } catch {
            throw .system(error.description)
        }
        var policy = PolicySettings()
        policy.settleTime = .milliseconds(Int64(configuration.integer("coordinator.settle_ms")))
        policy.editsGoToPreview = configuration.text("coordinator.edit") == "preview"
        policy.inputCount = UInt32(configuration.inputs.count)
        policy.snapshotBytesMax = WireLimits.snapshotBytes
        policy.run = run
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
            policy: policy, workingFormat: working)
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

    var runID = ""
    var headSequence: UInt64 { endpoint.headSequence }

    func publish(_ event: Event, operation: String, producer: String) {
        guard let kind = event.kind else { return }
        var version: StateVersion?
        if case .runtimeStateChanged(let change) = kind { version = change.version }
        do {
            let sequence = try endpoint.publish(
                kind, operationID: operation, runID: runID, version: version, producer: producer)
            guard !operation.isEmpty else { return }
            operations.note(
                SequencedEvent(
                    sequence: sequence, createdMonotonicNanoseconds: time.now().nanoseconds,
                    createdWallNanoseconds: time.wallNanoseconds(), operationId: operation,
                    runId: runID, event: event, producer: producer,
                    queue: kind.declaration.queue.rawValue))
        } catch {
            logger.error(
                "an event could not be encoded",
                metadata: ["event": "\(kind.name)", "reason": "\(error)"])
        }
    }
}
