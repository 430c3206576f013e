import Common
import Frames
import Glibc
import Logging
import Messaging
import Playout
import Proto

/// Tells everybody else what the playout thread reports: log, supervisor, coordinator. None of them
/// need be there. Runs under a `LoopSupervisor`; what it knows is rebuilt from the timeline page.
struct ReportLoop: Sendable {
    let queue: HandOffQueue<OutputReport>
    let link: CoordinatorLink?
    let notifier: ServiceNotifier
    let timeline: TimelineReader
    let loops: [LoopSupervisor]
    let trouble: DeviceTrouble
    let director: RunDirector
    /// What is wrong with the slate; may block for a child.
    let slateTrouble: @Sendable () -> String?
    /// Called once a turn; tests make the loop die here.
    let onTurn: @Sendable (String) throws -> Void
    /// How long readiness waits for the device.
    private static let readyPatience = Nanoseconds.seconds(3)
    private let time = SystemTimeSource()
    private let log = Logger(label: "output")

    init(
        queue: HandOffQueue<OutputReport>, link: CoordinatorLink?, notifier: ServiceNotifier,
        timeline: TimelineReader, loops: [LoopSupervisor], trouble: DeviceTrouble,
        director: RunDirector, slateTrouble: @escaping @Sendable () -> String?,
        onTurn: @escaping @Sendable (String) throws -> Void
    ) {
        self.queue = queue
        self.link = link
        self.notifier = notifier
        self.timeline = timeline
        self.loops = loops
        self.trouble = trouble
        self.director = director
        self.slateTrouble = slateTrouble
        self.onTurn = onTurn
    }

    private struct Memory {
        var alarms = AlarmBook()
        var isReady = false
        var isReferenceLocked = true
        var nextBeat = MonotonicInstant(nanoseconds: 0)
        var startedAt = MonotonicInstant(nanoseconds: 0)
        var restarts: [String: UInt64] = [:]
        var loopCount: UInt64 = 0
    }

    func run(_ loop: LoopSupervisor) throws {
        var memory = Memory()
        memory.startedAt = time.now()
        phase("starting")
        restore(&memory)
        if let text = slateTrouble(), let level = memory.alarms.slate(text, at: time.now()) {
            tell(level)
        }
        while true {
            let isLast = loop.isStopping
            try onTurn(loop.name)
            while let report = queue.pop() { handle(report, &memory) }
            let now = time.now()
            for level in memory.alarms.tick(at: now) { tell(level) }
            if now >= memory.nextBeat {
                memory.nextBeat = now + .seconds(1)
                // The panic control and the clock serve already; a boot must not wait for a device.
                if !memory.isReady, now - memory.startedAt > Self.readyPatience {
                    handle(.playing, &memory)
                }
                beat(&memory, at: now)
            }
            if isLast { return }
            queue.wait(until: min(memory.nextBeat, now + .milliseconds(200)))
        }
    }

    /// After a death of this loop: what stands now, without what it missed.
    private func restore(_ memory: inout Memory) {
        guard let state = timeline.latest() else { return }
        let now = time.now()
        if let forced = state.forced, let level = memory.alarms.forced("\(forced)", at: now) {
            tell(level)
        }
        let device = memory.alarms.device(state.deviceState, cause: "as it was", at: now)
        if let device { tell(device) }
        if state.totals.total(.completed) > 0 { handle(.playing, &memory) }
    }

    private func handle(_ report: OutputReport, _ memory: inout Memory) {
        let now = time.now()
        switch report {
        case .playing:
            guard !memory.isReady else { return }
            memory.isReady = true
            notifier.ready(status: statusLine())
            phase("ready")
        case .forced(let mode, let index): forced(mode, index, &memory, now)
        case .settled(let record): lost(record, &memory, now)
        case .source(let from, let to, let isForced, let index):
            log.info(
                "on air: \(to)",
                metadata: [
                    "from": "\(from.map(\.description) ?? "none")", "to": "\(to)",
                    "index": "\(index)", "forced": "\(isForced)",
                ])
            link?.facts.report(
                .outputSourceChanged(
                    OutputSourceChanged(
                        from: from.map(\.description) ?? "", to: to.description,
                        index: index.value, forced: isForced)))
            if let level = memory.alarms.source(to, isForced: isForced, at: now) { tell(level) }
        case .directed(let serial, let index):
            guard let applied = director.shown(serial: serial, at: index) else { return }
            log.notice(
                "the run's output is on air",
                metadata: [
                    "output": "\(applied.output.name)", "index": "\(index)",
                    "operation": "\(applied.operationId)",
                ])
            link?.facts.report(.runOutputApplied(applied))
        case .transition(let transition): moved(transition, &memory, now)
        case .mismatch(let mismatch):
            guard let video = timeline.latest()?.video else { return }
            let text = mismatch?.sentence(wanted: video)
            if let level = memory.alarms.ringFormat(text, at: now) { tell(level) }
        case .reference(let isLocked):
            memory.isReferenceLocked = isLocked
            if let level = memory.alarms.reference(isLocked: isLocked, at: now) { tell(level) }
        }
    }

    private func forced(
        _ mode: Playout.ForceMode, _ index: FrameIndex, _ memory: inout Memory,
        _ now: MonotonicInstant
    ) {
        log.notice(
            "force \(mode.rawValue)", metadata: ["mode": "\(mode.rawValue)", "index": "\(index)"])
        link?.facts.report(
            .outputForceChanged(
                OutputForceChanged(mode: mode.onTheWire, index: index.value, reason: "panic")))
        let text = mode == .auto ? nil : mode.rawValue
        if let level = memory.alarms.forced(text, at: now) { tell(level) }
    }

