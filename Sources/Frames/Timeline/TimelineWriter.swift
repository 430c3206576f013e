import Atomics
public import Common

/// The one writer of the output clock: outputd. Owned by the playout thread.
///
/// It writes from its own private state and never reads the page back, except here at the start: what
/// a predecessor left is in `recovered` and `recoveredRecords`.
public final class TimelineWriter: @unchecked Sendable {
    // Unchecked: handed to its thread once and used there only.

    /// The last state of the outputd before this one, if its page was there and valid.
    public let recovered: TimelineState?
    /// The slot records it left, oldest first; those it was writing when it died are missing.
    public let recoveredRecords: [SlotRecord]
    /// How often the page had to be made again while this writer lived.
    public private(set) var recreatedCount = 0
    /// Why the page could not be made again, while it is lost.
    public private(set) var lastError: SharedObjectError?
    /// Told each step of a write; tests die there.
    package var onStep: FrameStepHook?

    private let name: SharedObjectName
    private let lock: ObjectLock
    private var object: SharedObject
    private var claims: ClaimLedger
    private var fixedHeader: FixedHeaderCopy
    private var generation: UInt64
    private var recordHead: Int64

    /// Takes the timeline lock, which is what makes a process the writer, then attaches to the page
    /// a predecessor left, or makes a new one. Claims a predecessor held are cleared: attach after
    /// the device has let go of its slots. Blocks for some system calls.
    ///
    /// Throws `.locked` where another outputd of this instance lives (fatal), `.foreign` where the
    /// name is taken by something else, `.noSpace`, `.system`.
    public init(
        in plane: FramePlane, at now: MonotonicInstant
    ) throws(SharedObjectError) {
        let name = plane.name(.timeline)
        lock = try ObjectLock.tryAcquire(.timeline, in: plane)
        self.name = name
        object = try Self.attachOrCreate(name, at: now)
        fixedHeader = FixedHeaderCopy(of: object)
        claims = ClaimLedger()
        let newest = TimelineCopy.newest(in: object)
        recovered = newest?.state
        // Above whatever generation any copy claims, also an unreadable one.
        generation = max(
            TimelineCopy(object, number: 0).generation, TimelineCopy(object, number: 1).generation)
        claims.store(in: ClaimWords(object))
        recordHead = object.base.atomicInt64(at: TimelineLayout.recordHeadOffset)
            .load(ordering: .acquiring)
        recoveredRecords = Self.recoverRecords(in: object)
    }

    /// Publishes a state, for every process to see. Two copies are written alternately: at any
    /// instant, also one at which this process dies, the other is whole. Wakes waiting readers.
    /// Does not block, except to make a lost page again.
    public func publish(_ state: TimelineState) {
        ensureSound(at: state.heartbeat)
        generation &+= 1
        if generation == 0 { generation = 1 }
        TimelineCopy(object, number: Int(generation & 1))
            .write(state, generation: generation, onStep: onStep)
        object.signalChange()
    }

    /// Records a slot as it is scheduled (or, with a final result, one that is accounted for
    /// afterwards). Takes the place of the record 1 024 slots earlier.
    public func record(_ record: SlotRecord) {
        RecordCell(object, index: record.index.value).write(record, onStep: onStep)
        recordHead = record.index.value
        object.base.atomicInt64(at: TimelineLayout.recordHeadOffset)
            .store(recordHead, ordering: .releasing)
        onStep?(.recordHeadStored)
    }

    /// Records what became of a slot. False where its record has been replaced or was never written.
    @discardableResult
    public func complete(
        _ index: FrameIndex, timelineEpoch: UInt64, result: SlotResult,
        lostCause: LostCause = .none, at instant: MonotonicInstant
    ) -> Bool {
        RecordCell(object, index: index.value).complete(
            index: index.value, timelineEpoch: timelineEpoch, result: result, cause: lostCause,
            at: instant, onStep: onStep)
    }

    /// Takes a frame out of a ring to lend it to a device: enters the slot in the claim table, then
    /// looks. With a claim the ring's writer leaves the slot alone until `release`.
    public func claim(
        _ wanted: FrameIndex, timelineEpoch: UInt64, from ring: RingReader
    ) -> ClaimedRead {
        guard let row = ring.claimRow else { return .unavailable(.damaged) }
        let slot = ring.layout.slot(of: wanted)
        let claim = SlotClaim(row: row, slot: slot, ring: ring.objectIdentity)
        claims.add(claim, to: ClaimWords(object))
        onClaimed?(claim)
        let outcome = ring.read(wanted, timelineEpoch: timelineEpoch, isDekker: true)
        if case .frame(let frame) = outcome { return .frame(frame, claim) }
        release(claim)
        return .unavailable(outcome)
    }

    /// Gives a lent slot back to the ring's writer. Each claim exactly once.
    public func release(_ claim: SlotClaim) { claims.remove(claim, from: ClaimWords(object)) }

    /// Says that the clock ends here: readers stop waiting at once.
    public func retire() { object.retire() }

    /// Called between a claim and the look at the slot; tests die there.
    package var onClaimed: ((SlotClaim) -> Void)?

    private func ensureSound(at now: MonotonicInstant) {
        if fixedHeader.isSound(object) { return }
        let former = object
        former.retire()
        do {
            object = try Self.create(name, at: now)
        } catch {
            lastError = error
            return
        }
        lastError = nil
        recreatedCount += 1
        fixedHeader = FixedHeaderCopy(of: object)
        claims.store(in: ClaimWords(object))
        // What can still be read of the records moves over; the claims come from private state.
        for place in 0..<Int64(TimelineLayout.recordCount) {
            guard let kept = RecordCell(former, index: place).read() else { continue }
            RecordCell(object, index: kept.index.value).write(kept, onStep: nil)
        }
        object.base.atomicInt64(at: TimelineLayout.recordHeadOffset)
            .store(recordHead, ordering: .releasing)
    }

    private static func attachOrCreate(
        _ name: SharedObjectName, at now: MonotonicInstant
    ) throws(SharedObjectError) -> SharedObject {
        do {
            let object = try SharedObject.openForWriting(name)
            if TimelineFixedHeader.isExpected(object.base), !object.isRetired { return object }
        } catch {
            guard error.isMendedByWriter else { throw error }
        }
        return try create(name, at: now)
    }

    private static func create(
        _ name: SharedObjectName, at now: MonotonicInstant
    ) throws(SharedObjectError) -> SharedObject {
        try SharedObject.create(name, byteCount: TimelineLayout.byteCount, at: now) { base in
            (base + ObjectLayout.kindHeaderOffset)
                .storeBytes(of: TimelineFixedHeader(), as: TimelineFixedHeader.self)
            base.atomicInt64(at: TimelineLayout.recordHeadOffset)
                .store(SlotHeader.noIndex, ordering: .relaxed)
        }
    }

    private static func recoverRecords(in object: SharedObject) -> [SlotRecord] {
        (0..<Int64(TimelineLayout.recordCount)).compactMap { place in
            let cell = RecordCell(object, index: place)
            return cell.invalidateIfOdd() ? nil : cell.read()
        }.sorted { ($0.timelineEpoch, $0.index) < ($1.timelineEpoch, $1.index) }
    }
}
