import Common
public import Foundation
public import Frames

/// A whole instance of real processes under `holdover up`, with folders, ports and shared memory of
/// its own. Everything it started is gone when the last reference goes.
///
/// The programs come from `HOLDOVER_TEST_BIN` (`make test` gives the release build, which draws in real
/// time), else from beside the tests.
public final class LiveInstance: @unchecked Sendable {
    // Unchecked: one test uses it at a time.

    /// Names and folders.
    public let instance: TestInstance
    private let process: Process
    private let output: Pipe
    private let log: LockedText
    private let environment: [String: String]

    /// Where the programs lie.
    public static var programs: String {
        ProcessInfo.processInfo.environment["HOLDOVER_TEST_BIN"]
            ?? URL(fileURLWithPath: BuiltProducts.path("holdover")).deletingLastPathComponent().path
    }

    /// Runs `holdover up` with these arguments. `instance` lets another one share its names;
    /// `launcher` is a command that executes what follows it.
    public init(
        _ arguments: [String], environment: [String: String] = [:], instance: TestInstance? = nil,
        launcher: [String] = ["/usr/bin/env"]
    ) throws {
        let instance = try instance ?? TestInstance()
        self.instance = instance
        var merged = ProcessInfo.processInfo.environment
        merged.merge(instance.environment) { $1 }
        merged.merge(environment) { $1 }
        self.environment = merged
        process = Process()
        output = Pipe()
        let log = LockedText()
        self.log = log
        process.executableURL = URL(fileURLWithPath: launcher[0])
        process.arguments =
            launcher.dropFirst()
            + [Self.programs + "/holdover", "up", "--instance", instance.paths.instance] + arguments
        process.environment = merged
        process.standardOutput = output
        process.standardError = output
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { log.append(data) }
        }
        try process.run()
    }

    deinit {
        guard process.isRunning else { return }
        process.terminate()
        let limit = Date().addingTimeInterval(15)
        while process.isRunning, Date() < limit { usleep(20_000) }
        // Its children die with it.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Everything the supervisor and its children have said so far.
    public var text: String { log.text }
    /// The supervisor's process.
    public var supervisor: Int32 { process.processIdentifier }

    /// Waits for the end; the exit code, or nil where it did not end in time.
    public func wait(within seconds: Double) -> Int32? {
        let limit = Date().addingTimeInterval(seconds)
        while process.isRunning {
            guard Date() < limit else { return nil }
            usleep(20_000)
        }
        return process.terminationStatus
    }

    /// Asks for an orderly stop, as Ctrl-C does.
    public func interrupt() { kill(process.processIdentifier, SIGINT) }

    /// Polls until `condition` holds; false after `seconds`, or when the instance ends.
    public func waits(_ seconds: Double = 60, until condition: () throws -> Bool) rethrows -> Bool {
        let limit = Date().addingTimeInterval(seconds)
        while Date() < limit {
            if try condition() { return true }
            guard process.isRunning else { return try condition() }
            usleep(50_000)
        }
        return false
    }

    /// The timeline as last published; nil before there is one.
    public var timeline: TimelineState? {
        TimelineReader(in: instance.plane).latest()
    }

    /// True once programme frames are displayed.
    public var isProgrammeOnAir: Bool {
        guard let totals = timeline?.totals else { return false }
        return totals[.programA, .completed] + totals[.programB, .completed] > 0
    }

    /// The process id of a daemon by its name, such as "renderd.a"; nil while it is not running.
    public func pid(of daemon: String) -> Int32? { child(daemon)?["pid"] as? Int32 }

    /// How often a daemon was started again.
    public func restarts(of daemon: String) -> Int { child(daemon)?["restarts"] as? Int ?? 0 }

    /// Where a daemon is in its life, such as "running".
    public func state(of daemon: String) -> String { child(daemon)?["state"] as? String ?? "" }

    private func child(_ name: String) -> [String: Any]? {
        let path = instance.paths.runtime + "/supervisor.json"
        guard let data = FileManager.default.contents(atPath: path),
            let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let children = document["children"] as? [[String: Any]]
        else { return nil }
        return children.first { $0["name"] as? String == name }
    }

    /// Kills a daemon with SIGKILL; false where it was not running.
    @discardableResult
    public func kill9(_ daemon: String) -> Bool {
        guard let pid = pid(of: daemon), pid > 1 else { return false }
        return kill(pid, SIGKILL) == 0
    }

    /// Runs `holdover` with these arguments against the instance; blocks to its end.
    public func holdover(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run(
            Self.programs + "/holdover", arguments + ["--instance", instance.paths.instance],
            environment: environment)
    }

    /// Starts a program that goes on by itself, its output in a new file at `path`, or nowhere; terminate
    /// it when done.
    public func start(_ arguments: [String], into path: String? = nil) throws -> Process {
        if let path { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.programs + "/holdover")
        process.arguments = arguments + ["--instance", instance.paths.instance]
        process.environment = environment
        process.standardOutput =
            path.flatMap { FileHandle(forWritingAtPath: $0) } ?? FileHandle.nullDevice
        // An inherited standard error would keep the test runner waiting for its end.
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
