import Common
import Foundation
import Logging
import Messaging
import Proto
import TestKit
import Testing

/// Ten thousand alarms at once, through the real sockets.
@Suite("A storm of alarms", .serialized, .realTime)
struct AlarmStormTests {
    static let senderCount = 20
    static let alarmCount = 500

    private func sender(_ number: Int, _ live: LiveCoordinator) throws -> CoordinatorLink {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return try CoordinatorLink(
            CoordinatorLink.Options(source: "storm.\(number)"),
            transport: ZeroMQTransport(
                paths: live.instance.paths, marks: HighWaterMarks(Configuration.Messaging())),
            registry: MetricsRegistry(), logger: logger)
    }

    private func residentKilobytes(_ pid: Int32) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }

    @Test("10 000 alarms: none is lost, the coordinator answers meanwhile, all can go again")
    func storm() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let links = try (0..<Self.senderCount).map { try sender($0, live) }
        defer { for link in links { link.stop() } }
        func tell(_ active: Bool) {
            for (number, link) in links.enumerated() {
                for alarm in 0..<Self.alarmCount {
                    link.facts.report(
                        .alarmLevel(
                            AlarmLevel(
                                key: AlarmKey(kind: "storm-\(number)", subject: "thing.\(alarm)"),
                                active: active, severity: .warning, text: "it stands")))
                }
            }
        }
        func standing(_ model: ReadModel) -> Int {
            model.alarms.filter(\.active).count
                + model.alarmGroups.reduce(0) { $0 + Int($1.activeCount) }
        }
        let total = Self.senderCount * Self.alarmCount
        let began = live.time.now()
        tell(true)
        var slowest = Nanoseconds.zero
        func wait(_ count: Int) throws {
            let deadline = live.time.now() + .seconds(120)
            while live.time.now() < deadline {
                let asked = live.time.now()
                // Asked in the middle of a storm an answer may come late, and is asked for again.
                let found = (try? live.model()).map(standing)
                slowest = max(slowest, live.time.now() - asked)
                if found == count { return }
                live.time.sleep(until: live.time.now() + .milliseconds(50))
            }
        }
        try wait(total)
        let model = try live.model()
        #expect(standing(model) == total)
        #expect(model.alarms.count <= Self.senderCount * 50)
        let taken = live.time.now() - began
        let memory = residentKilobytes(live.pid)
        tell(false)
        try wait(0)
        tell(true)
        try wait(total)
        let after = residentKilobytes(live.pid)
        print(
            "alarm storm: \(total) taken in \(taken.milliseconds) ms, slowest answer"
                + " \(slowest.milliseconds) ms, resident \(memory) kB, then \(after) kB")
        #expect(standing(try live.model()) == total)
        #expect(after < memory * 3 / 2 + 50_000, "memory stays within bounds")
        try live.end(SIGTERM)
    }
}
