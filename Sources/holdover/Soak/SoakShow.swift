import Common
import Foundation
import Frames

/// A show of a soak's own: `holdover up` in folders of its own, gone with it.
final class SoakShow {
    /// Name and folders.
    let configuration: Configuration
    let paths: InstancePaths
    /// Everything the supervisor and its children said.
    let logPath: String
    /// The state folder as it is seen from outside the show's mounts.
    let stateFolder: String
    private let folder: String
    private let child: ChildProcess
    private let time = SystemTimeSource()

    /// Starts it with this picture format; `arguments` go to `holdover up`.
    init(_ format: String, _ arguments: [String], lanes: Int) throws {
        folder = "/tmp/holdover-soak-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        logPath = folder + "/log"
        // Ours too: our questions to the show go by the same folders.
        setenv("XDG_RUNTIME_DIR", folder, 1)
        setenv("XDG_STATE_HOME", folder + "/state", 1)
        unsetenv("RUNTIME_DIRECTORY")
        unsetenv("STATE_DIRECTORY")
        try Self.slate(format, in: folder)
        let environment = ProcessInfo.processInfo.environment
        let instance = "soak-\(getpid())"
        configuration = try Configuration.load(
            file: nil, instance: instance, environment: environment)
        paths = InstancePaths(instance: instance, environment: environment)
        try FileManager.default.createDirectory(
            atPath: paths.state, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(log) }
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var command =
            [own, "up", "--instance", instance, "--lanes", "\(lanes)", "--format", format]
            + arguments
        // A small disk of its own, which nobody else sees, so that it can be filled.
        let hasDisk = Self.mayMount
        if hasDisk {
            let mount = "mount -t tmpfs -o size=64m,mode=700 tmpfs \"$0\" && exec \"$@\""
            command =
                ["unshare", "-m", "--propagation", "private", "sh", "-c", mount, paths.state]
                + command
        }
        child = try ChildProcess(
            command[0], Array(command.dropFirst()), environment: environment, standardOutput: log,
            standardError: log, diesWithThread: true)
        stateFolder = (hasDisk ? "/proc/\(child.processID)/root" : "") + paths.state
    }

    /// Draws the slate that carries the witness's code, and has the show use it.
    private static func slate(_ format: String, in folder: String) throws {
        guard let program = Witness.program(), let video = VideoFormat(parsing: format) else {
            return
        }
        let path = folder + "/slate.pgm"
        _ = try Capture.run(
            "sh",
            [
                "-c", "exec \"$0\" slate $1 $2 >\"$3\"", program, "\(video.width)",
                "\(video.height)", path,
            ], environment: ProcessInfo.processInfo.environment,
            limit: .seconds(10))
        setenv("HOLDOVER_PLAYOUT_SLATE", path, 1)
    }

    /// Whether this process may make mounts of its own.
    private static var mayMount: Bool {
        guard geteuid() == 0 else { return false }
        do {
            let answer = try Capture.run(
                "unshare",
                ["-m", "--propagation", "private", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
                environment: ProcessInfo.processInfo.environment, limit: .seconds(5))
            return answer.exit?.isSuccess == true
        } catch {
            return false
        }
    }

    /// Waits for the first programme frames; throws the end of the log where none come.
    func waitForProgramme() throws {
        let reader = TimelineReader(in: FramePlane(paths))
        let deadline = time.now() + .seconds(60)
        while time.now() < deadline, child.poll() == nil {
            if let totals = reader.latest()?.totals,
                totals[.programA, .completed] + totals[.programB, .completed] > 50
            {
                return
            }
            time.sleep(until: time.now() + .milliseconds(50))
        }
        let log = (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? ""
        let tail = log.split(separator: "\n").suffix(20).joined(separator: "\n")
        throw CommandFailure("the show did not come on air:\n\(tail)", remedy: "")
    }

    /// Ends it in order and removes what it left; the log is kept where `keepsLog`.
    func stop(keepsLog: Bool) {
        child.terminate(grace: .seconds(30))
        FramePlane(paths).removeAll()
        unlink(paths.sharedMemoryPath("card"))
        if keepsLog {
            let kept = "\(folder).log"
            try? FileManager.default.moveItem(atPath: logPath, toPath: kept)
            print("log: \(kept)")
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}
