import CRealtime
import Common
import Glibc

/// Why supervision ended.
enum SupervisionEnding: Equatable {
    /// The watch said so: the duration is over.
    case finished
    /// Ctrl-C or SIGTERM.
    case interrupted
    /// Start-up was given up; the sentence says why.
    case failed(String)
}

/// Whether a start stage may begin.
enum StageGate: Equatable {
    case open
    /// Not now; ask again.
    case closed
    /// Never; the sentence says why, and start-up is given up.
    case refused(String)
}

/// Starts the daemons in order, restarts what dies, kills what hangs, stops in order.
///
/// One thread and one poll(2) loop own everything: no state is shared, so none is locked. The
/// children carry PR_SET_PDEATHSIG for this thread: when the supervisor dies, they die. A production
/// host uses systemd instead; the timings are the same.
final class Supervisor {
    /// A stage waits this long for the one before; a slow part must not keep the others off air.
    static let stagePatience = Nanoseconds.seconds(3)
    /// Start-up is given up when a child that was never ready has died this often.
    static let deathsBeforeReadyMax = 3

    private let children: [SupervisedChild]
    private let console: Console
    private let time: any TimeSource
    private let paths: InstancePaths
    private var record: SupervisorRecord
    private let signals: Int32
    /// Called about ten times a second: true ends supervision in order.
    var isFinished: (MonotonicInstant) -> Bool = { _ in false }
    /// Asked before each start stage begins.
    var gate: (Int) -> StageGate = { _ in .open }
    /// Called once all children have been ready for the first time.
    var whenReady: () -> Void = {}
    /// The live line, asked for twice a second where a terminal shows it.
    var liveLine: (SupervisorRecord) -> String = { _ in "" }

    private var startStage = Int.min
    private var stageBegan: MonotonicInstant
    private var stopStage: Int?
    private var ending: SupervisionEnding?
    private var wasReady = false
    private var nextLiveLine: MonotonicInstant
    private var recordWritten: SupervisorRecord?

    /// Binds the notify sockets and takes over INT, TERM and HUP of this thread. Throws a
    /// sentence where that is impossible. Call on the thread that will call `run`.
    init(
        plans: [ChildPlan], record: SupervisorRecord, paths: InstancePaths, console: Console,
        time: any TimeSource
    ) throws(CommandFailure) {
        let folder = paths.runtime + "/notify"
        mkdir(folder, 0o700)
        var children: [SupervisedChild] = []
        for plan in plans {
            let path = "\(folder)/\(plan.name)"
            guard let child = SupervisedChild(plan: plan, notifyPath: path) else {
                throw CommandFailure(
                    "cannot bind \(path): \(String(cString: strerror(errno)))",
                    remedy: "Use a shorter instance name, or a shorter XDG_RUNTIME_DIR")
            }
            children.append(child)
        }
        signals = crt_signal_descriptor([SIGINT, SIGTERM, SIGHUP], 3)
        guard signals >= 0 else {
            throw CommandFailure("no signalfd: \(String(cString: strerror(-signals)))", remedy: "")
        }
        self.children = children
        self.record = record
        self.paths = paths
        self.console = console
        self.time = time
        stageBegan = time.now()
        nextLiveLine = time.now()
    }

    deinit { close(signals) }

    /// Supervises until the end. Blocks; returns when no child is left.
    func run() -> SupervisionEnding {
        while true {
            let now = time.now()
            advance(at: now)
            if let ending, !children.contains(where: \.isAlive), stopStage == nil {
                publish()
                console.clear()
                unlink(SupervisorRecord.path(paths))
                return ending
            }
            publish()
            wait(at: now)
        }
    }

    /// How a child's last process ended; nil where there was none.
    func lastExit(of name: String) -> ChildExit? {
        children.first { $0.plan.name == name }?.lastExit
    }

    // MARK: The loop's steps

