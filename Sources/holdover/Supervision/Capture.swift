import Common
import Glibc

/// Runs a program to its end and keeps what it wrote; for probes that take moments.
enum Capture {
    /// What came of it; `exit` is nil where the time limit killed it.
    struct Answer {
        var exit: ChildExit?
        var output = ""
        var errors = ""
    }

    /// Blocks until the program ends or `limit` passes. Keeps at most 1 MiB of each stream.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String],
        limit: Nanoseconds, time: any TimeSource = SystemTimeSource()
    ) throws -> Answer {
        let output = try OwnedDescriptor.pipe()
        let errors = try OwnedDescriptor.pipe()
        let child: ChildProcess
        do {
            child = try ChildProcess(
                program, arguments, environment: environment,
                standardOutput: output.writeEnd.rawValue,
                standardError: errors.writeEnd.rawValue, diesWithThread: true)
        } catch {
            throw CommandFailure("\(error)", remedy: "")
        }
        let outputEnd = output.takeReadEnd()
        let errorEnd = errors.takeReadEnd()
        let deadline = time.now() + limit
        var answer = Answer()
        var texts: [[UInt8]] = [[], []]
        var open = [outputEnd.rawValue, errorEnd.rawValue]
        outputEnd.setNonBlocking()
        errorEnd.setNonBlocking()
        var chunk = [UInt8](repeating: 0, count: 65536)
        while open.contains(where: { $0 >= 0 }), time.now() < deadline {
            var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let rest = (deadline - time.now()).count / 1_000_000 + 1
            _ = poll(&polled, 2, Int32(clamping: max(0, rest)))
            for place in 0..<2 where polled[place].revents != 0 {
                let count = read(open[place], &chunk, chunk.count)
                if count > 0 {
                    if texts[place].count < 1 << 20 { texts[place] += chunk[..<count] }
                } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                    open[place] = -1
                }
            }
        }
        answer.exit =
            child.wait(until: deadline)
            ?? {
                child.terminate(grace: .zero); return nil
            }()
        answer.output = String(decoding: texts[0], as: UTF8.self)
        answer.errors = String(decoding: texts[1], as: UTF8.self)
        return answer
    }
}
