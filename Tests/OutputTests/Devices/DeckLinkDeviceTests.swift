import Common
import Playout
import TestKit
import Testing

@testable import Output

/// The DeckLink device behind the playout core, against the fake driver.
@Suite struct DeckLinkDeviceTests {
    @Test func `a hundred thousand frames through late, dropped, stalled and pulled cards`() throws
    {
        let fake = try FakeDriver()
        let rig = try DeckLinkRig(fake: fake)
        var generator = SeededGenerator(seed: 7)
        var injected = (late: 0, drop: 0, stall: 0, unplug: 0)
        var pluggedAt: Int64 = 0
        rig.onTick = { tick in
            if fake.get("present") == 0 {
                if tick >= pluggedAt { fake.set("present", 1) }
                return
            }
            // A fault a second or so, each when the one before is over.
            guard tick % 32 == 0, fake.get("started") == 1 else { return }
            switch UInt8.random(in: 0..<100, using: &generator) {
            case 0..<30:
                fake.set("late", fake.get("late") + 1)
                injected.late += 1
            case 30..<60:
                fake.set("drop", fake.get("drop") + 1)
                injected.drop += 1
            case 60..<90:
                fake.set("stall", Int64.random(in: 1...8, using: &generator))
                injected.stall += 1
            case 90..<92:
                fake.set("present", 0)
                pluggedAt = tick + Int64.random(in: 5...200, using: &generator)
                injected.unplug += 1
            default: break
            }
        }
        rig.run(slots: 100_000)
        let checker = rig.checker
        #expect(checker.doubles == 0)
        for cause in [LostCause.notScheduled, .scheduledLate, .outputDown] {
            #expect(checker.lost[cause, default: 0] == 0, "lost of our cause: \(cause)")
        }
        #expect(injected.late > 500 && injected.drop > 500 && injected.unplug > 20)
        #expect(checker.lost[.deviceDropped, default: 0] >= injected.drop - injected.unplug)
        #expect(rig.deepest == 4, "never overfed")
        rig.onTick = { _ in }
        fake.set("present", 1)
        rig.stop()
        #expect(rig.checker.doubles == 0)
        #expect(rig.checker.holes == 0, "every slot was settled")
        #expect(fake.get("live") == 0, "every reference was given back")
        print(
            "decklink: \(checker.settledCount) slots, \(injected), lost \(checker.lost),",
            "\(checker.lostRuns) runs, \(rig.tickCount) ticks")
    }

    @Test func `nothing is lost on a card that behaves`() throws {
        let fake = try FakeDriver()
        let rig = try DeckLinkRig(fake: fake, format: "1280x720p59.94")
        rig.run(slots: 5_000)
        rig.stop()
        #expect(rig.checker.lostCount == 0)
        #expect(fake.get("repeated") == 0)
        #expect(fake.get("live") == 0)
        #expect(
            rig.transitions.map(\.to) == [.configuring, .prerolling, .running, .stopping, .stopped])
    }

    @Test func `pictures and sound of each slot are on air at its tick`() throws {
        let fake = try FakeDriver()
        fake.observe()
        let rig = try DeckLinkRig(fake: fake, format: "1280x720p59.94", channels: 6)
        rig.run(slots: 1_000)
        let aired = fake.takeAired()
        #expect(aired.count >= 1_000)
        var last: Int64?
        for tick in aired {
            #expect(tick.fate == .shown)
            #expect(tick.missingSamples == 0, "tick \(tick.tick)")
            #expect(tick.audio.count % 8 == 0, "six channels travel as eight")
            let index = tick.head.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
            if let last { #expect(index == last + 1) }
            last = index
        }
        rig.stop()
    }

    @Test func `after standing still the first slot that can be shown is made next`() throws {
        let fake = try FakeDriver()
        let rig = try DeckLinkRig(fake: fake)
        rig.run(slots: 200)
        #expect(rig.checker.lostCount == 0)
        rig.standStill(ticks: 20)
        rig.run(slots: 200)
        // One was on air and two or three queued; the rest of the twenty went by, and not one more.
        #expect((17...18).contains(rig.checker.lostCount), "\(rig.checker.lost)")
        #expect(rig.checker.lostRuns == 1)
        rig.stop()
    }

    @Test func `a card whose clock stands still is lost, and found again`() throws {
        let fake = try FakeDriver()
        let rig = try DeckLinkRig(fake: fake)
        rig.run(slots: 100)
        fake.set("hang", 1)
        #expect(rig.run(until: .recovering))
        #expect(rig.device?.trouble.text?.contains("stands still") == true)
        fake.set("hang", 0)
        #expect(rig.run(until: .running) || rig.run(until: .degraded))
        rig.run(slots: 100)
        rig.stop()
        #expect(fake.get("live") == 0)
    }

    @Test func `a busy card is tried again until it is free`() throws {
        let fake = try FakeDriver()
        fake.set("busy_enables", 3)
        let rig = try DeckLinkRig(fake: fake)
        rig.run(slots: 50)
        #expect(fake.get("busy_enables") == 0)
        let causes = rig.transitions.map(\.cause)
        #expect(causes.filter { $0 == .deviceLost }.count == 3)
        #expect(rig.device?.trouble.text == nil, "what was wrong is over")
        rig.stop()
    }

    @Test func `a mode the card has not is refused, and said`() throws {
        let fake = try FakeDriver()
        let rig = try DeckLinkRig(fake: fake, format: "1280x720p25")
        #expect(rig.run(until: .failed))
        #expect(rig.device?.trouble.text?.contains("cannot do 1280x720p25 in uyvy") == true)
    }

    @Test func `a missing reference is told after its patience, a lost one at once`() throws {
        let fake = try FakeDriver()
        fake.set("reference", 0)
        var settings = DeckLinkOutputSettings()
        settings.referenceWait = .seconds(4)
        let rig = try DeckLinkRig(fake: fake, settings: settings)
        rig.run(slots: 80)
        #expect(rig.references == [], "3.2 s: a card locks only while it plays")
        rig.run(slots: 40)
        #expect(rig.references == [false])
        fake.set("reference", 2)
        rig.run(slots: 20)
        fake.set("reference", 0)
        rig.run(slots: 20)
        #expect(rig.references == [false, true, false])
        #expect(rig.checker.lostCount == 0, "the reference never stops the output")
        rig.stop()
    }

    @Test func `a stop that is never confirmed ends all the same`() throws {
        let fake = try FakeDriver()
        let rig = try DeckLinkRig(fake: fake)
        rig.run(slots: 50)
        fake.set("no_stop", 1)
        rig.stop()
        #expect(fake.get("live") == 0)
    }
}
