internal import Common
internal import Glibc

/// The files of one recording: segments beside the target, joined into it at the end. Owned by the
/// sink's thread.
struct SinkFiles {
    let path: String
    let container: SinkContainer
    let format: VideoFormat
    /// Tells this run's segments from those an earlier run left behind.
    let run: String
    let environment: [String: String]
    private(set) var segments: [SinkSegment] = []

    init(
        path: String, container: SinkContainer, format: VideoFormat, run: String,
        environment: [String: String]
    ) {
        self.path = path
        self.container = container
        self.format = format
        self.run = run
        self.environment = environment
    }

    /// Takes over the segments of a run that was killed, in their order; empty ones are removed.
    mutating func adopt(_ paths: [String]) {
        var position: Int64 = 0
        for path in paths {
            let count = Self.countFrames(path, environment: environment)
            guard count > 0 else {
                unlink(path)
                continue
            }
            segments.append(
                SinkSegment(path: path, firstPosition: position, frameCount: count))
            position += count
        }
    }

    /// Names the next segment, which begins with this frame of the recording.
    mutating func addSegment(from position: Int64) -> String {
        let number = segments.count + 1
        let segment = SinkSegment(path: "\(path).\(run)-\(number).mkv", firstPosition: position)
        segments.append(segment)
        return segment.path
    }

    /// After a crash of the child: how many whole frames its segment holds. A segment without any
    /// is removed.
    mutating func closeSegment() -> Int64 {
        guard var segment = segments.popLast() else { return 0 }
        let count = Self.countFrames(segment.path, environment: environment)
        guard count > 0 else {
            unlink(segment.path)
            return 0
        }
        segment.frameCount = count
        segments.append(segment)
        return count
    }

    /// Makes the target out of the segments and removes them. Nil when all went well; otherwise the
    /// segments stay, and the text says what went wrong.
    mutating func join() -> String? {
        guard let first = segments.first else { return nil }
        if container == .mkv, segments.count == 1 {
            guard rename(first.path, path) == 0 else {
                return "cannot rename \(first.path): \(String(cString: strerror(errno)))"
            }
            return nil
        }
        let list = "\(path).\(run).ffconcat"
        let target = "\(path).\(run).tmp"
        defer {
            unlink(list)
            unlink(target)
        }
        guard Self.write(SinkCommands.list(segments, rate: format.rate), to: list) else {
            return "cannot write \(list): the recording is in \(first.path)"
        }
        let arguments = SinkCommands.join(
            list: list, to: target, container: container, rate: format.rate)
        if let problem = Self.run(arguments, environment: environment) {
            return "cannot join the recording (\(problem)): it is in \(first.path)"
        }
        guard rename(target, path) == 0 else {
            return "cannot rename \(target): \(String(cString: strerror(errno)))"
        }
        for segment in segments { unlink(segment.path) }
        return nil
    }

    private static func write(_ text: String, to path: String) -> Bool {
        guard let file = fopen(path, "we") else { return false }
        let isWritten = fputs(text, file) >= 0
        return fclose(file) == 0 && isWritten
    }

    /// Runs ffmpeg to its end; nil when it succeeded, else its last line.
    private static func run(_ arguments: [String], environment: [String: String]) -> String? {
        do {
            let (exit, said) = try output(of: "ffmpeg", arguments, environment, errors: true)
            guard exit?.isSuccess != true else { return nil }
            return said.split(separator: "\n").last.map(String.init)
                ?? exit.map { "\($0)" } ?? "it did not end"
        } catch {
            return "\(error)"
        }
    }

    private static func countFrames(_ path: String, environment: [String: String]) -> Int64 {
        guard
            let (_, text) = try? output(
                of: "ffprobe", SinkCommands.count(path: path), environment, errors: false)
        else { return 0 }
        return Int64(text.prefix { $0.isNumber }) ?? 0
    }

    /// Runs a program to its end, five minutes at most, and returns what it wrote.
    private static func output(
        of program: String, _ arguments: [String], _ environment: [String: String], errors: Bool
    ) throws -> (ChildExit?, String) {
        let pipe = try OwnedDescriptor.pipe()
        let child = try ChildProcess(
            program, arguments, environment: environment,
            standardOutput: errors ? nil : pipe.writeEnd.rawValue,
            standardError: errors ? pipe.writeEnd.rawValue : nil)
        let end = pipe.takeReadEnd()
        let time = SystemTimeSource()
        let deadline = time.now() + .seconds(300)
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        var polls = PollSet()
        polls.add(end.rawValue, for: .read)
        while polls.wait(until: deadline) {
            let count = read(end.rawValue, &chunk, chunk.count)
            if count == 0 || (count < 0 && errno != EINTR) { break }
            if count > 0, text.count < 65_536 { text += chunk[..<count] }
        }
        let exit = child.wait(until: deadline) ?? child.terminate(grace: .seconds(1))
        return (exit, String(decoding: text, as: UTF8.self))
    }
}
