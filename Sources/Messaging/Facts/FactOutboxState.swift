internal import Common
internal import Proto

/// What a sender still owes the coordinator. Pure: time comes in, messages come out.
///
/// Facts go out in order of sequence, at most `window` of them unacknowledged, each naming the one
/// that must have been handled before it. A level that changes while an older value waits takes a
/// new place at the end; the older value is never needed again.
struct FactOutboxState {
    struct Pending {
        var sequence: UInt64
        var kind: Fact.Kind
        var key: String?
        var count: UInt64
        var created: MonotonicInstant
        var operationID: String
        var sentAt: MonotonicInstant?
    }
    private struct Level {
        var kind: Fact.Kind
        var count: UInt64
        var byteCount: Int
    }
    struct Outgoing {
        let sequence: UInt64
        let fact: Fact
        let key: String
        let count: UInt64
        let operationID: String
    }

    static let window = 64
    /// Doubles with every resend that brings no acknowledgement: a coordinator that hangs, or whose
    /// disk does, is not buried under copies.
    static let resendAfterMinimum = Nanoseconds.milliseconds(500)
    static let resendAfterMaximum = Nanoseconds.seconds(8)
    /// One fact's limit, and that of all levels together: a status report must fit into a message.
    static let factBytes = 64 << 10
    static let levelBytes = WireLimits.messageBytes - (256 << 10)

    let capacity: Int
    private(set) var pending: [Pending] = []
    private var levels: [String: Level] = [:]
    /// Of all levels together; kept, since a storm asks for it with every alarm.
    private var levelByteCount = 0
    private var levelOrder: [String] = []
    private var nextSequence: UInt64 = 1
    private var acknowledgedThrough: UInt64 = 0
    private var coordinatorEpoch: UInt64?
    private var reportReason: ReportReason? = .newEpoch
    private var resendAfter = resendAfterMinimum
    private(set) var droppedEdges: UInt64 = 0
    private(set) var resent: UInt64 = 0
    private(set) var counters: QueueSnapshot

    init(name: String, capacity: Int) {
        self.capacity = capacity
        counters = QueueSnapshot(name: name, capacity: capacity)
        counters.dropped = ["rejected": 0, "oldest": 0, "epoch_ended": 0]
    }

    // MARK: Taking in

    mutating func report(
        _ kind: Fact.Kind, operationID: String, now: MonotonicInstant
    ) -> PushOutcome {
        counters.enqueued += 1
        guard let byteCount = try? Fact(kind: kind).encoded(limit: Self.factBytes).count else {
            counters.dropped["rejected", default: 0] += 1
            return .rejected
        }
        let outcome: PushOutcome
        switch kind.discipline {
        case .level(let key): outcome = takeLevel(kind, byteCount, key, operationID, now)
        case .edge: outcome = takeEdge(kind, operationID, now)
        }
        counters.highWater = max(counters.highWater, pending.count)
        return outcome
    }

    private mutating func takeLevel(
        _ kind: Fact.Kind, _ byteCount: Int, _ key: String, _ operationID: String,
        _ now: MonotonicInstant
    ) -> PushOutcome {
        guard hasRoom(for: kind, byteCount, key) else {
            counters.dropped["rejected", default: 0] += 1
            return .rejected
        }
        if levels[key] == nil { levelOrder.append(key) }
        var count: UInt64 = 1
        var outcome = PushOutcome.accepted
        if let position = pending.firstIndex(where: { $0.key == key }) {
            count += pending[position].count
            pending.remove(at: position)
            counters.coalesced += 1
            outcome = .coalesced
        }
        levelByteCount += byteCount - (levels[key]?.byteCount ?? 0)
        levels[key] = Level(kind: kind, count: count, byteCount: byteCount)
        append(kind, key: key, count: count, operationID, now)
        return outcome
    }

    /// A quarter of the room is for alarms alone, since those are never dropped.
    private func hasRoom(for kind: Fact.Kind, _ byteCount: Int, _ key: String) -> Bool {
        let share = kind.isAlarm ? 4 : 3
        let others = levelByteCount - (levels[key]?.byteCount ?? 0)
        let isNew = levels[key] == nil
        return (!isNew || levels.count < capacity * share / 4)
            && others + byteCount <= Self.levelBytes * share / 4
    }

    private mutating func takeEdge(
        _ kind: Fact.Kind, _ operationID: String, _ now: MonotonicInstant
    ) -> PushOutcome {
        var outcome = PushOutcome.accepted
        if pending.count(where: { $0.key == nil }) >= capacity,
            let oldest = pending.firstIndex(where: { $0.key == nil })
        {
            pending.remove(at: oldest)
            counters.dropped["oldest", default: 0] += 1
            droppedEdges += 1
            reportReason = .overflow
            outcome = .replacedOldest
        }
        append(kind, key: nil, count: 1, operationID, now)
        return outcome
    }

