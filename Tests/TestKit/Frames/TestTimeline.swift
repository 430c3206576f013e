public import Common
public import Frames

/// Timeline states and records in which every number follows from one counter, so that a mixture of
/// two is noticed.
public enum TestTimeline {
    /// The timeline epoch of all of them.
    public static let epoch: UInt64 = 7

    /// The state that belongs to `index`.
    public static func state(_ index: Int64, processEpoch: UInt64 = 1) -> TimelineState {
        var totals = SlotTotals()
        totals[.programA, .completed] = UInt64(index)
        totals[.transparent, .flushed] = UInt64(index) &* 3
        totals[lost: .deviceGone] = UInt64(index) &* 5
        return TimelineState(
            video: video, audio: audio, processEpoch: processEpoch, timelineEpoch: epoch,
            anchor: TimelineAnchor(
                index: FrameIndex(index), instant: MonotonicInstant(nanoseconds: index * 1000),
                rate: video.rate),
            nextIndex: FrameIndex(index + 4),
            nextDeadline: MonotonicInstant(nanoseconds: index * 2000),
            heartbeat: MonotonicInstant(nanoseconds: index * 3000),
            startedAt: MonotonicInstant(nanoseconds: 1), deviceState: .running, rung: .programA,
            forced: index % 2 == 0 ? .slate : nil,
            lastCompletedIndex: FrameIndex(index - 1), totals: totals)
    }

    /// The record that belongs to `index`, as scheduled.
    public static func record(_ index: Int64) -> SlotRecord {
        SlotRecord(
            index: FrameIndex(index), timelineEpoch: epoch,
            source: index % 2 == 0 ? .programA : .repeat,
            displayedIndex: FrameIndex(index - index % 2), snapshotVersion: UInt64(index) &* 2,
            inputIndex: FrameIndex(index - 7), inputFrameNumber: index &* 11,
            scheduledAt: MonotonicInstant(nanoseconds: index), flags: [.preroll])
    }

    /// The format of all of them.
    public static let video: VideoFormat = {
        guard let video = VideoFormat(width: 320, height: 180, rate: FrameRate(25)) else {
            preconditionFailure("320x180p25 is a format")
        }
        return video
    }()
    /// The sound of all of them.
    public static let audio: AudioFormat = {
        guard let audio = AudioFormat(channelCount: 2) else {
            preconditionFailure("stereo is a format")
        }
        return audio
    }()
}
