internal import Common
internal import Logging
internal import Messaging
internal import Proto
internal import Synchronization

/// Collects what is observed of the other processes, for display only, on a thread of its own: with
/// it gone, or `telemetry` never drained, every decision is the same. Any thread.
final class HealthBoard: Sendable {
    private let board = Mutex(LinkBoard())
    private let isStopping = Atomic<Bool>(false)
    private let endpoint: CoordinatorEndpoint
    private let time: any TimeSource
    private let thread = Mutex<JoinableThread?>(nil)

    private let operations: OperationBoard
    private let logger = Logger(label: "health")

    init(
        endpoint: CoordinatorEndpoint, operations: OperationBoard, time: any TimeSource
    ) {
        self.endpoint = endpoint
        self.operations = operations
        self.time = time
    }

    /// All links as they stand.
    var links: [Link] { board.withLock { $0.links } }

    /// Starts to read telemetry; the thread ends with the endpoint.
    func start() {
        let started = WorkerThread.start(named: "telemetry", owner: "coordinator", .cosmetic) {
            [self] in
            while !isStopping.load(ordering: .relaxed) {
                let until = board.withLock { $0.nextSilence }
                if let envelope = endpoint.nextTelemetry(until: until) { take(envelope) }
                let now = time.now()
                let wall = time.wallNanoseconds()
                let changes = board.withLock { $0.silences(at: now, wall: wall) }
                for change in changes { publish(change) }
            }
        }
        thread.withLock { $0 = started }
    }

    /// Asks the thread to end; it does once the endpoint, for which it waits, has stopped.
    func requestStop() { isStopping.store(true, ordering: .relaxed) }

    /// Waits for the thread's end.
    func join() {
        thread.withLock { $0 }?.join()
    }

    /// Notes that a process was heard by a fact or a heartbeat.
    func heard(_ source: String, epoch: UInt64, pid: UInt32, phase: String) {
        let now = time.now()
        let wall = time.wallNanoseconds()
        let change = board.withLock {
            $0.heard(source, epoch: epoch, pid: pid, phase: phase, at: now, wall: wall)
        }
        if let change { publish(change) }
    }

    /// Notes the end of a process; false when a newer one is up under the same name.
    func ended(_ source: String, pid: UInt32) -> Bool {
        let wall = time.wallNanoseconds()
        guard let change = board.withLock({ $0.ended(source, pid: pid, wall: wall) }) else {
            return false
        }
        publish(change)
        return true
    }

    private func take(_ envelope: Envelope) {
        guard case .telemetry(let telemetry) = envelope.payload else { return }
        switch telemetry.sample {
        case .heartbeat(let heartbeat):
            heard(
                envelope.source, epoch: envelope.sourceEpoch, pid: heartbeat.pid,
                phase: heartbeat.phase)
        case .observation(let event):
            log(event)
            operations.note(
                SequencedEvent(
                    sequence: envelope.sequence,
                    createdMonotonicNanoseconds: envelope.createdMonotonicNanoseconds,
                    createdWallNanoseconds: envelope.createdWallNanoseconds,
                    operationId: envelope.operationId, runId: envelope.runId, event: event,
                    producer: envelope.source, queue: QueuePolicy.telemetryOutgoing.name))
        case .timing, .queueDepth, nil: break
        }
    }

    /// A warning is for the log of the host; what has to be acted on is an alarm.
    private func log(_ event: Event) {
        switch event.kind {
        case .subsystemWarningRaised(let warning):
            logger.warning(
                "\(warning.text)",
                metadata: ["subsystem": "\(warning.subsystem)", "code": "\(warning.code)"])
        case .subsystemWarningCleared(let warning):
            logger.notice(
                "well again",
                metadata: ["subsystem": "\(warning.subsystem)", "code": "\(warning.code)"])
        default: break
        }
    }

    private func publish(_ change: LinkStateChanged) {
        _ = try? endpoint.publish(.linkStateChanged(change))
    }
}
