import Atomics
public import Common
import Synchronization

/// Reads the output clock from any process and any thread. Never fails: while there is no timeline it
/// answers nil, and it finds the page again when it is made anew. It goes on answering from the last
/// page while outputd is down; `TimelineState.heartbeat` and `isWriterAlive()` tell.
public final class TimelineReader: Sendable {
    private struct Mapping {
        var object: SharedObject?
        var error: SharedObjectError?
        var openedCount = 0
        var triedAt: MonotonicInstant?
        var seenChangeCount: UInt32 = 0
        var checkedAt: MonotonicInstant?
    }

    private let plane: FramePlane
    private let name: SharedObjectName
    private let clock: any TimeSource
    private let mapping = Mutex(Mapping())

    /// How often a page that is not there is looked for, and how long a page may be silent before its
    /// inode is compared.
    private static let retry = Nanoseconds.milliseconds(20)
    private static let silence = Nanoseconds.milliseconds(120)

    /// Reads the timeline of an instance.
    public init(in plane: FramePlane, clock: any TimeSource = SystemTimeSource()) {
        self.plane = plane
        self.name = plane.name(.timeline)
        self.clock = clock
    }

    /// The newest valid state, or nil where there is none. Some hundred nanoseconds; opening the page
    /// anew blocks for some system calls.
    public func latest() -> TimelineState? {
        guard let object = current() else { return nil }
        guard let newest = TimelineCopy.newest(in: object), !object.isDamaged else { return nil }
        return newest.state
    }

    /// The index displayed at `now` by extrapolation, or nil where there is no timeline.
    public func indexNow(at now: MonotonicInstant) -> FrameIndex? { latest()?.indexNow(at: now) }

    /// When slot `index` begins, by extrapolation, or nil where there is no timeline.
    public func instant(of index: FrameIndex) -> MonotonicInstant? {
        latest()?.instant(of: index)
    }

    /// Why there is no timeline; nil while there is one.
    public var lastError: SharedObjectError? { mapping.withLock { $0.error } }

    /// How often a page was opened; more than one means that it was made again.
    public var openedCount: Int { mapping.withLock { $0.openedCount } }

    /// True while an outputd holds the timeline lock. Two system calls.
    public func isWriterAlive() -> Bool { ObjectLock.isHeld(.timeline, in: plane) }

    /// The records of the slots from `first` on (nil: all there are), oldest first, at most 1 024.
    /// Those replaced meanwhile or being written are left out; a pending one can be read again later.
    public func records(from first: FrameIndex? = nil) -> [SlotRecord] {
        guard let object = current() else { return [] }
        let head = object.base.atomicInt64(at: TimelineLayout.recordHeadOffset)
            .load(ordering: .acquiring)
        guard head != SlotHeader.noIndex, !object.isDamaged else { return [] }
        let oldest = head &- Int64(TimelineLayout.recordCount - 1)
        let start = max(first?.value ?? oldest, oldest)
        guard start <= head else { return [] }
        return (start...head).compactMap { index in
            guard let record = RecordCell(object, index: index).read(),
                record.index.value == index
            else { return nil }
            return record
        }
    }

    /// Sleeps until outputd publishes again, or `deadline`. False when the deadline passed first.
    public func waitForChange(until deadline: MonotonicInstant) -> Bool {
        while true {
            let now = clock.now()
            guard now < deadline else { return false }
            guard let object = current() else {
                clock.sleep(until: min(deadline, now + Self.retry))
                if current() != nil { return true }
                continue
            }
            let seen = object.live.changeCount.load(ordering: .acquiring)
            let slice = min(deadline, now + Self.silence)
            if object.waitForChange(since: seen, until: slice) { return true }
        }
    }

    /// True while outputd has lent `slot` of the ring object `ring` to a device. Claims are void when
    /// nobody holds the timeline lock; that is looked up only for a slot that seems claimed.
    func isClaimed(row: Int, slot: Int, ring: UInt64) -> Bool {
        guard let object = mapping.withLock({ $0.object }), !object.isRetired else { return false }
        guard ClaimWords(object).isClaimed(row: row, slot: slot, ring: ring) else { return false }
        return !object.isDamaged && isWriterAlive()
    }

    /// For ring writers, before they look at claims: a retired page has a successor by now, and a page
    /// that was not there a moment ago may already carry a claim, so that nothing is put off here.
    func followRetirement() {
        let isGone = mapping.withLock { $0.object.map { $0.isRetired || $0.isDamaged } ?? true }
        if isGone { _ = current(isUrgent: true) }
    }

    private func current(isUrgent: Bool = false) -> SharedObject? {
        let now = clock.now()
        return mapping.withLock { mapping -> SharedObject? in
            if let object = mapping.object, Self.isCurrent(object, &mapping, at: now) {
                return object
            }
            if mapping.object != nil { mapping.triedAt = nil }
            if !isUrgent, let triedAt = mapping.triedAt, now - triedAt < Self.retry {
                return nil
            }
            mapping.triedAt = now
            do throws(SharedObjectError) {
                let object = try Self.openPage(name)
                mapping.object = object
                mapping.error = nil
                mapping.openedCount += 1
                mapping.seenChangeCount = object.live.changeCount.load(ordering: .acquiring)
                mapping.checkedAt = now
                return object
            } catch {
                mapping.object = nil
                mapping.error = error
                return nil
            }
        }
    }

    private static func openPage(
        _ name: SharedObjectName
    ) throws(SharedObjectError) -> SharedObject {
        let object = try SharedObject.open(name, prefault: true)
        guard TimelineFixedHeader.isExpected(object.base), !object.isDamaged else {
            throw .damaged(path: name.path, reason: "the timeline's header contradicts itself")
        }
        return object
    }

    private static func isCurrent(
        _ object: SharedObject, _ mapping: inout Mapping, at now: MonotonicInstant
    ) -> Bool {
        if object.isDamaged || object.isRetired { return false }
        let count = object.live.changeCount.load(ordering: .acquiring)
        if count != mapping.seenChangeCount {
            mapping.seenChangeCount = count
            mapping.checkedAt = now
            return true
        }
        guard let checkedAt = mapping.checkedAt, now - checkedAt >= silence else { return true }
        mapping.checkedAt = now
        return object.isStillNamed
    }
}
