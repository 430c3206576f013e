import CRealtime
import Common
import Glibc

/// One supervised child: its process, its pipe, its notify socket and its restart policy.
/// Owned by the supervisor's thread.
final class SupervisedChild {
    /// A child must be ready this long after its start, or it is killed and started again.
    static let startTimeout = Nanoseconds.seconds(60)

    let plan: ChildPlan
    private(set) var state = ChildState.waiting
    private var process: ChildProcess?
    private(set) var restarts = 0
    private(set) var status = ""
    private(set) var startedAt: MonotonicInstant?
    /// Deaths in a row without having been ready since the supervisor's start.
    private(set) var deathsBeforeReady = 0
    private(set) var wasReady = false
    /// How the last process ended.
    private(set) var lastExit: ChildExit?
    /// When something must happen to this child if nothing comes before.
    private(set) var deadline = MonotonicInstant.distantFuture

    private(set) var notify: NotifySocket
    /// Readable when the child wrote something; -1 when it cannot.
    private(set) var output: Int32 = -1
    /// Readable when the process has ended; -1 when there is none.
    private(set) var exit: Int32 = -1
    private var splitter = LineSplitter()
    private var policy = RestartPolicy()

    /// Nil, with errno set, where the notify socket cannot be bound.
    init?(plan: ChildPlan, notifyPath: String) {
        guard let notify = NotifySocket(path: notifyPath) else { return nil }
        self.plan = plan
        self.notify = notify
    }

    deinit {
        if output >= 0 { close(output) }
        if exit >= 0 { close(exit) }
    }

    var isAlive: Bool { process != nil }
    /// Nil while it is not running.
    var pid: Int32? { process?.processID }

    /// Binds the notify socket anew where its file was removed; true when that was so. What the
    /// child said meanwhile is lost, so that its time begins again.
    func bindAgainIfRemoved(at now: MonotonicInstant) -> Bool {
        guard !notify.isReachable, let again = NotifySocket(path: notify.path) else {
            return false
        }
        notify = again
        deadline = now + (state == .starting ? Self.startTimeout : plan.watchdog)
        return true
    }

    /// Starts the process. Returns a sentence when it cannot be started.
    func start(at now: MonotonicInstant) -> String? {
        _ = bindAgainIfRemoved(at: now)
        if output >= 0 { close(output) }
        output = -1
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            return "\(plan.name): no pipe: \(String(cString: strerror(errno)))"
        }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        var environment = plan.environment
        environment["NOTIFY_SOCKET"] = notify.path
        environment["WATCHDOG_USEC"] = "\(plan.watchdog.count / 1000)"
        environment["WATCHDOG_PID"] = nil
        // Messages of the process before do not speak for this one.
        while notify.next() != nil {}
        defer { close(ends[1]) }
        do throws(ChildProcessError) {
            let process = try ChildProcess(
                plan.executable, plan.arguments, environment: environment,
                standardOutput: ends[1], standardError: ends[1], diesWithThread: true)
            self.process = process
            exit = crt_pidfd_open(process.processID)
        } catch {
            close(ends[0])
            return "\(plan.name): \(error)"
        }
        output = ends[0]
        if startedAt != nil { restarts += 1 }
        startedAt = now
        state = .starting
        status = "starting"
        deadline = now + Self.startTimeout
        return nil
    }

    /// Takes one sd_notify message.
    func receive(_ fields: [String: String], at now: MonotonicInstant) {
        guard isAlive, state != .stopping else { return }
        if let text = fields["STATUS"] { status = text }
        if fields["READY"] == "1" {
            state = .running
            wasReady = true
            deathsBeforeReady = 0
        }
        guard state == .running, fields["READY"] == "1" || fields["WATCHDOG"] == "1" else { return }
        deadline = now + plan.watchdog
    }

    /// Reads what the child wrote; false at the end of its output.
    func readLines(_ relay: (String) -> Void) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16384)
        // Bounded, so that a child that floods its output cannot starve the others.
        for _ in 0..<8 {
            let count = read(output, &buffer, buffer.count)
            if count > 0 {
                splitter.take(buffer[..<count]).forEach(relay)
            } else {
                guard count == 0 else { return errno == EAGAIN || errno == EINTR }
                splitter.finish().map(relay)
                close(output)
                output = -1
                return false
            }
        }
        return true
    }

    /// Reaps the process when it has ended, and tells what it left behind (an ffmpeg) to stop.
    /// False while it runs.
    func reap(at now: MonotonicInstant) -> Bool {
        guard let process else { return false }
        // Before the reaping: while the dead leader is a zombie, nobody else can have its group.
        kill(-process.processID, SIGTERM)
        guard let how = process.poll() else { return false }
        self.process = nil
        lastExit = how
        close(exit)
        exit = -1
        if state == .stopping {
            state = .stopped
            status = "stopped"
            deadline = .distantFuture
            return true
        }
        if !wasReady { deathsBeforeReady += 1 }
        let pause = policy.pauseAfterDeath(at: now)
        state = .pausing
        status = policy.isInCrashLoop ? "\(how); crash loop" : "\(how)"
        deadline = now + pause
        return true
    }

    /// A start that failed counts as a death.
    func startFailed(_ reason: String, at now: MonotonicInstant) {
        deathsBeforeReady += 1
        state = .pausing
        status = reason
        deadline = now + policy.pauseAfterDeath(at: now)
    }

    /// Asks for an orderly stop; a child that is not running is stopped at once.
    func stop(at now: MonotonicInstant) {
        guard isAlive else {
            state = .stopped
            status = "stopped"
            deadline = .distantFuture
            return
        }
        guard state != .stopping else { return }
        state = .stopping
        status = "stopping"
        deadline = now + plan.stopPatience
        process?.signal(SIGTERM)
    }

    /// Kills the process. Its end is noticed like any other.
    func killNow() {
        guard isAlive else { return }
        process?.signal(SIGKILL)
        // Until the end is reported, nothing more is due.
        deadline = .distantFuture
    }
}
