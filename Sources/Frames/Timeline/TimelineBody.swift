import Atomics
import CRealtime
import Common

/// A timeline state as stored: the body of one copy. Fixed-width fields in order.
struct TimelineBody {
    var processEpoch: UInt64 = 0
    var timelineEpoch: UInt64 = 0
    var anchorIndex: Int64 = 0
    var anchorInstant: Int64 = 0
    var periodFraction: UInt64 = 0
    var nextIndex: Int64 = 0
    var nextDeadline: Int64 = 0
    var lastCompletedIndex: Int64 = SlotHeader.noIndex
    var heartbeat: Int64 = 0
    var startedAt: Int64 = 0
    var format = StoredFormat()
    var deviceState: UInt32 = 0
    /// `SlotSource` code.
    var rung: UInt32 = 0
    /// 0 in automatic, else `SlotSource` code + 1.
    var forced: UInt32 = 0
    var scheduledDepth: UInt32 = 0
    var readyTarget: UInt32 = 0
    var reserved: UInt32 = 0
    var totals = InlineArray<40, UInt64>(repeating: 0)
    var lostTotals = InlineArray<8, UInt64>(repeating: 0)

    init() {}

    init(_ state: TimelineState) {
        processEpoch = state.processEpoch
        timelineEpoch = state.timelineEpoch
        anchorIndex = state.anchor.index.value
        anchorInstant = state.anchor.instant.nanoseconds
        periodFraction = state.anchor.periodFraction
        nextIndex = state.nextIndex.value
        nextDeadline = state.nextDeadline.nanoseconds
        lastCompletedIndex = state.lastCompletedIndex?.value ?? SlotHeader.noIndex
        heartbeat = state.heartbeat.nanoseconds
        startedAt = state.startedAt.nanoseconds
        format = StoredFormat(video: state.video, audio: state.audio)
        deviceState = state.deviceState.rawValue
        rung = state.rung.rawValue
        forced = state.forced.map { $0.rawValue + 1 } ?? 0
        scheduledDepth = UInt32(clamping: state.scheduledDepth)
        readyTarget = UInt32(clamping: state.readyTarget)
        totals = state.totals.cells
        lostTotals = state.totals.causes
    }

    /// Far beyond any index or instant that occurs, and far enough from the edge for sums.
    private static let plausible = -(Int64(1) << 61)...(Int64(1) << 61)
    /// 1 ms to 1 s, in 2⁻³² ns.
    private static let plausiblePeriods = (UInt64(1_000_000) << 32)...(UInt64(1_000_000_000) << 32)

    /// The state these fields state; nil where any is out of range.
    var state: TimelineState? {
        guard let video = format.video, let audio = format.audio,
            let deviceState = DeviceState(rawValue: deviceState),
            let rung = SlotSource(rawValue: rung), processEpoch != 0, timelineEpoch != 0,
            Self.plausiblePeriods.contains(periodFraction),
            Self.plausible.contains(anchorIndex), Self.plausible.contains(anchorInstant),
            Self.plausible.contains(nextIndex), nextDeadline >= -(1 << 61),
            lastCompletedIndex == SlotHeader.noIndex || Self.plausible.contains(lastCompletedIndex),
            Self.plausible.contains(heartbeat), Self.plausible.contains(startedAt),
            scheduledDepth <= 1024, readyTarget <= 1024
        else { return nil }
        var forcedSource: SlotSource?
        if forced != 0 {
            guard let source = SlotSource(rawValue: forced - 1) else { return nil }
            forcedSource = source
        }
        return TimelineState(
            video: video, audio: audio, processEpoch: processEpoch, timelineEpoch: timelineEpoch,
            anchor: TimelineAnchor(
                index: FrameIndex(anchorIndex),
                instant: MonotonicInstant(nanoseconds: anchorInstant),
                periodFraction: periodFraction),
            nextIndex: FrameIndex(nextIndex),
            nextDeadline: MonotonicInstant(nanoseconds: nextDeadline),
            heartbeat: MonotonicInstant(nanoseconds: heartbeat),
            startedAt: MonotonicInstant(nanoseconds: startedAt), deviceState: deviceState,
            rung: rung, forced: forcedSource,
            lastCompletedIndex: lastCompletedIndex == SlotHeader.noIndex
                ? nil : FrameIndex(lastCompletedIndex),
            scheduledDepth: Int(scheduledDepth), readyTarget: Int(readyTarget),
            totals: SlotTotals(cells: totals, causes: lostTotals))
    }
}

/// The head of one copy, in front of its body.
struct TimelineCopyHeader {
    /// Counts publications; 0 while the copy is being written.
    var generation: UInt64 = 0
    /// Over the body, seeded with the generation.
    var checksum: UInt64 = 0

    static let bodyOffset = 16
}

/// One of the two copies in a mapped timeline.
struct TimelineCopy {
    let base: UnsafeMutableRawPointer

    init(_ object: SharedObject, number: Int) {
        base = object.base + TimelineLayout.copyOffset + number * TimelineLayout.copyByteCount
    }

    func write(_ state: TimelineState, generation: UInt64, onStep: FrameStepHook?) {
        let word = base.atomicUInt64(at: 0)
        word.store(0, ordering: .sequentiallyConsistent)
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        onStep?(.copyInvalidated)
        var body = TimelineBody(state)
        withUnsafeBytes(of: &body) { bytes in
            guard let start = bytes.baseAddress else { return }
            let target = base + TimelineCopyHeader.bodyOffset
            let half = bytes.count / 2
            target.copyMemory(from: start, byteCount: half)
            onStep?(.bodyHalfWritten)
            (target + half).copyMemory(from: start + half, byteCount: bytes.count - half)
            (base + 8).storeBytes(
                of: crt_checksum(start, bytes.count, generation), as: UInt64.self)
        }
        onStep?(.bodyWritten)
        word.store(generation, ordering: .releasing)
        onStep?(.generationStored)
    }

    var generation: UInt64 { base.atomicUInt64(at: 0).load(ordering: .acquiring) }

    /// The state, if the copy is whole and sensible.
    func read() -> TimelineState? {
        let generation = generation
        guard generation != 0 else { return nil }
        var body = TimelineBody()
        let isWhole = withUnsafeMutableBytes(of: &body) { bytes in
            bytes.copyMemory(
                from: UnsafeRawBufferPointer(
                    start: base + TimelineCopyHeader.bodyOffset, count: bytes.count))
            let stored = (base + 8).load(as: UInt64.self)
            return crt_checksum(bytes.baseAddress, bytes.count, generation) == stored
        }
        return isWhole ? body.state : nil
    }

    /// The newest valid state of both copies. A writer publishes at most a few times a slot, so that
    /// a second look always finds one; the third is for machines that stop a reader for long.
    static func newest(in object: SharedObject) -> (state: TimelineState, generation: UInt64)? {
        for _ in 0..<3 {
            let first = TimelineCopy(object, number: 0)
            let second = TimelineCopy(object, number: 1)
            let ordered =
                first.generation > second.generation ? [first, second] : [second, first]
            for copy in ordered {
                let generation = copy.generation
                if let state = copy.read() { return (state, generation) }
            }
        }
        return nil
    }
}
