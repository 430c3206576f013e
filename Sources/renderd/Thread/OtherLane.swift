import Common
import Frames

/// The other of two lanes as this one sees it through its ring, and whether both draw the same.
///
/// A frame of a stack without memory is a function of what both lanes are told, so both draw equal
/// frames by themselves. With memory (feedback, past frames) a lane that started later, skipped a
/// frame or learned of a change too late goes on differently for ever. Such a lane is out of step: it
/// says so on each of its frames, and the output prefers the other. The lane in step sees that and
/// hands over what its stack remembers after some frame; the one out of step takes it, draws the frames
/// since then, and is in step. Where both are out of step lane a declares itself right.
///
/// Worked example at 50 frames a second: b is killed and back at index 500. Its first frames say "out
/// of step"; a reads that while it draws 503 and hands over its memory after 503; b has it at 506,
/// draws 504 to 508 for nobody and 509 for the ring, like a. Owned by the render thread.
final class OtherLane {
    private let follower: RingFollower
    /// Lane a is right where nobody else is.
    private let isFirst: Bool
    private let rate: FrameRate
    /// Whether this lane's frames may differ from the other's.
    private(set) var isOutOfStep = false
    /// This lane draws with a build that the other does not draw with yet.
    var isOnTrial = false
    /// Memory that came from the other lane and waits for its moment.
    var arrived: StackMemory?

    private var hasDecided = false
    private var lastIndex: FrameIndex?
    private var lastHandOver: FrameIndex?
    private var bothSince: FrameIndex?

    /// Frames that are drawn to catch up at most; beyond that newer memory is waited for.
    static let catchUpMax: Int64 = 12
    /// How old the other lane's newest frame may be for it to count as running.
    private static let silenceMax: Int64 = 25

    /// Nil where there is only one lane.
    init?(_ configuration: RendererConfiguration) {
        guard configuration.laneCount > 1 else { return nil }
        isFirst = configuration.lane == "a"
        rate = configuration.format.rate
        follower = RingFollower(isFirst ? .programB : .programA, in: configuration.plane)
    }

    /// What this lane has to do about the other one before it draws `index`.
    struct Duty: OptionSet {
        let rawValue: Int
        /// Hand over what the stack remembers, after this frame.
        static let handOver = Duty(rawValue: 1)
    }

    /// Call before each frame. `hasMemory` tells whether frames depend on those before.
    func begin(
        _ index: FrameIndex, timelineEpoch: UInt64, hasMemory: Bool, at now: MonotonicInstant
    ) -> Duty {
        defer { lastIndex = index }
        let other = state(near: index, timelineEpoch: timelineEpoch, at: now)
        guard hasMemory else {
            isOutOfStep = false
            hasDecided = true
            bothSince = nil
            return []
        }
        if !hasDecided {
            // Whoever finds the other at work came later.
            hasDecided = true
            if other == .inStep { isOutOfStep = true }
        } else if let lastIndex, index != lastIndex + 1 {
            lose(other)
        }
        return settle(index, other)
    }

    /// Something happened at this lane that the other may have done at another frame: a change that
    /// came too late, a build that was ready. Lane b follows a; a late lane follows whoever was not.
    func noteDifference(isLate: Bool) {
        if isLate || !isFirst { isOutOfStep = true }
    }

    /// The other lane's memory was taken, and the frames since then are drawn.
    func caughtUp(to index: FrameIndex) {
        isOutOfStep = false
        lastIndex = index
        bothSince = nil
    }

    private func lose(_ other: State) {
        if other != .absent { isOutOfStep = true }
    }

    private func settle(_ index: FrameIndex, _ other: State) -> Duty {
        guard isOutOfStep else {
            bothSince = nil
            guard other == .outOfStep, !isOnTrial,
                index - (lastHandOver ?? FrameIndex(.min / 2)) > 10
            else {
                return []
            }
            lastHandOver = index
            return .handOver
        }
        switch other {
        case .inStep, .onTrial: bothSince = nil
        case .absent: isOutOfStep = false
        case .outOfStep:
            let since = bothSince ?? index
            bothSince = since
            if isFirst, index - since >= 5 { isOutOfStep = false }
        }
        return []
    }

    /// One on trial is out of step and wants no help yet.
    private enum State { case absent, inStep, outOfStep, onTrial }

    private func state(
        near index: FrameIndex, timelineEpoch: UInt64, at now: MonotonicInstant
    ) -> State {
        guard let ring = follower.reader(at: now), let newest = ring.newest,
            newest.timelineEpoch == timelineEpoch, index - newest.index < Self.silenceMax
        else { return .absent }
        for back in 0..<3 {
            if case .frame(let frame) = ring.read(
                newest.index - back, timelineEpoch: timelineEpoch)
            {
                let flags = frame.metadata.flags
                if flags.contains(.trial) { return .onTrial }
                return flags.contains(.outOfStep) ? .outOfStep : .inStep
            }
        }
        return .absent
    }
}
