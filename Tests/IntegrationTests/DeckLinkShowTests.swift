import Common
import Foundation
import TestKit
import Testing

/// A whole show of real processes between a fake card's input and its output: what comes in with a
/// number in its picture and in its sound is looked at again where it goes out.
@Suite(.serialized, .realTime) struct DeckLinkShowTests {
    static let format = "320x180p50"
    static let cards = "small=1,counter=1,tone=1"

    private func show(
        _ record: FakeDriverRecord, _ settings: [String: String] = [:], behaviour: String = cards
    ) throws -> LiveInstance {
        var environment = record.environment(behaviour)
        environment["HOLDOVER_INPUT_1_SOURCE"] = "decklink:1"
        environment["HOLDOVER_OUTPUT_1_DEVICE"] = "decklink:1"
        return try LiveInstance(
            ["--format", Self.format], environment: environment.merging(settings) { $1 })
    }

    /// What a host that runs its threads much too late makes capture do: repeat a picture or leave one
    /// out. Delay and sound may change with it.
    private func refits(_ live: LiveInstance) throws -> Int { try count(live, ["sync_"]) }

    /// Slots for which capture had nothing, or that it wrote when readers had gone on: their sound dips.
    private func missed(_ live: LiveInstance) throws -> Int {
        try count(live, ["missed_", "late_", "skipped_"])
    }

    private func count(_ live: LiveInstance, _ kinds: [String]) throws -> Int {
        let port = try #require(live.instance.paths.port(of: "metrics.ingressd.capture"))
        let page = try CommandResult.run(
            "/usr/bin/env", ["curl", "-s", "http://127.0.0.1:\(port)/metrics"])
        return page.output.split(separator: "\n").filter { line in
            kinds.contains { line.hasPrefix("holdover_capture_\($0)") }
        }.reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
    }

    /// Whether sound can be judged: what capture had no time for is missing in it.
    private func isHeard(_ missed: Int) -> Bool {
        if missed > 0 { print("capture had no time for \(missed) pictures; sound is not judged") }
        return missed == 0
    }

    private func end(_ live: LiveInstance) {
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
    }

    @Test(.timeLimit(.minutes(4)))
    func `twenty deaths of the renderer change neither delay nor sound`() throws {
        let record = try FakeDriverRecord()
        defer { record.remove() }
        let live = try show(record)
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        usleep(2_000_000)
        let from = SystemTimeSource().now()
        let before = try refits(live)
        let missedBefore = try missed(live)
        for _ in 0..<20 {
            // A busy host may not have it back yet.
            #expect(live.waits(30) { live.kill9("renderd.a") }, "\(live.text)")
            // Slower than what the supervisor takes for a crash loop.
            usleep(2_700_000)
        }
        #expect(live.waits(20) { live.state(of: "renderd.a") == "running" }, "\(live.text)")
        usleep(1_000_000)
        let to = SystemTimeSource().now()
        #expect(live.restarts(of: "renderd.a") == 20)
        let missed = try missed(live) - missedBefore
        let refits = try refits(live) - before
        end(live)
        let path = try CardPath(record, from: from, to: to)
        path.print("20 deaths of renderd")
        #expect(path.ticks.count > 2_600)
        #expect(path.freshCount > 1_000)
        #expect(path.lateOrLost == 0, "each slot was on the card in time")
        // Refits are the host's lateness, not the renderer's deaths; on an idle machine there is none.
        #expect(path.delays.count == 1 || refits > 0, "\(path.delays), \(refits) refits")
        #expect((path.delays.max() ?? 99) <= (refits > 0 ? 8 : 7))
        #expect(path.missingSamples == 0, "no gap")
        guard isHeard(missed) else { return }
        #expect(path.soundJumps <= refits, "no gap")
        #expect(path.loudestBesidesTone < -100, "no click")
        #expect(path.greatestOffset <= 1, "sound and picture, in milliseconds")
    }

    @Test(.timeLimit(.minutes(2)))
    func `low latency is five frames`() throws {
        let record = try FakeDriverRecord()
        defer { record.remove() }
        let live = try show(record, ["HOLDOVER_PLAYOUT_LOW_LATENCY": "true"])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        usleep(2_000_000)
        let from = SystemTimeSource().now()
        let before = try refits(live)
        let missedBefore = try missed(live)
        for _ in 0..<3 {
            #expect(live.waits(30) { live.kill9("renderd.a") }, "\(live.text)")
            usleep(2_700_000)
        }
        let to = SystemTimeSource().now()
        let missed = try missed(live) - missedBefore
        let refits = try refits(live) - before
        end(live)
        let path = try CardPath(record, from: from, to: to)
        path.print("low latency")
        #expect(path.freshCount > 100)
        #expect(path.delays.count == 1 || refits > 0, "\(path.delays), \(refits) refits")
        #expect((path.delays.max() ?? 99) <= (refits > 0 ? 6 : 5))
        guard isHeard(missed) else { return }
        #expect(path.soundJumps <= refits && path.loudestBesidesTone < -100, "no dip, no click")
    }

    @Test(.timeLimit(.minutes(2)))
    func `an input with a clock of its own keeps sound and picture together`() throws {
        let record = try FakeDriverRecord()
        defer { record.remove() }
        // Four in a thousand: a picture is left out every five seconds instead of every 400.
        let live = try show(record, behaviour: Self.cards + ",input_ppm=4000")
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        usleep(2_000_000)
        let from = SystemTimeSource().now()
        let missedBefore = try missed(live)
        usleep(16_000_000)
        let to = SystemTimeSource().now()
        let missed = try missed(live) - missedBefore
        end(live)
        let path = try CardPath(record, from: from, to: to)
        path.print("input 4000 ppm fast")
        #expect(path.missingSamples == 0)
        guard isHeard(missed) else { return }
        #expect((2...5).contains(path.soundJumps), "pictures were left out")
        #expect(path.greatestOffset <= 1, "sound and picture, in milliseconds")
        #expect((path.delays.max() ?? 99) - (path.delays.min() ?? 0) <= 2)
    }

    @Test(.timeLimit(.minutes(2)))
    func `through the virtual card the delay is the same`() throws {
        let record = try FakeDriverRecord()
        defer { record.remove() }
        let file = record.folder + "/out.mov"
        var environment = record.environment(Self.cards)
        environment["HOLDOVER_INPUT_1_SOURCE"] = "decklink:1"
        let live = try LiveInstance(
            ["--format", Self.format, "--output", "file:\(file)", "--duration", "6"],
            environment: environment)
        let code = live.wait(within: 90)
        #expect(code == 0, "\(live.text)")
        let ticks = try live.holdover(["card", "ticks"])
        let path = try CardPath(record, recording: file, ticks: ticks.output)
        path.print("virtual card")
        #expect(path.freshCount > 150)
        #expect(path.delays.count == 1 && (path.delays.max() ?? 99) <= 7, "\(path.delays)")
    }
}
