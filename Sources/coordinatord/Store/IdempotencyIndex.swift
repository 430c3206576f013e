/// Finds the first outcome of a repeated request. Owned by the decision thread.
///
/// The newest entries are kept whole; of older ones only a 64-bit fingerprint and the time, so that a
/// day of keys costs sixteen bytes each and the decision path touches the disk only for a request
/// that really comes back late.
struct IdempotencyIndex {
    /// What is known of a key.
    enum Finding: Equatable {
        /// Never seen, or longer than 24 h ago.
        case unknown
        /// Seen; the outcome is released once the record with this ordinal is committed.
        case known(IdempotencyEntry, ordinal: UInt64)
        /// Probably seen, at this time on the wall clock; the store has to be asked.
        case inStore(created: Int64)
    }

    /// Whole entries kept in memory.
    static let recentCapacity = 16_384
    /// Fingerprints kept in memory; beyond it they start anew.
    static let olderCapacity = 4_000_000

    private var recent: [String: (entry: IdempotencyEntry, ordinal: UInt64)] = [:]
    private var order: [String] = []
    private var orderHead = 0
    private var older: [UInt64: Int64]

    /// Starts with what the store held.
    init(recent entries: [IdempotencyEntry], olderFingerprints: [UInt64: Int64]) {
        older = olderFingerprints
        for entry in entries { insert(entry, ordinal: 0) }
    }

    /// FNV-1a over the key: stable across processes, as the store needs it.
    static func fingerprint(_ key: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }

    /// Looks a key up.
    func find(_ key: String) -> Finding {
        if let known = recent[key] { return .known(known.entry, ordinal: known.ordinal) }
        return older[Self.fingerprint(key)].map { .inStore(created: $0) } ?? .unknown
    }

    /// Remembers a decided request; `ordinal` is its record's, 0 when it is committed already.
    mutating func insert(_ entry: IdempotencyEntry, ordinal: UInt64) {
        if recent.updateValue((entry, ordinal), forKey: entry.key) == nil {
            order.append(entry.key)
        }
        while order.count - orderHead > Self.recentCapacity {
            let key = order[orderHead]
            orderHead += 1
            let old = recent.removeValue(forKey: key)
            if older.count >= Self.olderCapacity { older.removeAll(keepingCapacity: true) }
            older[Self.fingerprint(key)] = old?.entry.createdAtWall
        }
        if orderHead > Self.recentCapacity {
            order.removeFirst(orderHead)
            orderHead = 0
        }
    }
}
