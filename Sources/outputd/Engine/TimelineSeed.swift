import Common
import Frames
import Playout

/// Where the timeline begins: where a predecessor left off, or at TAI.
struct TimelineSeed {
    /// The epoch of the indexes: a predecessor's where they go on, else `fresh`.
    let timelineEpoch: UInt64
    /// What the predecessor left; nil for a new timeline.
    let resume: PlayoutResume?
    let anchor: TimelineAnchor
    /// The newest programme frame aired, with its lane.
    let lastFresh: (index: FrameIndex, lane: SlotSource)?

    /// - Parameters:
    ///   - recovered: the predecessor's last state, and `records` its slots.
    ///   - taiIndex: the index of now by TAI.
    ///   - fresh: the epoch of a new timeline; random.
    ///
    /// The timeline goes on only where its clock can be followed: same format, same boot (the page
    /// does not outlive one), and no orderly stop in between, after which nobody expects slots.
    init(
        recovered: TimelineState?, records: [SlotRecord], video: VideoFormat, audio: AudioFormat,
        taiIndex: FrameIndex, fresh: UInt64, at now: MonotonicInstant
    ) {
        guard let recovered, recovered.video == video, recovered.audio == audio,
            recovered.deviceState != .stopped, recovered.heartbeat <= now
        else {
            timelineEpoch = fresh
            resume = nil
            anchor = TimelineAnchor(index: taiIndex, instant: now, rate: video.rate)
            lastFresh = nil
            return
        }
        timelineEpoch = recovered.timelineEpoch
        anchor = recovered.anchor
        let own = records.filter { $0.timelineEpoch == recovered.timelineEpoch }
        guard let last = own.last else {
            resume = nil
            lastFresh = nil
            return
        }
        let expected = last.index + 1
        let aired = own.last { $0.source.isProgram && !$0.flags.contains(.accountedLater) }
        lastFresh = aired.map { ($0.index, $0.source) }
        let scheduled = own.last { !$0.flags.contains(.accountedLater) }
        // A forced source says nothing about the ladder: programme counts as good until it misses.
        let rung: SlotSource =
            scheduled.map { $0.flags.contains(.forced) && aired != nil ? .repeat : $0.source }
            ?? .slate
        resume = PlayoutResume(
            expected: expected,
            pending: own.suffix(SlotLedger.capacity).filter { $0.result == .pending }
                .map { ($0.index, $0.source) },
            rung: rung, lastFresh: aired?.index, totals: recovered.totals)
    }
}
