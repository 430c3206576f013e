import ArgumentParser
import Common
import Foundation
import Frames
import Messaging
import Proto
import TestKit

/// Measures a whole instance: from a process that reports an alarm to a WebSocket client that has read
/// it, idle or under OSC and commands. Exit code 1 where an alarm never came, or too late.
struct AlarmLatency: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "alarm-latency")

    @Option(help: "Alarms, twenty a second.") var alarms = 400
    @Option(help: "OSC messages a second meanwhile.") var osc = 0
    @Option(help: "Clients that give one command after the other.") var clients = 0
    @Option(help: "WebSocket clients that read nothing.") var stalled = 0
    @Option(help: "Most that the 99th percentile may be, in milliseconds; 0: any.") var limit = 0

    func run() throws {
        let live = try LiveInstance(["--input", "test:bars", "--format", "320x180p25"])
        guard live.waits(until: { live.isProgrammeOnAir }),
            let port = live.instance.paths.port(of: "http"),
            let oscPort = live.instance.paths.port(of: "osc")
        else { throw Trouble("nothing is on air: \(live.text)") }
        let listener = try AlarmListener(port: port, marker: AlarmSource.marker)
        listener.start()
        let idle = try (0..<stalled).map { _ in
            try TestWebSocket(port: port, receiveBytes: 4_096)
        }
        defer { withExtendedLifetime(idle) {} }
        let source = try AlarmSource(live.instance.paths)
        let flood = OSCFlood(port: oscPort, perSecond: osc)
        let crowd = try CommandCrowd(live.instance, count: clients)
        flood.start()
        crowd.start()
        let time = SystemTimeSource()
        time.sleep(until: time.now() + .seconds(1))
        let lostBefore = live.timeline?.totals.lost ?? 0
        var causes: [Int: MonotonicInstant] = [:]
        var next = time.now()
        for number in 0..<alarms {
            causes[number] = time.now()
            source.raise(number)
            // What was seen goes again, so that the list stays what a person could read.
            if number >= 20 { source.lower(number - 20) }
            next = next + .milliseconds(50)
            time.sleep(until: next)
        }
        let end = time.now() + .seconds(20)
        while listener.seen.count < alarms, time.now() < end {
            time.sleep(until: time.now() + .milliseconds(20))
        }
        flood.stop()
        crowd.stop()
        let lostSlots = (live.timeline?.totals.lost ?? 0) - lostBefore
        try tell(causes, listener.seen, flood, crowd, lostSlots: lostSlots)
    }

    private func tell(
        _ causes: [Int: MonotonicInstant], _ seen: [Int: MonotonicInstant], _ flood: OSCFlood,
        _ crowd: CommandCrowd, lostSlots: UInt64
    ) throws {
        let spans = causes.compactMap { number, cause in seen[number].map { $0 - cause } }.sorted()
        guard !spans.isEmpty else { throw Trouble("no alarm came at all") }
        func share(_ part: Double) -> Double {
            spans[min(spans.count - 1, Int(part * Double(spans.count)))].milliseconds
        }
        let missing = causes.count - spans.count
        print(
            "alarms \(causes.count), missing \(missing), p50 \(Self.text(share(0.5))) ms,"
                + " p99 \(Self.text(share(0.99))) ms, worst \(Self.text(share(1))) ms;"
                + " osc \(flood.rate)/s, commands \(crowd.rate)/s, lost slots \(lostSlots)")
        guard missing == 0 else { throw Trouble("\(missing) alarms never came") }
        guard limit == 0 || share(0.99) <= Double(limit) else {
            throw Trouble("the 99th percentile is over \(limit) ms")
        }
    }

    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

/// Why a measurement has none.
struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
