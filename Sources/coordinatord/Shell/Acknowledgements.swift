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
        var release: [() -> Void]
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

    /// Runs `release` once the record with this ordinal is committed; now if it is already.
    mutating func whenCommitted(_ ordinal: UInt64, _ release: @escaping () -> Void) {
        guard ordinal > committedOrdinal, head < entries.count else { return release() }
        if entries[entries.count - 1].ordinal == ordinal {
            entries[entries.count - 1].release.append(release)
        } else if let position = entries[head...].firstIndex(where: { $0.ordinal >= ordinal }) {
            entries[position].release.append(release)
        } else {
            release()
        }
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
