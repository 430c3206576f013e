import Foundation

/// A child process of a test: its standard output by lines, killed by its own pid at the latest when
/// the last reference goes. Used by one test at a time.
public final class TestChild: @unchecked Sendable {
    // Unchecked: a test uses its child from one task.

    /// How a child ended.
    public enum End: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// Why a child could not be used.
    public enum Failure: Error, CustomStringConvertible {
        case spawn(path: String, errno: Int32)
        case noLine(within: Double, soFar: String)
        case stillRunning(after: Double)

        public var description: String {
            switch self {
            case .spawn(let path, let number): "cannot start \(path): errno \(number)"
            case .noLine(let seconds, let text): "no line within \(seconds) s; so far: \(text)"
            case .stillRunning(let seconds): "still running after \(seconds) s"
            }
        }
    }

    /// The child's process id.
    public let pid: Int32
    private let output: Int32
    private let input: Int32
    private var buffered: [UInt8] = []
    private var ended: End?

    /// Starts `path` with the environment of the test and `environment` on top. Standard error goes to
    /// the test's.
    public init(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        var outputPipe: [Int32] = [0, 0]
        var inputPipe: [Int32] = [0, 0]
        // Close-on-exec everywhere: tests run in parallel and must not pass on each other's ends.
        guard pipe(&outputPipe) == 0, pipe(&inputPipe) == 0 else {
            throw Failure.spawn(path: path, errno: errno)
        }
        for end in outputPipe + inputPipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputPipe[0], 0)
        posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
        let merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var arguments = ([path] + arguments).map { strdup($0) as UnsafeMutablePointer<CChar>? }
        var variables = merged.map { strdup("\($0)=\($1)") as UnsafeMutablePointer<CChar>? }
        arguments.append(nil)
        variables.append(nil)
        defer { (arguments + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, path, &actions, nil, arguments, variables)
        close(inputPipe[0])
        close(outputPipe[1])
        guard result == 0 else {
            close(inputPipe[1])
            close(outputPipe[0])
            throw Failure.spawn(path: path, errno: result)
        }
        self.pid = pid
        output = outputPipe[0]
        input = inputPipe[1]
    }

    deinit {
        if ended == nil {
            Glibc.kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        close(output)
        close(input)
    }

    /// The next line of standard output; nil at its end. Throws when none comes in time.
    public func line(within seconds: Double = 30) throws -> String? {
        let limit = Date().addingTimeInterval(seconds)
        while true {
            if let end = buffered.firstIndex(of: UInt8(ascii: "\n")) {
                let text = String(decoding: buffered[..<end], as: UTF8.self)
                buffered.removeSubrange(...end)
                return text
            }
            let left = limit.timeIntervalSinceNow
            var poller = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&poller, 1, Int32(left * 1000) + 1) > 0 else {
                throw Failure.noLine(
                    within: seconds, soFar: String(decoding: buffered, as: UTF8.self))
            }
            var chunk = [UInt8](repeating: 0, count: 65536)
            let count = read(output, &chunk, chunk.count)
            guard count > 0 else { return nil }
            buffered += chunk[..<count]
        }
    }

    /// Writes a line to standard input.
    public func send(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(input, bytes, bytes.count)
    }

    /// Sends a signal; SIGKILL (9) by default.
    public func kill(_ signal: Int32 = 9) { Glibc.kill(pid, signal) }

    /// Waits for the end.
    public func wait(within seconds: Double = 30) throws -> End {
        if let ended { return ended }
        let limit = Date().addingTimeInterval(seconds)
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            guard Date() < limit else { throw Failure.stillRunning(after: seconds) }
            usleep(1000)
        }
        let signal = status & 0x7F
        let end: End = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
        ended = end
        return end
    }
}
