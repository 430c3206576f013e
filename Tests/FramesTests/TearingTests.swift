import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Tearing", .serialized) struct TearingTests {
    let instance: TestInstance
    init() throws { instance = try TestInstance() }

    /// Writer and reader race over a small ring without any waiting: each frame is overwritten
    /// microseconds after it was committed, so readers are lapped all the time.
    @Test("a million checksummed slots over two processes: no torn frame is accepted")
    func million() throws {
        let count: Int64 = 1_000_000
        let child = try Fixture.probe(
            instance,
            ["ring-write", "--count", "\(count)", "--slots", "3", "--width", "16"])
        #expect(try child.line() == "ready")
        let reader = try RingReader(.programA, in: instance.plane)
        child.send("go")
        let tally = Self.race(reader, last: 999 + count)
        #expect(tally.torn == 0)
        #expect(tally.accepted + tally.discarded >= 1_000_000)
        #expect(tally.discarded > 0, "the race never happened: \(tally)")
        #expect(try child.line() == "done 0 0")
    }

    struct Tally { var accepted = 0, discarded = 0, torn = 0, missed = 0 }

    /// Reads the newest frame and the ones about to be overwritten until the writer is done and a
    /// million frames were looked at.
    private static func race(_ reader: RingReader, last: Int64) -> Tally {
        var tally = Tally()
        var step: Int64 = 0
        while true {
            guard let newest = reader.newest else { continue }
            let index = newest.index.value - step % 3
            step += 1
            guard
                case .frame(let view) = reader.read(
                    FrameIndex(index), timelineEpoch: newest.timelineEpoch)
            else {
                tally.missed += 1
                continue
            }
            let isWhole =
                TestPayload.isWhole(view.payload, index: index)
                && view.metadata.snapshotVersion == UInt64(index)
            if view.isStillValid() {
                tally.accepted += 1
                if !isWhole { tally.torn += 1 }
            } else {
                tally.discarded += 1
            }
            if newest.index.value == last, tally.accepted + tally.discarded >= 1_000_000 {
                return tally
            }
        }
    }

    /// The same with a lender in between: a claimed frame needs no second look, and is never torn.
    @Test("claimed frames stay whole while the writer races on")
    func claimedRace() throws {
        let output = try TimelineWriter(in: instance.plane, at: Fixture.clock.now())
        output.publish(TestTimeline.state(1))
        let child = try Fixture.probe(
            instance,
            [
                "ring-write", "--claims", "--count", "150000", "--slots", "4", "--width", "16",
            ])
        #expect(try child.line() == "ready")
        let reader = try RingReader(.programA, in: instance.plane)
        child.send("go")
        var claimed = 0
        var torn = 0
        while true {
            let newest = reader.newest?.index.value ?? 0
            if newest >= 150_900 { break }
            guard
                case .frame(let view, let claim) = output.claim(
                    FrameIndex(newest - 2), timelineEpoch: 7, from: reader)
            else { continue }
            claimed += 1
            for _ in 0..<3 where !TestPayload.isWhole(view.payload, index: view.index.value) {
                torn += 1
            }
            output.release(claim)
        }
        #expect(torn == 0)
        #expect(claimed > 100)
        #expect(try child.line()?.hasPrefix("done") == true)
    }
}
