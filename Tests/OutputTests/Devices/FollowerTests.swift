import Common
import Foundation
import Frames
import TestKit
import Testing
import VirtualCard

@testable import Output

/// One programme on a virtual card, followed by DeckLinks on the fake driver in real time.
@Suite(.serialized, .realTime) struct FollowerTests {
    private func waitFor(_ what: String, _ condition: () -> Bool) {
        let deadline = SystemTimeSource().now() + .seconds(30)
        while !condition(), SystemTimeSource().now() < deadline { usleep(5_000) }
        #expect(condition(), "\(what)")
    }

    @Test func `a follower plays, a dead one costs nothing`() throws {
        let fake = try FakeDriver()
        fake.set("devices", 2)
        let bench = try OutputBench([
            "HOLDOVER_CHANNEL_FORMAT": "720x576i25", "HOLDOVER_OUTPUT_2_DEVICE": "decklink:1",
            "HOLDOVER_OUTPUT_3_DEVICE": "decklink:2", "HOLDOVER_DECKLINK_LIBRARY": fake.path,
        ])
        try bench.startCard()
        try bench.startGroup()
        let shown = { (device: Int) in fake.get("shown", device: device) }
        waitFor("both followers play") { shown(0) > 25 && shown(1) > 25 }
        fake.set("present", 0, device: 0)
        let before = shown(1)
        waitFor("the other goes on") { shown(1) > before + 25 }
        fake.set("present", 1, device: 0)
        let back = shown(0)
        waitFor("it is found again") { shown(0) > back + 25 }
        let metrics = try bench.metrics()
        #expect(metrics.contains("holdover_output_follower_playing{output=\"2\"} 1"))
        #expect(metrics.contains("holdover_output_follower_slots_total{output=\"3\""))
        let totals = try bench.state.totals
        #expect(totals.lost == 0, "the clock lost nothing by it")
        #expect(bench.stopOutput())
        waitFor("everything is given back") { fake.get("live") == 0 }
    }

    @Test func `a DeckLink can be the clock`() throws {
        let fake = try FakeDriver()
        let bench = try OutputBench([
            "HOLDOVER_CHANNEL_FORMAT": "1280x720p50", "HOLDOVER_OUTPUT_1_DEVICE": "decklink:1",
            "HOLDOVER_DECKLINK_LIBRARY": fake.path,
        ])
        try bench.startGroup()
        try bench.wait("a hundred slots") { (bench.timeline.latest()?.totals.total ?? 0) > 100 }
        #expect(fake.get("shown") > 90)
        let lane = try TestLane(bench)
        try bench.wait("programme on the card") { bench.completed(.programA) > 50 }
        lane.stop()
        #expect(bench.stopOutput())
        #expect(fake.get("idle_preference") == 0x6C61_6661, "the last frame stays")
        waitFor("everything is given back") { fake.get("live") == 0 }
    }

    @Test func `a card that cannot is told with its remedy, and output waits for it`() throws {
        let fake = try FakeDriver()
        fake.set("duplex", 1)
        fake.set("busy_enables", 1_000_000)
        let bench = try OutputBench([
            "HOLDOVER_CHANNEL_FORMAT": "1280x720p50", "HOLDOVER_OUTPUT_1_DEVICE": "decklink:1",
            "HOLDOVER_DECKLINK_LIBRARY": fake.path,
        ])
        try bench.startGroup()
        try bench.wait("recovering") { bench.timeline.latest()?.deviceState == .recovering }
        fake.set("busy_enables", 0)
        try bench.wait("a running card") { bench.timeline.latest()?.deviceState == .running }
        #expect(bench.stopOutput())
    }
}
