import ArgumentParser
import Common
import Frames
import Glibc

/// Writers and holders of shared memory that can be killed.
struct FramesProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frames",
        subcommands: [
            HoldLock.self, RingWrite.self, TimelineWrite.self, ClaimSlot.self, HoldWrite.self,
        ])
}

/// Where the probe works and how it dies.
struct FramesOptions: ParsableArguments {
    @Option var instance: String
    @Option var locks: String
    @Option(help: "The step at which to die by SIGKILL.") var dieAt: String?
    @Option(help: "How often that step is passed first.") var dieAfter = 0

    var plane: FramePlane { FramePlane(instance: instance, locksDirectory: locks) }

    /// Kills this very process at the step asked for; nil where none is.
    var hook: FrameStepHook? {
        guard let dieAt else { return nil }
        let left = Countdown(dieAfter)
        return { step in
            guard step.rawValue == dieAt, left.isOver() else { return }
            kill(getpid(), SIGKILL)
        }
    }
}

/// Counts down over calls of a hook.
private final class Countdown: @unchecked Sendable {
    // Unchecked: the hook runs on the writing thread only.
    private var left: Int
    init(_ count: Int) { left = count }
    func isOver() -> Bool {
        defer { left -= 1 }
        return left <= 0
    }
}

/// Says a line at once, also into a pipe.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

/// Stays until standard input ends or a line comes.
func waitForInput() { _ = readLine() }
