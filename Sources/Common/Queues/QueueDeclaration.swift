/// What a full queue does with the next item. Every queue declares one.
public enum OverflowPolicy: Sendable, Hashable, CustomStringConvertible {
    /// The sender is told at once.
    case reject
    /// The sender waits this long for room, then is told.
    case wait(Nanoseconds)
    /// The oldest item makes room; counted as dropped.
    case dropOldest
    /// The new item is dropped and counted.
    case dropNewest
    /// Latest value per key (only `CoalescingQueue`); a new key beyond capacity is rejected.
    case coalesce

    public var description: String {
        switch self {
        case .reject: "reject"
        case .wait(let span): "wait(\(span.count / 1_000_000) ms)"
        case .dropOldest: "dropOldest"
        case .dropNewest: "dropNewest"
        case .coalesce: "coalesce"
        }
    }
}

/// The name, bound and overflow policy of one queue.
public struct QueueDeclaration: Sendable, Hashable {
    /// The metric label: lower case with dots, such as `control.requests`.
    public let name: String
    /// The most items it holds; at least 1.
    public let capacity: Int
    public let overflow: OverflowPolicy

    /// Declares a queue. Precondition: capacity ≥ 1 (an unbounded queue is a mistake of ours).
    public init(_ name: String, capacity: Int, overflow: OverflowPolicy) {
        precondition(capacity >= 1, "queue \(name) must be bounded")
        self.name = name
        self.capacity = capacity
        self.overflow = overflow
    }
}

/// What became of an item offered to a queue.
public enum PushOutcome: Sendable, Hashable {
    /// It is in the queue.
    case accepted
    /// It replaced an older value under its key.
    case coalesced
    /// It is in; the oldest item was dropped for it.
    case replacedOldest
    /// It was dropped and counted.
    case dropped
    /// Refused: full. The sender decides what now.
    case rejected
    /// Refused: the queue is closed.
    case closed

    /// Whether the offered value is now in the queue.
    public var isQueued: Bool { self == .accepted || self == .coalesced || self == .replacedOldest }
}

/// A queue's numbers at one instant; always enqueued = dispatched + dropped + coalesced + depth.
public struct QueueSnapshot: Sendable, Hashable {
    public var name = ""
    public var depth = 0
    public var capacity = 0
    public var highWater = 0
    /// Nil when empty.
    public var oldestAge: Nanoseconds?
    /// Items offered, taken in or not.
    public var enqueued: UInt64 = 0
    public var dispatched: UInt64 = 0
    /// By reason: `rejected`, `timed_out`, `oldest`, `newest`, `closed`.
    public var dropped: [String: UInt64] = [:]
    public var coalesced: UInt64 = 0
    public var handlerFailures: UInt64 = 0
    /// What the last of them said; empty: none failed.
    public var lastFailure = ""

    /// The numbers of a queue; for queues outside this module.
    public init(
        name: String = "", depth: Int = 0, capacity: Int = 0, highWater: Int = 0,
        oldestAge: Nanoseconds? = nil, enqueued: UInt64 = 0, dispatched: UInt64 = 0,
        dropped: [String: UInt64] = [:], coalesced: UInt64 = 0, handlerFailures: UInt64 = 0,
        lastFailure: String = ""
    ) {
        self.name = name
        self.depth = depth
        self.capacity = capacity
        self.highWater = highWater
        self.oldestAge = oldestAge
        self.enqueued = enqueued
        self.dispatched = dispatched
        self.dropped = dropped
        self.coalesced = coalesced
        self.handlerFailures = handlerFailures
        self.lastFailure = lastFailure
    }

    /// All drops, whatever the reason.
    public var droppedTotal: UInt64 { dropped.values.reduce(0, +) }
    /// Whether the four ways out add up.
    public var addsUp: Bool {
        enqueued == dispatched + droppedTotal + coalesced + UInt64(depth)
    }
}

extension QueueSnapshot {
    /// An idle queue, for queues of another make to fill in.
    public init(name: String, capacity: Int) {
        self.init(name: name, depth: 0, capacity: capacity)
    }
}