    private func lost(_ record: SlotLogRecord, _ memory: inout Memory, _ now: MonotonicInstant) {
        let slot = record.slot
        guard slot.lostCause != .none else { return }
        log.error(
            "slots lost",
            metadata: [
                "index": "\(slot.index)", "count": "\(record.count)",
                "cause": "\(slot.lostCause)", "result": "\(slot.result)",
            ])
        if let level = memory.alarms.lost(record.count, cause: slot.lostCause, at: now) {
            tell(level)
        }
        guard let totals = timeline.latest()?.totals else { return }
        if slot.result == .late {
            link?.telemetry.observe(
                .outputLateFrameDetected(
                    OutputLateFrameDetected(index: slot.index.value, total: totals.total(.late))))
        } else {
            link?.telemetry.observe(
                .outputDroppedFrameDetected(
                    OutputDroppedFrameDetected(
                        index: slot.index.value, total: totals.total(.dropped),
                        cause: slot.lostCause.description)))
        }
    }

    private func moved(
        _ transition: LifecycleTransition, _ memory: inout Memory, _ now: MonotonicInstant
    ) {
        log.notice(
            "device \(transition.to): \(transition.cause.rawValue)",
            metadata: [
                "from": "\(transition.from)", "to": "\(transition.to)",
                "cause": "\(transition.cause.rawValue)",
            ])
        link?.facts.report(
            .backendStateChanged(
                BackendStateChanged(
                    device: "device.1", from: transition.from.onTheWire,
                    to: transition.to.onTheWire,
                    reason: reason(transition.cause),
                    referenceLocked: memory.isReferenceLocked, isClock: true)))
        let level = memory.alarms.device(
            transition.to, cause: reason(transition.cause), at: now)
        if let level { tell(level) }
        if transition.to == .stopping {
            notifier.stopping()
            phase("stopping")
        }
    }

    /// What is known to be wrong with the device, else what became of it; with a remedy.
    private func reason(_ cause: LifecycleCause) -> String {
        trouble.text ?? cause.sentence
    }

    /// Names the process to the coordinator, which watches it: its death is an alarm at once.
    private func phase(_ phase: String) {
        link?.facts.report(
            .processPhase(
                ProcessPhase(
                    process: ProcessName.output.rawValue, phase: phase, pid: UInt32(getpid()),
                    version: BuildInformation.version, detail: statusLine())))
    }

    private func tell(_ level: AlarmBook.Level) {
        if level.isActive {
            log.warning(
                "alarm: \(level.text)",
                metadata: ["kind": "\(level.kind.rawValue)", "text": "\(level.text)"])
        }
        link?.facts.report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: level.kind.rawValue, subject: "outputd"),
                    active: level.isActive, severity: level.kind.severity, text: level.text,
                    sinceMonotonicNanoseconds: level.since.nanoseconds)))
    }

    private func beat(_ memory: inout Memory, at now: MonotonicInstant) {
        memory.loopCount += 1
        notifier.status(statusLine())
        for loop in loops where loop.restartCount != memory.restarts[loop.name] ?? 0 {
            memory.restarts[loop.name] = loop.restartCount
            link?.facts.report(
                .subsystemRecovered(
                    SubsystemRecovered(
                        subsystem: "outputd.\(loop.name)", restartCount: loop.restartCount)))
            let level = memory.alarms.loopDied(
                loop.name, count: loop.restartCount, cause: loop.lastCause, at: now)
            if let level { tell(level) }
        }
        guard let link, let state = timeline.latest() else { return }
        link.beat(
            Heartbeat(
                pid: UInt32(getpid()),
                uptimeNanoseconds: UInt64(max(0, (now - state.startedAt).count)),
                phase: "\(state.deviceState)", loopCount: state.totals.total))
        link.telemetry.observe(
            .outputFrameScheduled(
                OutputFrameScheduled(index: state.nextIndex.value - 1, source: "\(state.rung)")))
        if let completed = state.lastCompletedIndex {
            link.telemetry.observe(
                .outputFrameCompleted(
                    OutputFrameCompleted(index: completed.value, source: "\(state.rung)")))
        }
    }

    private func statusLine() -> String {
        guard let state = timeline.latest() else { return "starting" }
        let depth = state.lastCompletedIndex.map { state.nextIndex - $0 - 1 } ?? 0
        return "\(state.video), \(state.rung) on air, device \(state.deviceState), "
            + "depth \(depth), \(state.totals.total) slots, \(state.totals.lost) lost"
    }
}

extension AlarmBook.Kind {
    fileprivate var severity: Severity {
        switch self {
        case .lostSlot, .device: .critical
        case .forced, .rung, .ringFormat: .major
        case .reference, .loop, .slate: .warning
        }
    }
}

extension Playout.ForceMode {
    fileprivate var onTheWire: Proto.ForceMode {
        switch self {
        case .auto: .auto
        case .hold: .hold
        case .passthrough: .passthrough
        case .slate: .slate
        case .black: .black
        case .transparent: .transparent
        }
    }
}

extension DeviceState {
    fileprivate var onTheWire: BackendState {
        BackendState(rawValue: Int32(truncatingIfNeeded: rawValue))
    }
}