    private func wait(at now: MonotonicInstant) {
        var polled = [pollfd(fd: signals, events: Int16(POLLIN), revents: 0)]
        for child in children {
            polled.append(pollfd(fd: child.notify.descriptor, events: Int16(POLLIN), revents: 0))
            polled.append(pollfd(fd: child.output, events: Int16(POLLIN), revents: 0))
            polled.append(pollfd(fd: child.exit, events: Int16(POLLIN), revents: 0))
        }
        let due = children.map(\.deadline).min() ?? .distantFuture
        let span = min(due, now + .milliseconds(100)) - now
        let milliseconds = Int32(clamping: max(0, (span.count + 999_999) / 1_000_000))
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return }
        for (place, child) in children.enumerated() {
            if polled[1 + place * 3].revents != 0 { receive(child) }
            if polled[2 + place * 3].revents != 0 { relay(child) }
            if polled[3 + place * 3].revents != 0 { reap(child) }
        }
        if polled[0].revents != 0 { takeSignals() }
    }

    private func receive(_ child: SupervisedChild) {
        while let fields = child.notify.next() {
            let before = child.state
            child.receive(fields, at: time.now())
            if before == .starting, child.state == .running, child.restarts > 0 {
                console.print("supervisor: \(child.plan.name) is back (restart \(child.restarts))")
            }
        }
    }

    private func relay(_ child: SupervisedChild) {
        _ = child.readLines { console.relay(child.plan.name, $0) }
    }

    private func takeSignals() {
        while true {
            let number = crt_signal_next(signals)
            guard number > 0 else { return }
            if ending == nil {
                begin(.interrupted)
            } else {
                console.print("supervisor: killing everything")
                children.forEach { $0.killNow() }
            }
        }
    }

    private func reap(_ child: SupervisedChild) {
        guard child.reap(at: time.now()) else { return }
        relay(child)
        if child.state == .pausing {
            console.print("supervisor: \(child.plan.name) died: \(child.status)")
        }
    }

    private func advance(at now: MonotonicInstant) {
        if ending == nil {
            advanceStart(at: now)
            for child in children where child.deadline <= now {
                // On a starved machine it may be the supervisor that was late: a beat that lies in
                // the socket counts.
                receive(child)
                if child.isAlive, child.bindAgainIfRemoved(at: now) {
                    console.print(
                        "supervisor: the socket file of \(child.plan.name) was removed; bound anew")
                }
                if child.deadline <= now { act(on: child, at: now) }
            }
            if let child = children.first(where: {
                !wasReady && $0.deathsBeforeReady >= Self.deathsBeforeReadyMax
            }) {
                begin(
                    .failed(
                        "\(child.plan.name) cannot start (\(child.status)); its words are above"))
            } else if isFinished(now) {
                begin(.finished)
            }
        } else {
            advanceStop(at: now)
        }
        if console.showsLiveLine, now >= nextLiveLine, ending == nil {
            nextLiveLine = now + .milliseconds(500)
            console.show(liveLine(record))
        }
    }

    private func act(on child: SupervisedChild, at now: MonotonicInstant) {
        switch child.state {
        case .pausing: start(child, at: now)
        case .starting:
            console.print("supervisor: \(child.plan.name) is not ready in time; killing it")
            child.killNow()
        case .running:
            console.print("supervisor: \(child.plan.name) missed its watchdog; killing it")
            child.killNow()
        case .stopping: child.killNow()
        case .waiting, .stopped: break
        }
    }

    private func start(_ child: SupervisedChild, at now: MonotonicInstant) {
        if let problem = child.start(at: now) {
            console.print("supervisor: \(problem)")
            child.startFailed(problem, at: now)
        }
    }

    private func advanceStart(at now: MonotonicInstant) {
        let current = children.filter { $0.plan.startStage <= startStage }
        let isReady = current.allSatisfy { $0.wasReady }
        guard isReady || now - stageBegan >= Self.stagePatience else { return }
        let waiting = children.filter { $0.state == .waiting }
        guard let next = waiting.map(\.plan.startStage).min() else {
            if isReady, !wasReady {
                wasReady = true
                whenReady()
            }
            return
        }
        switch gate(next) {
        case .open: break
        case .closed: return
        case .refused(let sentence): return begin(.failed(sentence))
        }
        startStage = next
        stageBegan = now
        for child in waiting where child.plan.startStage == next { start(child, at: now) }
    }

    // MARK: Stopping

    private func begin(_ reason: SupervisionEnding) {
        ending = reason
        if reason == .interrupted { console.print("supervisor: stopping in order") }
        stopStage = Int.min
        advanceStop(at: time.now())
    }

    private func advanceStop(at now: MonotonicInstant) {
        for child in children where child.state == .stopping && child.deadline <= now {
            console.print("supervisor: \(child.plan.name) does not stop; killing it")
            child.killNow()
        }
        guard let stage = stopStage,
            !children.contains(where: { $0.plan.stopStage <= stage && $0.isAlive })
        else { return }
        let remaining = children.filter { $0.plan.stopStage > stage }
        stopStage = remaining.map(\.plan.stopStage).min()
        for child in remaining where child.plan.stopStage == stopStage { child.stop(at: now) }
    }

    // MARK: The record

    private func publish() {
        record.children = children.map {
            SupervisorRecord.Child(
                name: $0.plan.name, pid: $0.pid, state: $0.state,
                restarts: $0.restarts, status: $0.status,
                startedAt: $0.startedAt?.nanoseconds)
        }
        guard record != recordWritten else { return }
        recordWritten = record
        do {
            try record.write(paths)
        } catch {
            // Others lose sight of us, nothing more: the file is for status and page only.
            console.print("supervisor: cannot write supervisor.json: \(error)")
        }
    }
}
