import Common
import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

@Suite struct ShaderTimeTests {
    @Test func timeIsExactAfterThirtyDays() {
        let rate = FrameRate(60000, 1001)
        let origin = FrameIndex(118_000_000_000)
        let frames: Int64 = 30 * 86_400 * 60
        let time = ShaderTime(
            Moment(FrameIndex(origin.value + frames)), origin: origin, rate: rate,
            wrapSeconds: nil)
        #expect(time.time == Float(Double(frames) * 1001 / 60000))
        #expect(time.frameIndex == Int32(frames))
        #expect(time.timeDelta == Float(1001.0 / 60000))
    }

    @Test func theWrapKeepsEveryFrameApartAfterAMonth() {
        let rate = FrameRate(50)
        let start: Int64 = 30 * 86_400 * 50
        var seen: Set<Float> = []
        for frame in start..<start + 300 {
            let time = ShaderTime(
                Moment(FrameIndex(frame)), origin: FrameIndex(0), rate: rate, wrapSeconds: 6)
            seen.insert(time.time)
            #expect(time.time == Float(Double(frame % 300) / 50))
        }
        #expect(seen.count == 300)
    }

    @Test func nothingRunsBeforeTheOrigin() {
        let time = ShaderTime(
            Moment(FrameIndex(5)), origin: FrameIndex(9), rate: FrameRate(25), wrapSeconds: nil)
        #expect(
            time
                == ShaderTime(
                    Moment(FrameIndex(9)), origin: FrameIndex(9), rate: FrameRate(25),
                    wrapSeconds: nil))
        #expect(time.timeDelta == 0)
    }

    @Test func aSecondFieldLiesHalfAFrameAfterTheFirst() {
        func time(_ field: Moment.Field?) -> ShaderTime {
            ShaderTime(
                Moment(FrameIndex(1030), field: field), origin: FrameIndex(1000),
                rate: FrameRate(25), wrapSeconds: nil)
        }
        #expect(time(nil).time == 1.2 && time(nil).frameIndex == 30)
        #expect(time(.first).time == 1.2 && time(.first).frameIndex == 60)
        #expect(time(.second).time == 1.22 && time(.second).frameIndex == 61)
        #expect(time(.second).timeDelta == 0.02)
        let track = ParameterTrack(
            from: SIMD4(), to: SIMD4(1, 0, 0, 0), start: FrameIndex(1000), length: 10)
        let half = Moment(FrameIndex(1002), field: .second)
        #expect(track.value(at: half, type: .float).x == 0.25)
    }

    @Test func theDateFollowsTheIndex() throws {
        let rate = FrameRate(25)
        let utc = try #require(TimeZone(identifier: "UTC"))
        let date = ShaderDate(rate: rate, zone: utc)
        // 2024-02-29 12:34:56 UTC, 37 leap seconds later in TAI.
        let seconds: Int64 = 1_709_210_096
        let index = FrameIndex((seconds + 37) * 25 + 5)
        let value = date.value(at: Moment(index))
        #expect(value.x == 2024 && value.y == 2 && value.z == 29)
        #expect(abs(value.w - Float(12 * 3600 + 34 * 60 + 56) - 0.2) < 0.01)
    }
}

@Suite struct CadenceTests {
    private func view(_ next: Int64, deadlineIn milliseconds: Int64) -> Cadence.View {
        Cadence.View(
            next: FrameIndex(next), readyTarget: 2, timelineEpoch: 1,
            nextDeadline: MonotonicInstant(nanoseconds: milliseconds * 1_000_000),
            rate: FrameRate(50))
    }

    private let now = MonotonicInstant(nanoseconds: 0)

    @Test func drawsBackToBackUntilTheTargetAndNeverBeyond() {
        var cadence = Cadence()
        let view = view(100, deadlineIn: 10)
        let cost = Nanoseconds.milliseconds(5)
        #expect(
            cadence.next(view, now: now, estimate: cost)
                == .draw(index: FrameIndex(101), missed: 0))
        #expect(
            cadence.next(view, now: now, estimate: cost)
                == .draw(index: FrameIndex(102), missed: 0))
        #expect(cadence.next(view, now: now, estimate: cost) == .wait)
    }

    @Test func whatCannotBeInTimeIsCounted() {
        var cadence = Cadence()
        _ = cadence.next(view(100, deadlineIn: 10), now: now, estimate: .milliseconds(5))
        // 102 is due in 0 ms, 103 in 20 ms.
        let decision = cadence.next(
            view(101, deadlineIn: -20), now: now, estimate: .milliseconds(12))
        #expect(decision == .draw(index: FrameIndex(103), missed: 1))
    }

    @Test func aJumpOfTheClockIsCountedAndFollowed() {
        var cadence = Cadence()
        _ = cadence.next(view(100, deadlineIn: 10), now: now, estimate: .zero)
        #expect(
            cadence.next(view(110, deadlineIn: 10), now: now, estimate: .zero)
                == .draw(index: FrameIndex(111), missed: 9))
    }

    @Test func aTooSlowRendererStillDrawsTheLastOfTheWindow() {
        var cadence = Cadence()
        #expect(
            cadence.next(view(100, deadlineIn: -500), now: now, estimate: .milliseconds(40))
                == .draw(index: FrameIndex(102), missed: 0))
    }

    @Test func anotherTimelineStartsAfresh() {
        var cadence = Cadence()
        _ = cadence.next(view(1000, deadlineIn: 10), now: now, estimate: .zero)
        var other = view(10, deadlineIn: 10)
        other.timelineEpoch = 2
        #expect(
            cadence.next(other, now: now, estimate: .zero)
                == .draw(index: FrameIndex(11), missed: 0))
    }
}

@Suite struct InputGateTests {
    @Test func holdsForASecondThenIsLostAndReturnsAfterTwentyFiveGoodFrames() {
        var gate = InputGate(rate: FrameRate(25))
        #expect(gate.advance(isThere: true).show == .live)
        for _ in 0..<25 { #expect(gate.advance(isThere: false).show == .held) }
        let lost = gate.advance(isThere: false)
        #expect(lost.show == .lost && lost.change == .lost)
        for _ in 0..<24 { #expect(gate.advance(isThere: true).show == .lost) }
        let back = gate.advance(isThere: true)
        #expect(back.show == .live && back.change == .returned)
    }

    @Test func aFlappingInputStaysLost() {
        var gate = InputGate(rate: FrameRate(25))
        _ = gate.advance(isThere: true)
        for _ in 0..<26 { _ = gate.advance(isThere: false) }
        for _ in 0..<10 {
            for _ in 0..<24 { #expect(gate.advance(isThere: true).show == .lost) }
            #expect(gate.advance(isThere: false).show == .lost)
        }
    }
}

@Suite struct ParameterTrackTests {
    @Test func movesLinearlyAndJumpsForChoices() {
        let track = ParameterTrack(
            from: SIMD4(0, 0, 0, 0), to: SIMD4(1, 0, 0, 0), start: FrameIndex(100), length: 10)
        #expect(track.value(at: Moment(FrameIndex(99)), type: .float).x == 0)
        #expect(track.value(at: Moment(FrameIndex(105)), type: .float).x == 0.5)
        #expect(track.value(at: Moment(FrameIndex(110)), type: .float).x == 1)
        #expect(track.value(at: Moment(FrameIndex(100)), type: .bool).x == 1)
    }
}
