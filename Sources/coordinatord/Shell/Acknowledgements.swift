internal import CoordinatorDecision
internal import Proto

/// What waits for the store: answers that may go out only once their record is on disk, and what
/// a checkpoint has to carry because the store does not have it yet. Owned by the decision thread.
struct Acknowledgements {
    /// One record that is queued and not committed.
    struct Entry {
        var ordinal: UInt64
        var version: UInt64
        var operation: String
        var key: IdempotencyEntry?
        var mark: StoredMark?
        /// The newest line of the as-run log in it; 0: none.
        var lastLine: UInt64 = 0
        var waiters: [Waiter] = []
    }

    /// Who waits for a record to be on disk.
    struct Waiter {
        /// Called once it is.
        var stored: () -> Void
        /// Called instead, with the reason, while the store cannot be written; nil for who waits as
        /// long as it takes.
        var notStored: ((String) -> Void)?
    }

    private var entries: [Entry] = []
    private var head = 0
    private(set) var lastOrdinal: UInt64 = 0
    private(set) var committedOrdinal: UInt64 = 0

    /// Records that wait.
    var count: Int { entries.count - head }

    /// The ordinal the next record gets.
    mutating func nextOrdinal() -> UInt64 {
        lastOrdinal += 1
        return lastOrdinal
    }

    /// Notes a queued record.
    mutating func add(_ entry: Entry) { entries.append(entry) }

    /// Lets `waiter` know once the record with this ordinal is committed; now if it is already.
    mutating func whenCommitted(_ ordinal: UInt64, _ waiter: Waiter) {
        guard ordinal > committedOrdinal, head < entries.count else { return waiter.stored() }
        if entries[entries.count - 1].ordinal == ordinal {
            entries[entries.count - 1].waiters.append(waiter)
        } else if let position = entries[head...].firstIndex(where: { $0.ordinal >= ordinal }) {
            entries[position].waiters.append(waiter)
        } else {
            waiter.stored()
        }
    }

    /// Takes out everybody who need not wait for a store that cannot be written. Their records stay.
    mutating func takeNotStored() -> [(String) -> Void] {
        var taken: [(String) -> Void] = []
        for position in head..<entries.count {
            let waiters = entries[position].waiters
            guard waiters.contains(where: { $0.notStored != nil }) else { continue }
            taken += waiters.compactMap(\.notStored)
            entries[position].waiters.removeAll { $0.notStored != nil }
        }
        return taken
    }

    /// Takes out what is committed up to `ordinal`, oldest first.
    mutating func commit(through ordinal: UInt64) -> [Entry] {
        committedOrdinal = max(committedOrdinal, ordinal)
        var end = head
        while end < entries.count, entries[end].ordinal <= ordinal { end += 1 }
        let done = Array(entries[head..<end])
        head = end
        if head > 1024, head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return done
    }

    /// What the store is not known to have.
    var pending: (keys: [IdempotencyEntry], marks: [StoredMark]) {
        var marks: [String: StoredMark] = [:]
        for entry in entries[head...] {
            if let mark = entry.mark { marks[mark.source] = mark }
        }
        return (entries[head...].compactMap(\.key), Array(marks.values))
    }
}
