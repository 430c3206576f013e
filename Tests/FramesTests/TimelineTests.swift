import Common
import Foundation
import Frames
import TestKit
import Testing

@Suite("Timeline") struct TimelineTests {
    let instance: TestInstance
    let reader: TimelineReader
    init() throws {
        instance = try TestInstance()
        reader = TimelineReader(in: instance.plane)
    }

    private func writer() throws -> TimelineWriter {
        try TimelineWriter(in: instance.plane, at: Fixture.clock.now())
    }

    @Test("what is published is what is read, in every field")
    func roundTrip() throws {
        #expect(reader.latest() == nil && !reader.isWriterAlive())
        let writer = try writer()
        #expect(writer.recovered == nil && writer.recoveredRecords.isEmpty)
        for index in Int64(1000)...1003 {
            writer.publish(TestTimeline.state(index))
            // A reader that looked before the page was there looks again within its retry time.
            _ = reader.waitForChange(until: Fixture.clock.now() + .milliseconds(40))
            #expect(reader.latest() == TestTimeline.state(index))
        }
        #expect(reader.isWriterAlive())
        let state = try #require(reader.latest())
        #expect(state.totals.total == 4012 && state.totals.lost == 5015)
        #expect(state.totals.lostByUs == 0)
    }

    @Test("a second outputd of the same instance is refused")
    func secondWriter() throws {
        let first = try writer()
        #expect(throws: SharedObjectError.self) { _ = try writer() }
        withExtendedLifetime(first) {}
    }

    @Test("indices and instants follow from the anchor, exactly, at every rate")
    func extrapolation() {
        for rate in FrameRate.broadcastRates {
            let start = MonotonicInstant(nanoseconds: 5_000_000_123)
            let anchor = TimelineAnchor(
                index: FrameIndex(90_000_000_000), instant: start, rate: rate)
            for step in [-100_000, -1, 0, 1, 2, 3, 1001, 500_000] {
                let index = anchor.index + step
                let begins = anchor.instant(of: index)
                #expect(anchor.index(at: begins) == index)
                #expect(anchor.index(at: begins - 1) == index - 1)
            }
            // A day of slots: the 2⁻³² ns of the period add up to less than one; both sides round down.
            let day = rate.frames(in: .seconds(86_400))
            let drift =
                anchor.instant(of: anchor.index + Int(day)) - start
                - rate.duration(ofFrames: day)
            #expect(abs(drift.count) <= 1)
        }
        let wild = TimelineAnchor(
            index: FrameIndex(.max - 5), instant: MonotonicInstant(nanoseconds: .min / 2),
            rate: FrameRate(60))
        #expect(wild.index(at: .distantFuture) == FrameIndex(.max))
        #expect(wild.instant(of: FrameIndex(.min)).nanoseconds == .min)
    }

    @Test("the deadline of later indices follows from the next one's")
    func deadlines() {
        let state = TestTimeline.state(1000)
        #expect(state.deadline(of: state.nextIndex) == state.nextDeadline)
        #expect(state.deadline(of: state.nextIndex + 3) - state.nextDeadline == .milliseconds(120))
    }

