internal import CRealtime
public import Common
internal import Glibc
internal import Logging
internal import Synchronization

/// A virtual output card: the device of tests and demos, a process of its own (`holdover card`).
///
/// It has its own clock, shows what `outputd` schedules, holds the last picture while nobody is
/// attached, answers each slot once, keeps a record of every tick, injects faults, and feeds sinks.
public final class VirtualCard: Sendable {
    /// How a card's life ended.
    public struct Outcome: Sendable, Equatable {
        /// The sinks at the end.
        public var sinks: [SinkStatus]
        /// No sink failed.
        public var isComplete: Bool { sinks.allSatisfy { $0.state != .failed } }
    }

    private let options: VirtualCardOptions
    private let wakeEnd: Int32
    private let ended = Monitor<[Sink]?>(nil)
    private let endpoint: MetricsEndpoint?
    /// The lock that makes this the instance's card, held until the end.
    private let lock: OwnedLock

    /// Starts a card and returns once its sockets listen. Throws what keeps it from working, sinks
    /// included: a recording that cannot be made is refused at the start.
    public init(_ options: VirtualCardOptions) throws(VirtualCardError) {
        self.options = options
        do {
            try options.paths.create()
        } catch {
            throw .folder(error.description)
        }
        lock = try OwnedLock(path: options.paths.lock("card"))
        try Self.check(options.sinks, environment: options.environment)
        crt_guard_install()
        // A recorder that dies must be an error of its pipe, not our end.
        signal(SIGPIPE, SIG_IGN)
        let registry = MetricsRegistry()
        let notifier = options.notifier ?? ServiceNotifier(environment: options.environment)
        registry.registerProcessMetrics(
            process: ProcessName.card.rawValue, notifier: notifier, paths: options.paths)
        endpoint = try Self.endpoint(registry, options)
        let pipe: OwnedDescriptor.Pipe
        do {
            pipe = try OwnedDescriptor.pipe()
        } catch {
            throw .folder(error.description)
        }
        let loop = try CardLoop(
            options: options, cardEpoch: UInt64.random(in: 1...UInt64.max), registry: registry,
            notifier: notifier, wakeEnd: pipe.readEnd.rawValue)
        let (readEnd, writeEnd) = pipe.release()
        wakeEnd = writeEnd
        let card = UncheckedTransfer(loop)
        WorkerThread.start(
            named: "card", owner: "card", .critical, priority: .realtime(20)
        ) { [ended] in
            card.value.run()
            close(readEnd)
            ended.withLock { $0 = card.value.allSinks }
            ended.notifyAll()
        }
    }

    deinit { close(wakeEnd) }

    /// Begins an orderly stop; returns at once.
    public func requestStop() {
        var byte: UInt8 = 0
        _ = write(wakeEnd, &byte, 1)
    }

    /// Waits until the card has stopped and its sinks are complete; nil at the deadline.
    public func waitForEnd(until deadline: MonotonicInstant) -> Outcome? {
        guard let sinks = ended.wait(until: deadline, { $0 }) else { return nil }
        for sink in sinks where !sink.join(until: deadline) { return nil }
        endpoint?.stop()
        return Outcome(sinks: sinks.map(\.currentStatus))
    }

    /// Stops and waits: two minutes for sinks to be completed.
    public func stop() -> Outcome? {
        requestStop()
        return waitForEnd(until: SystemTimeSource().now() + .seconds(120))
    }

    /// The whole life of the process: runs until SIGTERM, SIGINT or a `stop` command. `reload` is called for
    /// SIGHUP. Returns the exit code: 0; 1 when a sink failed; 69 when the card could not start, said on stderr.
    public static func run(
        _ options: VirtualCardOptions, reload: @escaping @Sendable () -> Void = {}
    ) -> Int32 {
        let log = Logger(label: "card")
        // A stop that comes while the card is being made is kept for it.
        let running = Monitor<(isWanted: Bool, card: VirtualCard?)>((true, nil))
        TerminationSignals.handle(reload: reload) {
            let card = running.withLock {
                $0.isWanted = false
                return $0.card
            }
            card?.requestStop()
        }
        let card: VirtualCard
        do {
            card = try VirtualCard(options)
        } catch {
            log.critical("the virtual card cannot start: \(error)")
            return 69
        }
        let isWanted = running.withLock {
            $0.card = card
            return $0.isWanted
        }
        if !isWanted { card.requestStop() }
        _ = card.ended.wait(until: .distantFuture) { $0 }
        guard let outcome = card.waitForEnd(until: SystemTimeSource().now() + .seconds(120)) else {
            log.error("sinks did not complete in two minutes; their segments remain")
            return 1
        }
        for sink in outcome.sinks {
            log.info(
                "sink ended",
                metadata: [
                    "sink": "\(sink.sink)", "state": "\(sink.state.rawValue)",
                    "frames": "\(sink.writtenCount)", "dropped": "\(sink.droppedCount)",
                ])
        }
        return outcome.isComplete ? 0 : 1
    }

    private static func endpoint(
        _ registry: MetricsRegistry, _ options: VirtualCardOptions
    ) throws(VirtualCardError) -> MetricsEndpoint? {
        guard let address = options.metricsAddress else { return nil }
        do {
            let endpoint = try MetricsEndpoint(
                registry: registry, address: address, port: options.metricsPort,
                inherited: InheritedSockets.take(environment: options.environment)["metrics"])
            try options.paths.publish(port: endpoint.port, of: "metrics.card")
            return endpoint
        } catch {
            throw .metrics("\(error)")
        }
    }

    /// Finds what would only be noticed with the first frame.
    private static func check(
        _ sinks: [SinkSpecification], environment: [String: String]
    ) throws(VirtualCardError) {
        guard !sinks.isEmpty else { return }
        for program in ["ffmpeg", "ffprobe"]
        where ChildProcess.locate(program, environment: environment) == nil {
            throw .sink(ChildProcessError.notFound(program: program).description)
        }
        for case .file(let path, _, _) in sinks {
            let folder =
                path.contains("/")
                ? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) : "."
            guard access(folder.isEmpty ? "/" : folder, W_OK) == 0 else {
                throw .sink(
                    "cannot record to \(path): \(String(cString: strerror(errno))). Give a folder "
                        + "that exists and can be written")
            }
        }
    }
}

/// Carries a value to the one thread that owns it from then on.
private struct UncheckedTransfer<Value>: @unchecked Sendable {
    // Sendable because the giver never touches the value again.
    let value: Value
    init(_ value: Value) { self.value = value }
}

/// An exclusive lock on a file, held while the value lives.
private final class OwnedLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws(VirtualCardError) {
        let descriptor = crt_open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, crt_lock_exclusive(descriptor) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw .alreadyRunning(lockPath: path)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
