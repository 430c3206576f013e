internal import Proto

/// The newest events of the coordinator's stream, bounded by count and by bytes, so that a
/// subscriber that missed some can fetch them. Pure; under the endpoint's lock.
struct EventHistory {
    private struct Entry {
        let event: SequencedEvent
        let byteCount: Int
    }

    static let byteLimit = 32 << 20
    /// A page leaves room for the envelope around it.
    static let pageBytes = WireLimits.messageBytes - (64 << 10)

    private let capacity: Int
    private var entries: [Entry?]
    private var first = 0
    private(set) var count = 0
    private var byteCount = 0
    private(set) var headSequence: UInt64 = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        entries = Array(repeating: nil, count: self.capacity)
    }

    mutating func append(_ event: SequencedEvent, byteCount: Int) {
        while count == capacity || (count > 0 && self.byteCount + byteCount > Self.byteLimit) {
            removeOldest()
        }
        entries[(first + count) % capacity] = Entry(event: event, byteCount: byteCount)
        count += 1
        self.byteCount += byteCount
        headSequence = event.sequence
    }

    private mutating func removeOldest() {
        byteCount -= entries[first]?.byteCount ?? 0
        entries[first] = nil
        first = (first + 1) % capacity
        count -= 1
    }

    /// The page after `sequence`; nil when that is older than what is kept, or from the future.
    func page(after sequence: UInt64, limit: Int) -> (events: [SequencedEvent], more: Bool)? {
        let oldest = headSequence - UInt64(count) + 1
        guard sequence + 1 >= oldest, sequence <= headSequence else { return nil }
        var events: [SequencedEvent] = []
        var bytes = 0
        let start = Int(sequence + 1 - oldest)
        for offset in start..<max(start, count) {
            guard let entry = entries[(first + offset) % capacity] else { break }
            bytes += entry.byteCount
            if !events.isEmpty && (bytes > Self.pageBytes || events.count == limit) {
                return (events, true)
            }
            events.append(entry.event)
        }
        return (events, false)
    }
}