    @Test("slot records are written when scheduled and finished when answered")
    func records() throws {
        let writer = try writer()
        writer.record(TestTimeline.record(1000))
        writer.publish(TestTimeline.state(1000))
        var expected = TestTimeline.record(1000)
        #expect(reader.records() == [expected])
        #expect(reader.records()[0].result == .pending)
        let at = MonotonicInstant(nanoseconds: 77)
        #expect(
            writer.complete(
                FrameIndex(1000), timelineEpoch: 7, result: .late, lostCause: .deviceLate, at: at))
        expected.result = .late
        expected.lostCause = .deviceLate
        expected.completedAt = at
        #expect(reader.records() == [expected])
        // Answers for slots that have no record, or one of another epoch, change nothing.
        #expect(!writer.complete(FrameIndex(1001), timelineEpoch: 7, result: .dropped, at: at))
        #expect(!writer.complete(FrameIndex(2024), timelineEpoch: 7, result: .dropped, at: at))
        #expect(!writer.complete(FrameIndex(1000), timelineEpoch: 8, result: .dropped, at: at))
        #expect(reader.records() == [expected])
    }

    @Test("the last 1 024 records are kept, and read from any index on")
    func recordWindow() throws {
        let writer = try writer()
        for index in Int64(5000)..<7000 { writer.record(TestTimeline.record(index)) }
        #expect(reader.records().map(\.index.value) == Array(5976...6999))
        #expect(reader.records(from: FrameIndex(6990)).map(\.index.value) == Array(6990...6999))
        #expect(reader.records(from: FrameIndex(0)).count == 1024)
        #expect(reader.records(from: FrameIndex(7000)).isEmpty)
        // A gap, as after a restart: the slots nobody recorded are not invented.
        writer.record(TestTimeline.record(7010))
        #expect(
            reader.records(from: FrameIndex(6998)).map(\.index.value) == [6998, 6999, 7010])
    }

    @Test("a waiting reader is woken by a publication, and finds a page made later")
    func waiting() throws {
        func wait() -> TestWaiter {
            let reader = reader
            let waiter = TestWaiter {
                reader.waitForChange(until: Fixture.clock.now() + .seconds(120))
            }
            Fixture.clock.sleep(until: Fixture.clock.now() + .milliseconds(30))
            #expect(waiter.result == nil)
            return waiter
        }
        let early = wait()
        let writer = try writer()
        #expect(early.join() == true)
        #expect(!reader.waitForChange(until: Fixture.clock.now() + .milliseconds(20)))
        let late = wait()
        writer.publish(TestTimeline.state(1000))
        #expect(late.join() == true)
    }

    @Test("a scribbled page gives the other copy, or nil, never nonsense")
    func scribbled() throws {
        let writer = try writer()
        writer.publish(TestTimeline.state(1000))
        writer.publish(TestTimeline.state(1001))
        #expect(reader.latest() == TestTimeline.state(1001))
        let path = instance.plane.name(.timeline).path
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        // Generation 2 lies in copy 0.
        try file.seek(toOffset: 4096 + 60)
        try file.write(contentsOf: Data([1, 2, 3, 4]))
        #expect(reader.latest() == TestTimeline.state(1000))
        try file.seek(toOffset: 6144 + 60)
        try file.write(contentsOf: Data([1, 2, 3, 4]))
        #expect(reader.latest() == nil)
        writer.publish(TestTimeline.state(1002))
        #expect(reader.latest() == TestTimeline.state(1002))
    }

    @Test("values out of range are refused even under a right checksum")
    func implausible() throws {
        let writer = try writer()
        var state = TestTimeline.state(1000)
        writer.publish(state)
        state.nextIndex = FrameIndex(.max)
        writer.publish(state)
        #expect(reader.latest() == TestTimeline.state(1000))
    }

    @Test("a truncated timeline costs readers nothing but its content, and is made again")
    func truncated() throws {
        let writer = try writer()
        writer.record(TestTimeline.record(999))
        writer.publish(TestTimeline.state(1000))
        #expect(reader.latest() != nil)
        #expect(truncate(instance.plane.name(.timeline).path, 0) == 0)
        #expect(reader.latest() == nil && reader.records().isEmpty)
        writer.record(TestTimeline.record(1001))
        writer.publish(TestTimeline.state(1001))
        #expect(writer.recreatedCount == 1)
        _ = reader.waitForChange(until: Fixture.clock.now() + .milliseconds(40))
        #expect(reader.latest() == TestTimeline.state(1001) && reader.openedCount == 2)
        writer.record(TestTimeline.record(1002))
        #expect(reader.records().last == TestTimeline.record(1002))
    }

    @Test("a removed page is made again with its records")
    func removed() throws {
        let writer = try writer()
        for index in Int64(1000)...1009 { writer.record(TestTimeline.record(index)) }
        unlink(instance.plane.name(.timeline).path)
        writer.publish(TestTimeline.state(1009))
        #expect(writer.recreatedCount == 1)
        #expect(reader.records().map(\.index.value) == Array(1000...1009))
    }
}
