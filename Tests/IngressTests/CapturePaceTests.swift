import Common
import Testing

@testable import IngressCapture

@Suite struct CapturePaceTests {
    private let anchor = TimelineAnchor(
        index: FrameIndex(100), instant: MonotonicInstant(nanoseconds: 0), rate: FrameRate(50))

    private func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    @Test("Every index is written once, in order, one slot ahead")
    func steady() {
        var pace = CapturePace(lead: 1, lagMax: 7)
        var written: [Int64] = []
        var now = at(5)
        while written.count < 100 {
            switch pace.step(at: now, anchor: anchor, timelineEpoch: 1) {
            case .wait(let instant):
                #expect(instant > now)
                now = instant
            case .write(let index):
                #expect(index == anchor.index(at: now) + 1)
                written.append(index.value)
                pace.advance()
            case .skip: Issue.record("nothing to skip")
            }
        }
        #expect(written == Array(101..<201))
    }

    @Test("A short delay is caught up, a long one skips what nobody can use")
    func late() {
        var pace = CapturePace(lead: 1, lagMax: 7)
        #expect(pace.step(at: at(0), anchor: anchor, timelineEpoch: 1) == .write(FrameIndex(101)))
        pace.advance()
        for index in Int64(102)...104 {
            #expect(
                pace.step(at: at(60), anchor: anchor, timelineEpoch: 1)
                    == .write(FrameIndex(index)))
            pace.advance()
        }
        #expect(
            pace.step(at: at(60), anchor: anchor, timelineEpoch: 1) == .wait(until: at(80)))
        // 105 is next; at 460 ms slot 123 is on, so that 124 is due and 117 is the oldest of use.
        #expect(
            pace.step(at: at(460), anchor: anchor, timelineEpoch: 1)
                == .skip(from: FrameIndex(105), count: 12))
        #expect(pace.step(at: at(460), anchor: anchor, timelineEpoch: 1) == .write(FrameIndex(117)))
    }

    @Test("Another timeline epoch starts at its own index")
    func newEpoch() {
        var pace = CapturePace(lead: 1, lagMax: 7)
        _ = pace.step(at: at(0), anchor: anchor, timelineEpoch: 1)
        let other = TimelineAnchor(
            index: FrameIndex(9_000), instant: at(0), rate: FrameRate(50))
        #expect(pace.step(at: at(1), anchor: other, timelineEpoch: 2) == .write(FrameIndex(9_001)))
        #expect(pace.timelineEpoch == 2)
    }

    @Test("An input is lost after a second and back after 25 good frames")
    func condition() {
        var condition = InputCondition(startedAt: at(0))
        #expect(condition.frameWritten(at: at(20)) && condition.state == .present)
        #expect(
            condition.frameMissed(at: at(40), isExplained: false) && condition.state == .holding)
        #expect(!condition.frameMissed(at: at(1_000), isExplained: false) && !condition.isAlarming)
        #expect(
            condition.frameMissed(at: at(1_020), isExplained: false) && condition.state == .lost)
        #expect(condition.isAlarming)
        for _ in 0..<24 { _ = condition.frameWritten(at: at(1_040)) }
        #expect(condition.state == .returning && condition.isAlarming)
        _ = condition.frameMissed(at: at(1_060), isExplained: false)
        #expect(condition.state == .lost)
        for _ in 0..<25 { _ = condition.frameWritten(at: at(1_080)) }
        #expect(condition.state == .present && !condition.isAlarming)
    }

    @Test("A source that knows its future is written far ahead, and never behind")
    func lead() {
        var pace = CapturePace(lead: 40, lagMax: 7)
        var written: [Int64] = []
        while case .write(let index) = pace.step(at: at(5), anchor: anchor, timelineEpoch: 1) {
            written.append(index.value)
            pace.advance()
        }
        #expect(written == Array(101...140))
        #expect(
            pace.step(at: at(5), anchor: anchor, timelineEpoch: 1) == .wait(until: at(20)))
        // Killed, and back 700 ms later: nothing is missing yet.
        var successor = CapturePace(lead: 40, lagMax: 7)
        successor.resume(at: FrameIndex(141), timelineEpoch: 1)
        #expect(
            successor.step(at: at(705), anchor: anchor, timelineEpoch: 1)
                == .write(FrameIndex(141)))
    }

    @Test("At the start a decoder is given time; a known reason is told after a second")
    func start() {
        var condition = InputCondition(startedAt: at(0))
        let isEarly = condition.frameMissed(at: at(4_900), isExplained: false)
        #expect(!isEarly)
        let hasChanged = condition.frameMissed(at: at(4_900), isExplained: true)
        #expect(hasChanged && condition.isAlarming)
    }

    @Test("ffprobe's answer is read for what matters")
    func facts() {
        let facts = MediaFacts(
            flat: """
                streams.stream.0.codec_type="audio"
                streams.stream.0.start_time="0.000000"
                streams.stream.1.codec_type="video"
                streams.stream.1.pix_fmt="yuv420p"
                streams.stream.1.height=1080
                streams.stream.1.start_time="0.080000"
                format.start_time="0.000000"
                """)
        #expect(facts.hasPicture && facts.hasSound && facts.lacksMatrix && facts.height == 1_080)
        #expect(abs(facts.pictureStart - 0.08) < 1e-9)
        #expect(!MediaFacts(flat: "").hasPicture)
    }
}
