import Common
import Foundation

/// Runs another program to its end and takes what it writes, never for longer or more than stated.
/// Blocks the calling thread; for the build thread.
enum HelperProcess {
    /// How it went.
    struct Result {
        /// What it wrote to its standard output, cut at the limit.
        var output: [UInt8]
        /// Nil where it had to be killed because its time was over.
        var exit: ChildExit?
    }

    /// Throws a sentence where the program cannot be started.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String],
        outputLimit: Int, until deadline: MonotonicInstant
    ) throws(PictureError) -> Result {
        let pipe: OwnedDescriptor.Pipe
        let child: ChildProcess
        do throws(PipeError) {
            pipe = try OwnedDescriptor.pipe(capacity: 1 << 20)
        } catch {
            throw PictureError("\(error)", remedy: "then try again")
        }
        let writeEnd = pipe.writeEnd.rawValue
        do throws(ChildProcessError) {
            child = try ChildProcess(
                program, arguments, environment: environment, standardOutput: writeEnd,
                diesWithThread: true)
        } catch {
            throw PictureError("\(error)", remedy: "then try again")
        }
        let readEnd = pipe.takeReadEnd()
        let output = read(readEnd, upTo: outputLimit, until: deadline)
        // A child that has said everything ends by itself; one that has not is out of time.
        if let exit = child.wait(until: max(deadline, SystemTimeSource().now())) {
            return Result(output: output, exit: exit)
        }
        child.terminate(grace: .zero)
        return Result(output: output, exit: nil)
    }

    private static func read(
        _ end: borrowing OwnedDescriptor, upTo limit: Int, until deadline: MonotonicInstant
    ) -> [UInt8] {
        end.setNonBlocking()
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var poll = PollSet()
        while bytes.count < limit {
            poll.removeAll()
            poll.add(end.rawValue, for: .read)
            guard poll.wait(until: deadline) else { break }
            let count = Foundation.read(end.rawValue, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
