import Foundation

/// What came of a program that was run to its end.
public struct CommandResult: Sendable {
    /// The exit code; 128 + signal where a signal ended it.
    public let code: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String

    /// Runs a program; blocks until it ends.
    public static func run(
        _ path: String, _ arguments: [String], environment: [String: String]? = nil
    ) throws -> CommandResult {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.standardOutput = output
        process.standardError = errors
        let text = LockedText()
        errors.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { text.append(data) }
        }
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        // What the handler has not taken yet.
        usleep(20_000)
        return CommandResult(
            code: process.terminationReason == .exit
                ? process.terminationStatus : 128 + process.terminationStatus,
            output: String(decoding: data, as: UTF8.self), errors: text.text)
    }
}
