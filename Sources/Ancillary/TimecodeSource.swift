public import Common

/// Which timecode each slot carries, by a stated policy. Pure; owned by the playout thread.
///
/// `clock` is set to the time of day at its first slot and counts on from there, one a slot, since a
/// timecode must never stumble; once the device's clock has drifted two frames away from the time of
/// day it is set anew, which is counted. `input` takes what the input brought and counts on while it
/// brings none. `run` starts at zero.
public struct TimecodeSource: Sendable {
    public enum Policy: String, Sendable, Hashable { case off, input, clock, run }

    private let policy: Policy
    private let rate: FrameRate
    private let labels: TimecodeRate
    private var last: (index: FrameIndex, frame: Int64)?
    /// Times the clock's label was set anew after drifting.
    public private(set) var jumpCount = 0

    /// A source that has labelled nothing yet.
    public init(_ policy: Policy, rate: FrameRate) {
        self.policy = policy
        self.rate = rate
        labels = TimecodeRate(rate)
    }

    /// The timecode of slot `index`, which is on air at `timeOfDay` (since local midnight); `input` is
    /// what came in with the slot's input frame.
    public mutating func timecode(
        of index: FrameIndex, timeOfDay: Nanoseconds, input: Timecode?
    ) -> Timecode? {
        let frame: Int64
        switch policy {
        case .off: return nil
        case .run: frame = last.map { $0.frame + Int64(index - $0.index) } ?? 0
        case .input:
            if let input, input.isValid(rate: TimecodeRate(rate, drops: input.isDropFrame)) {
                guard input.isDropFrame == labels.drops else {
                    // A label of the other way of counting is passed on as it is.
                    last = nil
                    return input
                }
                frame = input.frame(rate: labels)
            } else if let last {
                frame = last.frame + Int64(index - last.index)
            } else {
                return nil
            }
        case .clock: frame = clockFrame(index, timeOfDay)
        }
        last = (index, frame)
        return Timecode(frame: frame, rate: labels)
    }

    private mutating func clockFrame(_ index: FrameIndex, _ timeOfDay: Nanoseconds) -> Int64 {
        let now = rate.frames(in: timeOfDay)
        guard let last else { return now }
        let next = last.frame + Int64(index - last.index)
        let day = labels.framesPerDay
        var error = (next - now) % day
        if error > day / 2 { error -= day }
        if error < -day / 2 { error += day }
        // At rates whose labels do not drop, labels fall behind the clock by design.
        let tolerance: Int64 = labels.drops || rate.denominator == 1 ? 2 : day
        guard abs(error) > tolerance else { return next }
        jumpCount += 1
        return now
    }
}
