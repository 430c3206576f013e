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
    private let folder: String
    private let child: ChildProcess
    private let time = SystemTimeSource()

    /// Starts it; `arguments` go to `holdover up`.
    init(_ arguments: [String], lanes: Int) throws {
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
        let environment = ProcessInfo.processInfo.environment
        let instance = "soak-\(getpid())"
        configuration = try Configuration.load(
            file: nil, instance: instance, environment: environment)
        paths = InstancePaths(instance: instance, environment: environment)
        let log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(log) }
        child = try ChildProcess(
            "/proc/self/exe", ["up", "--instance", instance, "--lanes", "\(lanes)"] + arguments,
            environment: environment, standardOutput: log, standardError: log, diesWithThread: true)
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
