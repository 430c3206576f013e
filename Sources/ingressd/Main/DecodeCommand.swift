import ArgumentParser
import Common
import Foundation
import IngressCapture

/// `ingressd decode`: a medium's pictures by number, for drawing offline.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Raw pictures of a file or of the bars to standard output, as capture makes them."
    )

    @Argument(help: "file:PATH or test:bars.")
    var source: String

    @Option(help: "What to convert pictures to, such as 1280x720p50.")
    var format: String

    @Option(help: "Their colour matrix: bt601, bt709 or bt2020; by the size where nothing is said.")
    var matrix: String?

    @Option(help: "The number of the first picture.")
    var from: Int64 = 0

    func run() throws {
        guard let format = VideoFormat(parsing: format, matrix: matrix) else {
            throw ValidationError("\"\(format)\" is no format such as 1280x720p50")
        }
        let status = DecodeProgram.run(
            source: source, format: format, from: from,
            environment: ProcessInfo.processInfo.environment)
        if status != 0 { throw ExitCode(status) }
    }
}
