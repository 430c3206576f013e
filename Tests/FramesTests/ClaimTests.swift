import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Claims") struct ClaimTests {
    let instance: TestInstance
    let timeline: TimelineReader
    let writer: RingWriter
    init() throws {
        instance = try TestInstance()
        timeline = TimelineReader(in: instance.plane)
        writer = try Fixture.writer(instance, timeline: timeline)
        for index in Int64(0)...3 { Fixture.write(index, to: writer) }
    }

    private func output() throws -> TimelineWriter {
        let output = try TimelineWriter(in: instance.plane, at: Fixture.clock.now())
        output.publish(TestTimeline.state(1000))
        return output
    }

    private func claim(
        _ index: Int64, _ output: TimelineWriter, _ reader: RingReader
    ) throws -> (FrameView, SlotClaim) {
        guard
            case .frame(let view, let claim) = output.claim(
                FrameIndex(index), timelineEpoch: Fixture.epoch, from: reader)
        else { throw SharedObjectError.missing(path: "frame \(index)") }
        return (view, claim)
    }

    @Test("a claimed slot is skipped and counted, and its frame stays whole until released")
    func claimedSlot() throws {
        let output = try output()
        let reader = try RingReader(.programA, in: instance.plane)
        let (view, claim) = try claim(2, output, reader)
        #expect(Fixture.write(4, to: writer) && Fixture.write(5, to: writer))
        #expect(!Fixture.write(6, to: writer))
        #expect(writer.skippedClaimedCount == 1)
        #expect(view.isStillValid() && TestPayload.isWhole(view.payload, index: 2))
        // What is skipped is skipped: the next index has a slot of its own.
        #expect(Fixture.write(7, to: writer))
        #expect(reader.read(FrameIndex(6), timelineEpoch: Fixture.epoch).name == "not_written")
        let inspection = try RingInspection(.programA, in: instance.plane, at: Fixture.clock.now())
        #expect(inspection.skippedClaimedCount == 1)
        #expect(inspection.slots.map(\.isClaimed) == [false, false, true, false])
        output.release(claim)
        #expect(Fixture.write(10, to: writer))
        #expect(!view.isStillValid())
    }

    @Test("a slot lent twice is free when both have let go")
    func lentTwice() throws {
        let output = try output()
        let reader = try RingReader(.programA, in: instance.plane)
        let (_, first) = try claim(2, output, reader)
        let (_, second) = try claim(2, output, reader)
        output.release(first)
        #expect(!Fixture.write(6, to: writer))
        output.release(second)
        #expect(Fixture.write(6, to: writer))
    }

    @Test("what is not there is not claimed")
    func notThere() throws {
        let output = try output()
        let reader = try RingReader(.programA, in: instance.plane)
        guard
            case .unavailable(.tooEarly) = output.claim(
                FrameIndex(6), timelineEpoch: Fixture.epoch, from: reader)
        else {
            Issue.record("6 is not written yet")
            return
        }
        #expect(Fixture.write(6, to: writer))
    }

    @Test("a claim that comes between the writer's two looks wins")
    func claimInBetween() throws {
        let output = try output()
        let reader = try RingReader(.programA, in: instance.plane)
        let box = Box()
        // The claim is entered after the writer found the slot free, before it stored odd.
        writer.onStep = { step in
            guard step == .claimsScanned, box.claim == nil else { return }
            if case .frame(_, let claim) = output.claim(
                FrameIndex(2), timelineEpoch: Fixture.epoch, from: reader)
            {
                box.claim = claim
            }
        }
        #expect(!Fixture.write(6, to: writer))
        #expect(writer.skippedClaimedCount == 1)
        #expect(Fixture.isFrame(reader.read(FrameIndex(2), timelineEpoch: Fixture.epoch), 2))
        output.release(try #require(box.claim))
        #expect(Fixture.write(6, to: writer))
    }

    @Test("a claim that comes after odd loses: nothing is lent, the writer goes on")
    func claimTooLate() throws {
        let output = try output()
        let reader = try RingReader(.programA, in: instance.plane)
        let box = Box()
        writer.onStep = { step in
            guard step == .pendingIndexStored, !box.isRefused else { return }
            if case .unavailable = output.claim(
                FrameIndex(2), timelineEpoch: Fixture.epoch, from: reader)
            {
                box.isRefused = true
            }
        }
        #expect(Fixture.write(6, to: writer))
        #expect(box.isRefused)
    }

    @Test("claims of a lender killed while claiming are void, in the middle and after")
    func killedClaimer() throws {
        for arguments in [["--die-claiming"], []] {
            let child = try Fixture.probe(instance, ["claim-slot", "--index", "2"] + arguments)
            #expect(try child.line() == "claimed")
            _ = timeline.latest()
            if arguments.isEmpty {
                #expect(!Fixture.write(6, to: writer), "a live claim holds")
                child.kill()
            }
            #expect(try child.wait() == .signalled(9))
            #expect(Fixture.write(6, to: writer), "nobody holds the timeline lock")
            Fixture.write(2, to: writer)
        }
    }

    @Test("the next outputd starts without claims")
    func nextOutput() throws {
        let child = try Fixture.probe(instance, ["claim-slot", "--index", "2"])
        #expect(try child.line() == "claimed")
        #expect(timeline.indexNow(at: Fixture.clock.now()) == nil)
        child.kill()
        #expect(try child.wait() == .signalled(9))
        let output = try output()
        #expect(Fixture.write(6, to: writer))
        withExtendedLifetime(output) {}
    }

    @Test("claims survive damage to the page that carries them")
    func damagedPage() throws {
        let output = try output()
        let reader = try RingReader(.programA, in: instance.plane)
        let (_, claim) = try claim(2, output, reader)
        #expect(truncate(instance.plane.name(.timeline).path, 4096) == 0)
        output.publish(TestTimeline.state(1001))
        #expect(output.recreatedCount == 1)
        #expect(!Fixture.write(6, to: writer))
        output.release(claim)
        #expect(Fixture.write(6, to: writer))
        #expect(timeline.latest() == TestTimeline.state(1001))
    }
}

/// Carries what a step hook found.
private final class Box: @unchecked Sendable {
    // Unchecked: hook and test run on one thread.
    var claim: SlotClaim?
    var isRefused = false
}
