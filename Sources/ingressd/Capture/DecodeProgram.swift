public import Common
internal import Glibc

/// `ingressd decode`: pictures of one medium, numbered and converted exactly as capture numbers and
/// converts them, one after another to standard output. For drawing a show offline.
public enum DecodeProgram {
    /// Writes pictures from number `first` on until the medium or the reader ends. Blocks.
    ///
    /// - Parameters:
    ///   - text: the source as in the configuration, `file:PATH` or `test:bars`.
    ///   - format: what pictures are converted to; UYVY.
    ///   - first: the first picture's number.
    ///   - environment: the process's environment.
    /// - Returns: the exit status: 0 at the end of either, 1 where the medium cannot be decoded, 2
    ///   for a source that is none.
    public static func run(
        source text: String, format: VideoFormat, from first: Int64,
        environment: [String: String]
    ) -> Int32 {
        // Whoever reads may have had enough.
        signal(SIGPIPE, SIG_IGN)
        switch InputSource(parsing: text) {
        case .bars?:
            guard let pattern = BarsPattern(format: format) else { return 2 }
            return bars(pattern, from: first)
        case .file(let path)?:
            return decode(path, format: format, from: first, environment: environment)
        case .lineUp?, .url?, .decklink?, nil:
            say("\(text) cannot be decoded by number: give file:PATH or test:bars")
            return 2
        }
    }

    private static func bars(_ pattern: BarsPattern, from first: Int64) -> Int32 {
        var picture = [UInt8](repeating: 0, count: pattern.format.payloadByteCount)
        var number = first
        while true {
            picture.withUnsafeMutableBytes { pattern.draw(number: number, into: $0) }
            guard write(picture) else { return 0 }
            number = BarsPattern.number(of: FrameIndex(number + 1))
        }
    }

    private static func decode(
        _ path: String, format: VideoFormat, from first: Int64, environment: [String: String]
    ) -> Int32 {
        switch MediaFacts.probe(path: path, environment: environment) {
        case .failure(let failure):
            say(failure.detail)
            return 1
        case .success(var facts):
            // Pictures alone: nobody reads the pipe of the sound.
            facts.hasSound = false
            guard let audio = AudioFormat(channelCount: 2) else { return 1 }
            do {
                let child = try ChildProcess(
                    "ffmpeg",
                    DecoderCommand.file(
                        path, from: first, facts: facts, format: format, audio: audio),
                    environment: environment, standardOutput: STDOUT_FILENO,
                    standardError: STDERR_FILENO, diesWithThread: true)
                let exit = child.wait(until: .distantFuture)
                return exit?.isSuccess == true ? 0 : 1
            } catch {
                say("\(error)")
                return 1
            }
        }
    }

    /// False once nobody reads.
    private static func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress?.advanced(by: sent), $0.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func say(_ sentence: String) {
        var line = "ingressd decode: \(sentence)\n"
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
