public import Common
public import Foundation
import Shaders

/// Runs trials in a process of their own that is killed when its time is over.
public struct TrialProcess: Sendable {
    /// The program to run: `renderd` itself.
    public var program: String
    /// How long a trial may compute. It is killed then, or once six times as long has passed: a
    /// trial runs when nothing else wants the processor, and may have to wait for its turn.
    public var limit: Nanoseconds
    /// The environment of the trial.
    public var environment: [String: String]

    /// Makes one; by default of the running program.
    public init(
        program: String = "/proc/self/exe", limit: Nanoseconds = .seconds(10),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.program = program
        self.limit = limit
        self.environment = environment
    }

    /// Tries a shader. Blocks, never for much longer than `limit`.
    public func run(_ request: ShaderTrial.Request) -> TrialReport {
        var arguments = [
            request.path, "--frames", "\(request.frameCount)", "--working-format",
            request.workingFormat,
        ]
        for size in request.sizes { arguments += ["--size", "\(size.width)x\(size.height)"] }
        if request.isExamined { arguments.append("--thumbnail") }
        return run(arguments, file: request.path)
    }

    /// Tries layers in one pass. Blocks as above.
    public func run(_ trial: FusionTrial) -> TrialReport {
        let folder = FileManager.default.temporaryDirectory.path
        let file = "\(folder)/holdover-fusion-\(UInt64.random(in: 0...UInt64.max)).json"
        defer { unlink(file) }
        do {
            try JSONEncoder().encode(trial).write(to: URL(fileURLWithPath: file))
        } catch {
            var report = TrialReport()
            (report.file, report.message) = (trial.names, "\(error)")
            report.remedy = "make room in \(folder)"
            return report
        }
        return run([file, "--fusion"], file: trial.names)
    }

    private func run(_ arguments: [String], file: String) -> TrialReport {
        let seconds = max((limit.count + 999_999_999) / 1_000_000_000, 1)
        var report = TrialReport()
        report.file = file
        do throws(PictureError) {
            let result = try HelperProcess.run(
                program, ["trial"] + arguments + ["--cpu-seconds", "\(seconds)"],
                environment: environment, outputLimit: 64 << 20,
                until: SystemTimeSource().now() + Nanoseconds(limit.count * 6))
            if let own = TrialReport(encoded: result.output) { return own }
            report.isKilled = true
            report.message = Self.reason(result.exit, limit)
            report.remedy = "look for a loop that does not end, or for far too much work a pixel"
        } catch {
            report.message = error.message
            report.remedy = error.remedy
        }
        return report
    }

    private static func reason(_ exit: ChildExit?, _ limit: Nanoseconds) -> String {
        switch exit {
        case nil:
            "it is not built and drawn after \(Int(limit.seconds)) s"
        case .killed(signal: SIGXCPU)?, .killed(signal: SIGKILL)?:
            "it is not built and drawn after \(Int(limit.seconds)) s of computing"
        case .killed(let signal)?: "its trial was killed by signal \(signal)"
        case .exited(let code)?: "its trial ended with exit code \(code)"
        }
    }
}
