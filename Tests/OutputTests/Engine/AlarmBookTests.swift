import Common
import Frames
import Playout
import Quality
import Testing

@testable import Output

/// Which alarms stand, by the order of things.
@Suite struct AlarmBookTests {
    private func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: 0) + .milliseconds(milliseconds)
    }

    @Test("A short repeat is no alarm, a long one is, and programme clears it")
    func rung() {
        var book = AlarmBook()
        _ = book.source(.programA, isForced: false, at: at(0))
        _ = book.source(.repeat, isForced: false, at: at(100))
        #expect(book.tick(at: at(500)).isEmpty)
        #expect(book.tick(at: at(600)).map(\.kind) == [.rung])
        #expect(book.tick(at: at(700)).isEmpty)
        let slate = book.source(.slate, isForced: false, at: at(2_100))
        #expect(slate?.isActive == true && slate?.since == at(600))
        #expect(book.source(.programA, isForced: false, at: at(5_000))?.isActive == false)
        #expect(book.standing.isEmpty)
    }

    @Test("Every alarm of the picture, the sound and the device says what to do")
    func remedies() throws {
        for kind in Defect.allCases { #expect(kind.sentence.contains(". "), "\(kind)") }
        for cause in [LifecycleCause.deviceLost, .unplugged, .formatRefused] {
            var book = AlarmBook()
            let level = book.device(.recovering, cause: cause.sentence, at: at(0))
            let text = try #require(level?.text)
            #expect(text.contains(". ") && !text.contains("_"))
        }
        var book = AlarmBook()
        let lost = book.lost(1, cause: .deviceLate, at: at(0))
        #expect(lost?.text.contains(". `holdover slots`") == true)
    }

    @Test("Line-up that does not exist is a slate's trouble; line-up that does is none")
    func slate() throws {
        let format = try #require(VideoFormat(parsing: "320x180p25"))
        let text = SlateFile.trouble("test:nonsense", format: format, environment: [:])
        #expect(text?.contains(". Use one of test:smpte") == true)
        #expect(SlateFile.trouble("test:ebu", format: format, environment: [:]) == nil)
    }

    @Test("The first slate before any programme is no alarm; a force is one until auto")
    func idleAndForce() {
        var book = AlarmBook()
        #expect(book.source(.slate, isForced: false, at: at(0)) == nil)
        #expect(book.forced("black", at: at(10))?.isActive == true)
        #expect(book.source(.black, isForced: true, at: at(20)) == nil)
        #expect(book.standing.map(\.kind) == [.forced])
        #expect(book.forced(nil, at: at(30))?.isActive == false)
    }

    @Test("A lost slot stands for a minute after the last")
    func lost() {
        var book = AlarmBook()
        #expect(book.lost(2, cause: .deviceDropped, at: at(0))?.isActive == true)
        #expect(
            book.lost(1, cause: .deviceDropped, at: at(30_000))?.text.contains("3 slots") == true)
        #expect(book.tick(at: at(89_000)).isEmpty)
        #expect(book.tick(at: at(90_000)).map(\.isActive) == [false])
    }

    @Test(
        "A ring of another format is an alarm while it is there; a slate that does not fit, for good"
    )
    func formats() throws {
        var book = AlarmBook()
        let video = try #require(VideoFormat(parsing: "320x180p25"))
        let wanted = try #require(VideoFormat(parsing: "1280x720p50"))
        let text = RingMismatch(ring: .programA, video: video).sentence(wanted: wanted)
        let raised = book.ringFormat(text, at: at(0))
        #expect(raised?.isActive == true)
        #expect(
            raised?.text.contains("carries 320x180p25 in uyvy, the output is 1280x720p50") == true)
        #expect(raised?.text.contains("same configuration") == true, "the remedy")
        #expect(book.ringFormat(text, at: at(10)) == nil, "told once")
        #expect(book.ringFormat(nil, at: at(20))?.isActive == false)
        #expect(book.slate("the slate is 4x3", at: at(30))?.kind == .slate)
        #expect(book.standing.map(\.kind) == [.slate])
    }

    @Test("A loop that dies is an alarm until all loops have run for a while")
    func loops() {
        var book = AlarmBook()
        _ = book.device(.running, cause: "prerolled", at: at(0))
        let first = book.loopDied("slot-log", count: 3, cause: "no space", at: at(0))
        #expect(first?.text.contains("slot-log") == true)
        #expect(first?.text.contains("no space") == true)
        _ = book.loopDied("slot-log", count: 4, cause: "no space", at: at(10_000))
        #expect(book.tick(at: at(20_000)).isEmpty)
        #expect(book.tick(at: at(25_000)).map(\.isActive) == [false])
        #expect(book.standing.isEmpty)
    }

    @Test("An output that finds no device says so after three seconds, and clears it when one runs")
    func seeking() {
        var book = AlarmBook()
        #expect(book.tick(at: at(0)).isEmpty)
        #expect(book.tick(at: at(2_900)).isEmpty)
        #expect(book.tick(at: at(3_000)).map(\.kind) == [.device])
        #expect(book.tick(at: at(9_000)).isEmpty)
        #expect(book.device(.running, cause: "prerolled", at: at(9_100)) == nil)
        #expect(book.tick(at: at(11_000)).isEmpty)
        #expect(book.tick(at: at(11_100)).map(\.isActive) == [false])
        #expect(book.tick(at: at(20_000)).isEmpty)
    }

    @Test(
        "A device that is taken and lost again each second is one alarm, until it has run for two")
    func standingClock() {
        var book = AlarmBook()
        #expect(book.device(.recovering, cause: "stands still", at: at(0))?.isActive == true)
        for second in Int64(1)..<10 {
            #expect(book.device(.running, cause: "prerolled", at: at(second * 1_000)) == nil)
            #expect(book.tick(at: at(second * 1_000 + 900)).isEmpty)
            let again = book.device(
                .recovering, cause: "stands still", at: at(second * 1_000 + 950))
            #expect(again == nil, "it has stood all the while")
        }
        #expect(book.device(.running, cause: "prerolled", at: at(20_000)) == nil)
        #expect(book.device(.degraded, cause: "slot_lost", at: at(20_500)) == nil)
        #expect(book.tick(at: at(22_000)).map(\.isActive) == [false])
    }
}
