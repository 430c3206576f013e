internal import Common
internal import CoordinatorDecision
internal import Glibc

/// A wish to have the slow checks of a preparing run made.
struct ProbeRequest: Sendable {
    /// The preparing's operation; its answers carry it.
    var operation: String
    /// After that nobody wants the answer.
    var deadline: MonotonicInstant
}

/// What a slow check found.
struct ProbeAnswer: Sendable {
    var operation: String
    var name: InterlockName
    /// Nil: in order.
    var problem: String?
}

/// Makes the slow checks of a preparing run, each on a thread of its own, so that one that hangs in
/// the kernel holds up neither the others nor the decision. Those under way are bounded, hung ones
/// included; beyond the bound a check is answered as failed at once. An answer that comes too late
/// carries its operation, by which the decision discards it. Any thread.
final class RunProbes: Sendable {
    private let pool: PoolMeter
    private let path: String
    private let freeBytesMin: UInt64
    private let time: any TimeSource
    private let answer: @Sendable (ProbeAnswer) -> Void

    /// Checks in `directory`; `answer` is called on the checks' threads.
    init(
        directory: String, freeBytesMin: UInt64, limit: Int, registry: MetricsRegistry,
        time: any TimeSource, answer: @escaping @Sendable (ProbeAnswer) -> Void
    ) {
        path = directory
        self.freeBytesMin = freeBytesMin
        self.time = time
        self.answer = answer
        pool = PoolMeter(.probes, limit: limit, registry: registry)
    }

    /// Starts every check; returns at once.
    func start(_ request: ProbeRequest) {
        for name in InterlockName.allCases where !name.isAnsweredByFacts {
            begin(name, request)
        }
    }

    private func begin(_ name: InterlockName, _ request: ProbeRequest) {
        guard let place = pool.enter() else {
            return answer(
                ProbeAnswer(
                    operation: request.operation, name: name,
                    problem: "\(pool.limit) earlier checks have not come back; the disk may hang"))
        }
        _ = WorkerThread.start(named: "probe", owner: "run", .degrading) { [self] in
            defer { place.leave() }
            let problem = checkDisk()
            guard time.now() <= request.deadline else { return }
            answer(ProbeAnswer(operation: request.operation, name: name, problem: problem))
        }
    }

    /// Writes, synchronises and removes a small file, and looks at the free space.
    private func checkDisk() -> String? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return failure("look at", errno) }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        guard free >= freeBytesMin else {
            return "\(free >> 20) MiB are free in \(path), and \(freeBytesMin >> 20) are needed;"
                + " delete something"
        }
        let file = "\(path)/probe.\(getpid())"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return failure("write in", errno) }
        defer {
            close(descriptor)
            unlink(file)
        }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        guard write(descriptor, &bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            return failure("write in", errno)
        }
        return nil
    }

    private func failure(_ what: String, _ code: Int32) -> String {
        "cannot \(what) \(path): \(String(cString: strerror(code)))"
    }
}
