internal import Glibc
public import Common

/// The cards' firmware. No call of the driver's interface tells it; the tool that Desktop Video brings lists
/// it, in words that are passed on as they are.
public enum DeckLinkFirmware {
    /// The tool's name on the PATH.
    public static let tool = "DesktopVideoUpdateTool"

    /// What the tool said.
    public enum Answer: Sendable, Hashable {
        /// Line by line; at most 32 of 200 characters.
        case lines([String])
        /// Why nothing is known.
        case unknown(String)
    }

    /// Asks the tool. Blocks for `patience` and a little more at most; the tool is ended then.
    public static func ask(
        environment: [String: String], patience: Nanoseconds = .seconds(2)
    ) -> Answer {
        // What does not fit into the pipe makes the tool wait, and be ended.
        let pipe: OwnedDescriptor.Pipe
        do throws(PipeError) {
            pipe = try OwnedDescriptor.pipe(capacity: 1 << 16)
        } catch {
            return .unknown("\(error)")
        }
        let writeEnd = pipe.writeEnd.rawValue
        let child: ChildProcess
        do throws(ChildProcessError) {
            child = try ChildProcess(
                tool, ["--list"], environment: environment, standardOutput: writeEnd,
                diesWithThread: true)
        } catch {
            guard case .notFound = error else { return .unknown("\(error)") }
            return .unknown("\(tool) is not on the PATH; it comes with Desktop Video")
        }
        let exit = child.wait(until: SystemTimeSource().now() + patience)
        if exit == nil { child.terminate(grace: .zero) }
        let lines = read(pipe.takeReadEnd())
        guard let exit else { return .unknown("\(tool) gave no answer in time") }
        guard exit.isSuccess else {
            return .unknown("\(tool) failed (\(exit))" + (lines.first.map { ": \($0)" } ?? ""))
        }
        return lines.isEmpty ? .unknown("\(tool) lists no card") : .lines(lines)
    }

    private static func read(_ end: consuming OwnedDescriptor) -> [String] {
        end.setNonBlocking()
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(end.rawValue, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        return text.split { $0.isNewline }.prefix(32).compactMap { line in
            let words = line.split {
                $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 32 }
            }
            return words.isEmpty ? nil : String(words.joined(separator: " ").prefix(200))
        }
    }
}
