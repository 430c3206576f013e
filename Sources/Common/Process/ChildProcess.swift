internal import CRealtime
internal import Glibc
internal import Synchronization

/// How a child ended.
public enum ChildExit: Sendable, Hashable, CustomStringConvertible {
    case exited(code: Int32)
    case killed(signal: Int32)

    /// Exit code 0.
    public var isSuccess: Bool { self == .exited(code: 0) }
    public var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .killed(let signal): "signal \(signal)"
        }
    }
}

/// Why a child could not be started.
public enum ChildProcessError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No such program on the PATH.
    case notFound(program: String)
    /// The system refused; the errno says why.
    case cannotStart(program: String, code: Int32)

    public var description: String {
        switch self {
        case .notFound(let program):
            "\(program) is not on the PATH. Install it (`make setup`, or apt-get install "
                + "\(program))"
        case .cannotStart(let program, let code):
            "cannot start \(program): \(String(cString: strerror(code)))"
        }
    }
}

/// A running child in a process group of its own, which inherits only the descriptors named at its
/// start and never a shell. Any thread; the one that made it should outlive it where
/// `diesWithThread` is given.
public final class ChildProcess: Sendable {
    /// The child's process id.
    public let processID: Int32
    private let ended = Mutex<ChildExit?>(nil)

    /// Starts `program` (a path, or a name found on `environment`'s PATH). Descriptors given as nil
    /// are /dev/null; `extra` becomes the child's descriptor 4. With `diesWithThread` the child is
    /// killed when the calling thread ends.
    public init(
        _ program: String, _ arguments: [String], environment: [String: String],
        standardInput: Int32? = nil, standardOutput: Int32? = nil, standardError: Int32? = nil,
        extra: Int32? = nil, diesWithThread: Bool = false
    ) throws(ChildProcessError) {
        guard let path = Self.locate(program, environment: environment) else {
            throw .notFound(program: program)
        }
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let result = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(variables) { variables in
                path.withCString { path in
                    var request = crt_spawn_request()
                    request.path = path
                    request.arguments = arguments
                    request.environment = variables
                    request.standard_input = standardInput ?? -1
                    request.standard_output = standardOutput ?? -1
                    request.standard_error = standardError ?? -1
                    request.extra_descriptor = extra ?? -1
                    request.death_signal = diesWithThread ? SIGKILL : 0
                    return crt_spawn(&request)
                }
            }
        }
        guard result > 0 else { throw .cannotStart(program: path, code: -result) }
        processID = result
    }

    /// How the child ended, or nil while it runs. Reaps it; never blocks.
    public func poll() -> ChildExit? {
        ended.withLock { ended in
            if let ended { return ended }
            var status: Int32 = 0
            guard waitpid(processID, &status, WNOHANG) == processID else { return nil }
            let signal = status & 0x7f
            let exit =
                signal == 0
                ? ChildExit.exited(code: (status >> 8) & 0xff) : .killed(signal: signal)
            ended = exit
            return exit
        }
    }

    /// Waits for the end; nil at the deadline. For orderly stops: looks every few milliseconds.
    public func wait(
        until deadline: MonotonicInstant, time: any TimeSource = SystemTimeSource()
    ) -> ChildExit? {
        while true {
            if let exit = poll() { return exit }
            let now = time.now()
            guard now < deadline else { return nil }
            time.sleep(until: min(deadline, now + .milliseconds(5)))
        }
    }

    /// Sends a signal to this child, never to a process that took over its number.
    public func signal(_ number: Int32) {
        ended.withLock { ended in
            if ended == nil { _ = kill(processID, number) }
        }
    }

    /// SIGTERM, then SIGKILL for a child still there after `grace`; returns once it is reaped.
    @discardableResult
    public func terminate(
        grace: Nanoseconds, time: any TimeSource = SystemTimeSource()
    ) -> ChildExit? {
        signal(SIGTERM)
        if let exit = wait(until: time.now() + grace, time: time) { return exit }
        signal(SIGKILL)
        return wait(until: time.now() + .seconds(5), time: time)
    }

    /// The executable file `program` names: itself when it has a slash, else the first on the PATH.
    public static func locate(_ program: String, environment: [String: String]) -> String? {
        if program.contains("/") { return access(program, X_OK) == 0 ? program : nil }
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
            return body(base)
        }
    }
}