    private mutating func append(
        _ kind: Fact.Kind, key: String?, count: UInt64, _ operationID: String,
        _ now: MonotonicInstant
    ) {
        pending.append(
            Pending(
                sequence: nextSequence, kind: kind, key: key, count: count, created: now,
                operationID: operationID))
        nextSequence += 1
    }

    // MARK: The connection

    /// A new connection: whatever was under way may be lost, and every level is asserted again.
    mutating func connected() {
        for position in pending.indices { pending[position].sentAt = nil }
        resendAfter = Self.resendAfterMinimum
        if reportReason == nil { reportReason = .reconnected }
    }

    /// The sender's epoch ends; what is not acknowledged dies with it.
    mutating func end() -> Int {
        defer { pending = [] }
        counters.dropped["epoch_ended", default: 0] += UInt64(pending.count)
        return pending.count
    }

    /// A status report that cannot be sent (too long) must not block what comes after it.
    mutating func abandon(_ sequence: UInt64) {
        guard let position = pending.firstIndex(where: { $0.sequence == sequence }) else { return }
        pending.remove(at: position)
        counters.dropped["rejected", default: 0] += 1
    }

    // MARK: Sending

    /// The next one to send, or nil. Call `sent` when it went out.
    mutating func next(now: MonotonicInstant) -> Outgoing? {
        if let reason = reportReason { queueReport(reason, now) }
        if let oldest = pending.lazy.compactMap(\.sentAt).first, oldest + resendAfter <= now {
            resendAfter = min(resendAfter * 2, Self.resendAfterMaximum)
            for position in pending.indices where pending[position].sentAt != nil {
                pending[position].sentAt = nil
                resent += 1
            }
        }
        guard let position = pending.prefix(Self.window).firstIndex(where: { $0.sentAt == nil })
        else { return nil }
        let item = pending[position]
        let previous = position == 0 ? acknowledgedThrough : pending[position - 1].sequence
        return Outgoing(
            sequence: item.sequence,
            fact: Fact(
                previousSequence: previous, acknowledgedThrough: acknowledgedThrough,
                kind: item.kind),
            key: item.key ?? "", count: item.count, operationID: item.operationID)
    }

    mutating func sent(_ sequence: UInt64, now: MonotonicInstant) {
        guard let position = pending.firstIndex(where: { $0.sequence == sequence }) else { return }
        pending[position].sentAt = now
    }

    /// When to look again although nothing came: the oldest unacknowledged one is due again.
    var nextDeadline: MonotonicInstant {
        guard let oldest = pending.lazy.compactMap(\.sentAt).min() else { return .distantFuture }
        return oldest + resendAfter
    }

    /// Levels that wait are within the report, which comes after the edges that wait.
    private mutating func queueReport(_ reason: ReportReason, _ now: MonotonicInstant) {
        reportReason = nil
        let superseded = pending.count { $0.key != nil }
        counters.coalesced += UInt64(superseded)
        pending.removeAll { $0.key != nil }
        let report = StatusReport(
            reason: reason,
            levels: levelOrder.compactMap { key in
                levels[key].map { LevelFact(count: $0.count, kind: $0.kind.asLevel) }
            },
            droppedEdges: droppedEdges)
        counters.enqueued += 1
        append(.statusReport(report), key: "status-report", count: 1, "", now)
    }

    // MARK: Acknowledgements

    mutating func acknowledge(_ ack: FactAck) {
        acknowledgedThrough = max(acknowledgedThrough, min(ack.throughSequence, nextSequence - 1))
        let done = pending.prefix { $0.sequence <= acknowledgedThrough }
        counters.dispatched += UInt64(done.count)
        for item in done {
            var said = [item.kind]
            if case .statusReport(let report) = item.kind {
                said = report.levels.compactMap { $0.kind?.asFact }
            }
            for kind in said where kind.isSettled { forget(kind) }
        }
        pending.removeFirst(done.count)
        if !done.isEmpty { resendAfter = Self.resendAfterMinimum }
        let isNewCoordinator = coordinatorEpoch != nil && coordinatorEpoch != ack.coordinatorEpoch
        coordinatorEpoch = ack.coordinatorEpoch
        let isReportWaiting = pending.contains { $0.key == "status-report" }
        if (isNewCoordinator || ack.reportWanted) && !isReportWaiting {
            reportReason = reportReason ?? .newCoordinator
        }
    }

    /// Unless it has changed since.
    private mutating func forget(_ kind: Fact.Kind) {
        guard case .level(let key) = kind.discipline, levels[key]?.kind == kind else { return }
        levelByteCount -= levels[key]?.byteCount ?? 0
        levels[key] = nil
        levelOrder.removeAll { $0 == key }
    }

    func snapshot(now: MonotonicInstant) -> QueueSnapshot {
        var snapshot = counters
        snapshot.depth = pending.count
        snapshot.oldestAge = pending.map(\.created).min().map { max(.zero, now - $0) }
        return snapshot
    }
}
