import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Timeline over deaths") struct TimelineRecoveryTests {
    let instance: TestInstance
    let reader: TimelineReader
    init() throws {
        instance = try TestInstance()
        reader = TimelineReader(in: instance.plane)
    }

    @Test(
        "a writer killed anywhere in a publication leaves the state before, or the new one",
        arguments: [FrameStep.copyInvalidated, .bodyHalfWritten, .bodyWritten, .generationStored],
        [0, 1, 5, 6])
    func killedPublishing(step: FrameStep, after: Int) throws {
        let child = try Fixture.probe(
            instance,
            ["timeline-write", "--die-at", step.rawValue, "--die-after", "\(after)"])
        #expect(try child.line() == "ready")
        child.send("go")
        #expect(try child.wait() == .signalled(9))
        let before = after == 0 ? nil : TestTimeline.state(999 + Int64(after))
        let expected =
            step == .generationStored ? TestTimeline.state(1000 + Int64(after)) : before
        #expect(reader.latest() == expected)
        // The next outputd finds the same, and goes on where a newer generation is wanted.
        let writer = try TimelineWriter(in: instance.plane, at: Fixture.clock.now())
        #expect(writer.recovered == expected)
        writer.publish(TestTimeline.state(2000, processEpoch: 2))
        #expect(reader.latest() == TestTimeline.state(2000, processEpoch: 2))
        #expect(reader.openedCount == 1)
    }

    @Test(
        "a writer killed in a record leaves all others, and never half of one",
        arguments: [
            FrameStep.recordOdd, .recordWritten, .recordEven, .recordHeadStored,
            .completionTimeStored,
        ])
    func killedRecording(step: FrameStep) throws {
        let child = try Fixture.probe(
            instance,
            [
                "timeline-write", "--records", "--die-at", step.rawValue, "--die-after", "3",
            ])
        #expect(try child.line() == "ready")
        child.send("go")
        #expect(try child.wait() == .signalled(9))
        func completed(_ index: Int64) -> SlotRecord {
            var record = TestTimeline.record(index)
            record.result = .completed
            record.completedAt = MonotonicInstant(nanoseconds: index + 1)
            return record
        }
        var expected = [completed(1000), completed(1001), completed(1002)]
        let isRecorded = [.recordEven, .recordHeadStored, .completionTimeStored].contains(step)
        let writer = try TimelineWriter(in: instance.plane, at: Fixture.clock.now())
        #expect(
            writer.recoveredRecords
                == expected + (isRecorded ? [TestTimeline.record(1003)] : []))
        if [.recordHeadStored, .completionTimeStored].contains(step) {
            expected.append(TestTimeline.record(1003))
        }
        #expect(reader.records() == expected)
        writer.record(TestTimeline.record(1004))
        #expect(reader.records().last == TestTimeline.record(1004))
    }

    @Test("states read while another process publishes are never mixed")
    func noMixture() throws {
        let child = try Fixture.probe(
            instance, ["timeline-write", "--count", "50000", "--records"])
        #expect(try child.line() == "ready")
        child.send("go")
        var seen = 0
        var last: Int64 = 0
        while last < 50_999 {
            guard let state = reader.latest() else { continue }
            let index = state.anchor.index.value
            guard state == TestTimeline.state(index) else {
                Issue.record("a mixture at \(index): \(state)")
                break
            }
            #expect(index >= last)
            last = index
            seen += 1
            if seen % 64 == 0 {
                for record in reader.records(from: FrameIndex(index - 20)) {
                    var plain = record
                    plain.result = .pending
                    plain.completedAt = nil
                    #expect(plain == TestTimeline.record(record.index.value))
                    #expect(
                        record.completedAt?.nanoseconds ?? record.index.value + 1
                            == record.index.value + 1)
                }
            }
        }
        #expect(seen > 100)
        #expect(try child.line() == "done")
    }
}
