import Common
import Foundation
import Frames
import Proto
import TestKit
import Testing

@testable import IngressCapture

/// Capture with DeckLink inputs in real time: the service, its threads and its rings.
@Suite(.serialized, .realTime) struct DeckLinkCaptureTests {
    private func bench(_ fake: FakeDriver, inputs: Int) throws -> CaptureBench {
        fake.set("small", 1)
        fake.set("devices", Int64(inputs))
        let bench = try CaptureBench(format: "320x180p50")
        bench.settings["HOLDOVER_DECKLINK_LIBRARY"] = fake.path
        for number in 1...inputs {
            bench.settings["HOLDOVER_INPUT_\(number)_SOURCE"] = "decklink:\(number)"
            fake.set("counter", 1, device: number - 1)
            // Says which card a frame came from.
            fake.set("input_timecode", Int64(number), device: number - 1)
        }
        return bench
    }

    private func number(_ frame: CaptureBench.Frame, _ fake: FakeDriver) -> Int64? {
        frame.picture.withUnsafeBytes { fake.number(in: $0, width: 320, height: 180) }
    }

    @Test func `four cards at once, each in a ring of its own`() throws {
        let fake = try FakeDriver()
        let bench = try bench(fake, inputs: 4)
        let facts = FactCollector()
        try bench.startTimeline()
        try bench.start(facts)
        for input in 1...4 {
            let frames = try bench.frames(.input(input), count: 40)
            let numbers = frames.compactMap { number($0, fake) }
            #expect(numbers.count == 40)
            #expect(frames.allSatisfy { $0.metadata.timecode == UInt32(input) })
            // On a slow host a picture may be repeated or left out; never do two change places.
            #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 })
            #expect(Set(numbers).count > 20)
        }
        fake.set("signal", 0, device: 2)
        try bench.wait { facts.inputs.contains { $0.input == 3 && $0.state != .present } }
        for input in [1, 2, 4] {
            let frames = try bench.frames(.input(input), count: 20)
            #expect(frames.allSatisfy { $0.metadata.timecode == UInt32(input) })
            #expect(facts.inputs.last { $0.input == UInt32(input) }?.state == .present)
        }
        bench.stop()
        #expect(fake.get("live") == 0)
    }

    @Test func `garbage beside the picture is an alarm, and the picture goes on`() throws {
        let fake = try FakeDriver()
        let bench = try bench(fake, inputs: 1)
        let facts = FactCollector()
        try bench.startTimeline()
        try bench.start(facts)
        _ = try bench.frames(.input(1), count: 5)
        func level() -> AlarmLevel? { facts.alarms.last { $0.key.kind == "input-ancillary" } }
        #expect(level() == nil)
        fake.setInputPackets((0..<100).flatMap { [0, 0, 0, 9, 1, $0] })
        try bench.wait { level()?.active == true }
        #expect(level()?.key.subject == "input.1" && level()?.severity == .warning)
        #expect(level()?.text.contains("without an identifier") == true)
        #expect(level()?.text.contains("Check the inserter") == true)
        let frames = try bench.frames(.input(1), count: 20)
        #expect(frames.allSatisfy { $0.metadata.ancillaryByteCount == 0 })
        #expect(facts.inputs.last?.state == .present)
        fake.setInputPackets([])
        try bench.wait(30) { level()?.active == false }
    }

    @Test func `an interlaced input of a progressive channel is shown field by field`() throws {
        let fake = try FakeDriver()
        let bench = try bench(fake, inputs: 1)
        let facts = FactCollector()
        try bench.startTimeline()
        try bench.start(facts)
        _ = try bench.frames(.input(1), count: 3)
        fake.set("input_mode", 0x7061_6C20)
        try bench.wait {
            let ring = try? RingReader(.input(1), in: bench.plane)
            return ring.map { "\($0.layout.video)" == "720x576p50" && $0.newest != nil } ?? false
        }
        let frames = try bench.frames(.input(1), count: 40)
        #expect(frames.allSatisfy { $0.metadata.audioSampleCount == 960 })
        // Both fields of a picture carry its number; a busy host may repeat one or leave one out.
        let numbers = frames.compactMap { frame in
            frame.picture.withUnsafeBytes { fake.number(in: $0, width: 720, height: 576) }
        }
        #expect(numbers.count == 40)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 })
        #expect((12...28).contains(Set(numbers).count), "two slots a picture")
        try bench.wait { facts.inputs.last?.state == .present }
    }

    @Test func `a change of size mid-show makes another ring, and the way back too`() throws {
        let fake = try FakeDriver()
        let bench = try bench(fake, inputs: 1)
        let facts = FactCollector()
        try bench.startTimeline()
        try bench.start(facts)
        let before = try RingReader(.input(1), in: bench.plane)
        #expect("\(before.layout.video)" == "320x180p50")
        _ = try bench.frames(.clean, count: 3)
        fake.set("input_mode", 0x6870_3530)
        try bench.wait {
            let ring = try? RingReader(.input(1), in: bench.plane)
            return ring.map { "\($0.layout.video)" == "1280x720p50" && $0.newest != nil } ?? false
        }
        let frames = try bench.frames(.input(1), count: 20)
        #expect(frames.allSatisfy { $0.picture.count == 1_280 * 720 * 2 })
        #expect(frames.allSatisfy { $0.metadata.audioSampleCount == 960 })
        try bench.wait {
            facts.inputs.last.map {
                $0.state == .present && $0.format.hasPrefix("1280x720p50") && !$0.cleanAvailable
            } ?? false
        }
        fake.set("input_mode", 0x7470_3530)
        try bench.wait {
            let ring = try? RingReader(.input(1), in: bench.plane)
            return ring.map { "\($0.layout.video)" == "320x180p50" && $0.newest != nil } ?? false
        }
        try bench.wait { facts.inputs.last?.cleanAvailable == true }
    }
}
