import ArgumentParser
import Common
import Foundation
import Messaging
import Proto
import TestKit

/// Ten thousand alarms within a second, to a whole instance with WebSocket clients: how long until every
/// one is taken, grouped and answered for, and what memory does. Exit code 1 where one is lost.
struct AlarmStorm: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "alarm-storm")

    @Option(help: "Alarms in all.") var alarms = 10_000
    @Option(help: "Processes that raise them.") var senders = 20
    @Option(help: "Times they come and go.") var rounds = 3

    func run() throws {
        let live = try LiveInstance(["--input", "test:bars", "--format", "320x180p25"])
        guard live.waits(until: { live.isProgrammeOnAir }),
            let port = live.instance.paths.port(of: "http")
        else { throw Trouble("nothing is on air: \(live.text)") }
        let listeners = try (0..<2).map { _ in try AlarmListener(port: port, marker: "storm-") }
        for listener in listeners { listener.start() }
        let links = try (0..<senders).map {
            try AlarmSource.link(live.instance.paths, "storm.\($0)")
        }
        let asking = try AlarmSource.link(live.instance.paths, "asking")
        let daemons = ["coordinatord", "ingressd.control"]
        let pids = daemons.map { live.pid(of: $0) }
        for round in 1...rounds {
            let up = try turn(links, asking, active: true, wanted: alarms)
            let memory = pids.map { resident($0) }
            let down = try turn(links, asking, active: false, wanted: 0)
            print(
                "round \(round): \(alarms) reported in \(up.reported) ms, all taken"
                    + " \(up.behind) ms later, slowest answer \(up.slowest) ms; gone"
                    + " \(down.behind) ms later; resident"
                    + " \(zip(daemons, memory).map { "\($0) \($1 / 1024) MiB" }.joined(separator: ", "))"
            )
        }
        guard pids == daemons.map({ live.pid(of: $0) }) else {
            let words = live.text.split(separator: "\n").filter { line in
                ["watchdog", "hang", "killed", "died", "Fatal", "supervisor"].contains(
                    where: line.contains)
            }
            throw Trouble("a daemon died: \(words.suffix(20).joined(separator: "\n"))")
        }
        guard listeners.allSatisfy({ $0.isConnected && $0.seen.count == senders }) else {
            throw Trouble("a WebSocket client was cut off, or has not seen every group")
        }
    }

    private func turn(
        _ links: [CoordinatorLink], _ asking: CoordinatorLink, active: Bool, wanted: Int
    ) throws -> (reported: Int, behind: Int, slowest: Int) {
        let time = SystemTimeSource()
        let begin = time.now()
        let each = alarms / links.count
        for number in 0..<each {
            for (sender, link) in links.enumerated() {
                let key = AlarmKey(kind: "storm-\(sender)", subject: "thing.\(number)")
                link.facts.report(
                    .alarmLevel(
                        AlarmLevel(
                            key: key, active: active, severity: .warning, text: "it stands")))
            }
            // Spread over the second, as a storm of causes is.
            time.sleep(until: begin + Nanoseconds(Int64(number) * 1_000_000_000 / Int64(each)))
        }
        let reported = time.now()
        var slowest = Nanoseconds.zero
        let deadline = reported + .seconds(60)
        while time.now() < deadline {
            let asked = time.now()
            let count = try standing(asking)
            slowest = max(slowest, time.now() - asked)
            if count == wanted {
                let behind = time.now() - reported
                return (
                    Int((reported - begin).milliseconds), Int(behind.milliseconds),
                    Int(slowest.milliseconds)
                )
            }
            time.sleep(until: time.now() + .milliseconds(20))
        }
        throw Trouble("\(try standing(asking)) alarms stand, and \(wanted) should")
    }

    private func standing(_ link: CoordinatorLink) throws -> Int {
        let answer = try link.client.request(
            .getState(GetState()), deadline: SystemTimeSource().now() + .seconds(20))
        guard case .state(let reply) = answer else { throw Trouble("another answer") }
        // Others come and go by themselves, on a machine that is busy.
        let ours = reply.model.alarms.filter { $0.active && $0.key.kind.hasPrefix("storm-") }
        let groups = reply.model.alarmGroups.filter { $0.kind.hasPrefix("storm-") }
        return ours.count + groups.reduce(0) { $0 + Int($1.activeCount) }
    }

    private func resident(_ pid: Int32?) -> Int {
        let path = "/proc/\(pid ?? 0)/status"
        let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
}
