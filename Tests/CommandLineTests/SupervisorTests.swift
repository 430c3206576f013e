import Common
import Foundation
import Synchronization
import Testing

@testable import CommandLineTool

/// The supervisor with real processes that are shells, so that only supervision is judged.
@Suite struct SupervisorTests {
    /// Reports ready from a shell, through python since a shell cannot send datagrams.
    private static let ready = """
        import os, socket, sys, time
        def tell(text):
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(
                text.encode(), os.environ["NOTIFY_SOCKET"])
        """

    private final class Stage {
        let paths: InstancePaths
        let folder: String
        init() throws {
            folder = NSTemporaryDirectory() + "hs-\(UInt32.random(in: 0...UInt32.max))"
            paths = InstancePaths(
                instance: "t",
                environment: ["XDG_RUNTIME_DIR": folder, "XDG_STATE_HOME": folder + "/state"])
            try paths.create()
        }
        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func plan(
            _ name: String, python: String, stage: Int = 0, stop: Int = 0,
            watchdog: Nanoseconds = .seconds(5)
        ) -> ChildPlan {
            var environment = ProcessInfo.processInfo.environment
            environment["FOLDER"] = folder
            return ChildPlan(
                name: name, executable: "/usr/bin/python3",
                arguments: ["-c", SupervisorTests.ready + "\n" + python],
                environment: environment, watchdog: watchdog, startStage: stage, stopStage: stop,
                stopPatience: .seconds(8))
        }

        /// Runs the supervisor on a thread of its own, since it blocks its signals.
        func supervise(
            _ plans: [ChildPlan], finished: @escaping @Sendable (SupervisorRecord?) -> Bool
        ) -> SupervisionEnding? {
            let record = SupervisorRecord(
                pid: getpid(), instance: "t", format: "320x180p25", isDemo: false, children: [])
            let paths = paths
            let limit = SystemTimeSource().now() + .seconds(60)
            let result = Result()
            let thread = WorkerThread.start(named: "supervisor") {
                guard
                    let supervisor = try? Supervisor(
                        plans: plans, record: record, paths: paths, console: Console(),
                        time: SystemTimeSource())
                else { return }
                supervisor.isFinished = { now in
                    now > limit || finished(SupervisorRecord.read(paths))
                }
                result.ending.withLock { $0 = supervisor.run() }
            }
            thread.join()
            return result.ending.withLock { $0 }
        }

        func lines(_ file: String) -> [String] {
            let text = (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }
    }

    private final class Result: Sendable {
        let ending = Mutex<SupervisionEnding?>(nil)
    }

    private static let log = """
        def note(text):
            open(os.environ["FOLDER"] + "/log", "a").write(text + "\\n")
        """

    @Test func startsInOrderAndStopsInOrder() throws {
        let stage = try Stage()
        func script(_ name: String) -> String {
            Self.log + """

                import signal
                def stop(*_):
                    note("stop \(name)"); time.sleep(0.05); sys.exit(0)
                signal.signal(signal.SIGTERM, stop)
                note("start \(name)"); time.sleep(0.1); tell("READY=1\\nSTATUS=fine")
                while True: time.sleep(0.05); tell("WATCHDOG=1")
                """
        }
        let ending = stage.supervise([
            stage.plan("late", python: script("late"), stage: 1, stop: 0),
            stage.plan("early", python: script("early"), stage: 0, stop: 1),
        ]) { record in record?.children.allSatisfy { $0.state == .running } ?? false }
        #expect(ending == .finished)
        #expect(stage.lines("log") == ["start early", "start late", "stop late", "stop early"])
    }

    @Test func whatDiesIsStartedAgain() throws {
        let stage = try Stage()
        let script = """
            tell("READY=1")
            while True: time.sleep(0.05); tell("WATCHDOG=1")
            """
        let killed = Mutex(0)
        let ending = stage.supervise([stage.plan("victim", python: script)]) { record in
            guard let child = record?.children.first, child.state == .running else { return false }
            if child.restarts == 3 { return true }
            killed.withLock { count in
                guard count == child.restarts, let pid = child.pid else { return }
                count += 1
                kill(pid, SIGKILL)
            }
            return false
        }
        #expect(ending == .finished)
    }

    @Test func whatHangsIsKilledAndStartedAgain() throws {
        let stage = try Stage()
        let script =
            Self.log + """

                note("start"); tell("READY=1")
                time.sleep(60)
                """
        let ending = stage.supervise([
            stage.plan("hanging", python: script, watchdog: .milliseconds(300))
        ]) { ($0?.children.first?.restarts ?? 0) >= 2 }
        #expect(ending == .finished)
        #expect(stage.lines("log").count >= 3)
    }

    @Test func whatNeverStartsIsGivenUpWithItsName() throws {
        let stage = try Stage()
        let ending = stage.supervise([
            stage.plan("broken", python: "sys.exit(7)")
        ]) { _ in false }
        guard case .failed(let sentence)? = ending else {
            Issue.record("ended with \(String(describing: ending))")
            return
        }
        #expect(sentence.contains("broken") && sentence.contains("exit code 7"))
    }

    @Test func descendantsOfADeadChildAreToldToStop() throws {
        let stage = try Stage()
        let script =
            Self.log + """

                import subprocess
                other = subprocess.Popen(["/bin/sleep", "300"])
                note(str(other.pid)); tell("READY=1")
                while True: time.sleep(0.05); tell("WATCHDOG=1")
                """
        let ending = stage.supervise([stage.plan("parent", python: script)]) { record in
            guard let child = record?.children.first, child.state == .running else { return false }
            if child.restarts == 0, let pid = child.pid { kill(pid, SIGKILL) }
            return child.restarts == 1
        }
        #expect(ending == .finished)
        let deadline = Date().addingTimeInterval(10)
        let left = stage.lines("log").compactMap(Int32.init)
        #expect(left.count == 2)
        // A zombie whose parent is gone may still answer to kill(2); its state says it is dead.
        func isAlive(_ pid: Int32) -> Bool {
            guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
            else { return false }
            return !text.contains(") Z ")
        }
        while left.contains(where: isAlive), Date() < deadline { usleep(20_000) }
        #expect(!left.contains(where: isAlive))
    }
}
