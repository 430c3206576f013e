import Atomics
public import Common

/// One reader's mapping of a ring. Owned by the thread that reads; any number of readers, none of
/// which the writer knows of.
public final class RingReader: @unchecked Sendable {
    // Unchecked: handed to its thread once and used there only.

    /// The ring's name.
    public let name: SharedObjectName
    /// The ring's shape, checked when it was opened.
    public let layout: RingLayout

    let object: SharedObject
    let claimRow: Int?
    private let silence: Nanoseconds
    private var seenChangeCount: UInt32
    private var seenChangeAt: MonotonicInstant?
    private var checkedNameAt: MonotonicInstant?
    private var isSuperseded = false

    /// Maps a ring and checks its header. Blocks for some system calls. `prefault` touches every page
    /// now rather than at the first frame. Throws `.missing` where its writer has not made it yet.
    public init(
        _ object: ObjectName, in plane: FramePlane, prefault: Bool = true
    ) throws(SharedObjectError) {
        let name = plane.name(object)
        guard let kind = RingKind(object: object) else {
            throw .foreign(path: name.path, reason: "\(object) is not a ring")
        }
        let mapped = try SharedObject.open(name, prefault: prefault)
        guard let layout = RingStorage.layout(of: mapped, kind: kind), !mapped.isDamaged else {
            throw .damaged(path: name.path, reason: "the ring's header contradicts itself")
        }
        self.name = name
        self.layout = layout
        self.object = mapped
        self.claimRow = TimelineLayout.claimRow(object)
        self.silence = layout.video.rate.period * 3
        self.seenChangeCount = mapped.live.changeCount.load(ordering: .acquiring)
    }

    /// The object's inode.
    public var objectIdentity: UInt64 { object.identity }

    /// The newest committed index and its epoch; nil before the first.
    public var newest: (index: FrameIndex, timelineEpoch: UInt64)? {
        RingLiveWords(object).newest
    }

    /// Looks for the frame of `wanted`. Never blocks and copies nothing but the slot's header.
    public func read(_ wanted: FrameIndex, timelineEpoch: UInt64) -> ReadOutcome {
        read(wanted, timelineEpoch: timelineEpoch, isDekker: false)
    }

    /// The newest frame, for screens and screenshots, whatever its index.
    public func readNewest() -> ReadOutcome {
        // The writer may pass while we look: the second try finds what it wrote.
        for _ in 0..<3 {
            guard let newest else { return .tooEarly(head: nil) }
            let outcome = read(newest.index, timelineEpoch: newest.timelineEpoch)
            switch outcome {
            case .tooLate, .beingWritten, .otherEpoch: continue
            default: return outcome
            }
        }
        return .beingWritten
    }

    /// Sleeps until an index after `index` is committed, the writer of the ring changes epoch, the
    /// object is replaced, or `deadline` passes. True when there is something to look at. Wakes by
    /// itself after three silent periods to see whether the ring was made again.
    public func wait(
        beyond index: FrameIndex, until deadline: MonotonicInstant,
        clock: any TimeSource = SystemTimeSource()
    ) -> Bool {
        let epoch = RingLiveWords(object).headEpoch.load(ordering: .acquiring)
        while true {
            let seen = object.live.changeCount.load(ordering: .acquiring)
            if let newest, newest.index > index || newest.timelineEpoch != epoch { return true }
            let now = clock.now()
            guard isCurrent(at: now) else { return true }
            guard now < deadline else { return false }
            _ = object.waitForChange(since: seen, until: min(deadline, now + silence))
        }
    }

    /// False once this object is damaged, retired or replaced: open the ring again. Costs two loads;
    /// after three silent periods one system call, at most once in three periods.
    public func isCurrent(at now: MonotonicInstant) -> Bool {
        if isSuperseded || object.isDamaged || object.isRetired {
            isSuperseded = true
            return false
        }
        let count = object.live.changeCount.load(ordering: .acquiring)
        guard let changedAt = seenChangeAt, count == seenChangeCount else {
            seenChangeCount = count
            seenChangeAt = now
            checkedNameAt = nil
            return true
        }
        guard now - (checkedNameAt ?? changedAt) >= silence else { return true }
        checkedNameAt = now
        isSuperseded = !object.isStillNamed
        return !isSuperseded
    }

    func read(_ wanted: FrameIndex, timelineEpoch: UInt64, isDekker: Bool) -> ReadOutcome {
        if object.isDamaged { return .damaged }
        let slot = layout.slot(of: wanted)
        let cell = SlotCell(base: object.base + layout.slotOffset(slot))
        let (header, isStable) = cell.copy(isDekker: isDekker)
        if object.isDamaged { return .damaged }
        guard isStable else {
            return unstable(header, wanted: wanted, timelineEpoch: timelineEpoch)
        }
        guard header.index == wanted.value else {
            if header.index > wanted.value, header.timelineEpoch == timelineEpoch {
                return .tooLate
            }
            return missing(wanted, timelineEpoch: timelineEpoch)
        }
        guard SlotCell.isChecksumRight(header), header.fits(layout) else { return .damaged }
        guard header.timelineEpoch == timelineEpoch else {
            return .otherEpoch(header.timelineEpoch)
        }
        return .frame(FrameView(object: object, layout: layout, slot: slot, header: header))
    }

    /// The slot is odd, or changed while its header was copied. Its index may be the old or the new
    /// one: the tail slot is the head's next, so the old index must never be taken for readable.
    private func unstable(
        _ header: SlotHeader, wanted: FrameIndex, timelineEpoch: UInt64
    ) -> ReadOutcome {
        guard header.timelineEpoch == timelineEpoch else {
            return missing(wanted, timelineEpoch: timelineEpoch)
        }
        if header.index > wanted.value { return .tooLate }
        if header.index == wanted.value {
            let isPassed = newest.map { $0.timelineEpoch == timelineEpoch && $0.index >= wanted }
            return isPassed == true ? .tooLate : .beingWritten
        }
        return missing(wanted, timelineEpoch: timelineEpoch)
    }

    private func missing(_ wanted: FrameIndex, timelineEpoch: UInt64) -> ReadOutcome {
        let newest = newest
        if let newest, newest.timelineEpoch == timelineEpoch, newest.index >= wanted {
            return .notWritten
        }
        return .tooEarly(head: newest?.timelineEpoch == timelineEpoch ? newest?.index : nil)
    }
}
