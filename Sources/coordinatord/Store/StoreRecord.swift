public import Common
public import CoordinatorDecision
public import Foundation

/// The outcome kept for one idempotency key, so that a repeated request gets the first answer.
public struct IdempotencyEntry: Equatable, Sendable, Codable {
    /// The client's key.
    public var key: String
    /// Hash of the request it came with; another hash under the same key is an error.
    public var requestHash: UInt64
    /// The encoded outcome.
    public var outcome: Data
    /// Wall clock of the decision, nanoseconds since 1970; entries live 24 h.
    public var createdAtWall: Int64

    /// Makes an entry.
    public init(key: String, requestHash: UInt64, outcome: Data, createdAtWall: Int64) {
        self.key = key
        self.requestHash = requestHash
        self.outcome = outcome
        self.createdAtWall = createdAtWall
    }
}

/// How far the facts of one sender have been taken up.
public struct StoredMark: Equatable, Sendable, Codable {
    /// The sending process, such as `renderd.a`.
    public var source: String
    /// That process's epoch.
    public var epoch: UInt64
    /// The highest sequence whose effect is in the state.
    public var sequence: UInt64

    /// Makes a mark.
    public init(source: String, epoch: UInt64, sequence: UInt64) {
        self.source = source
        self.epoch = epoch
        self.sequence = sequence
    }
}

/// One line of the event journal.
public struct JournalEntry: Equatable, Sendable {
    /// State version after the entry.
    public var version: UInt64
    /// Wall clock, nanoseconds since 1970.
    public var wall: Int64
    /// The operation it belongs to.
    public var operation: String
    /// Who asked.
    public var source: String
    /// The command's or fact's name.
    public var name: String
    /// False for a rejection.
    public var accepted: Bool
    /// The sentence of the outcome; empty where there is none.
    public var detail: String

    /// Makes an entry.
    public init(
        version: UInt64, wall: Int64, operation: String, source: String, name: String,
        accepted: Bool, detail: String
    ) {
        self.version = version
        self.wall = wall
        self.operation = operation
        self.source = source
        self.name = name
        self.accepted = accepted
        self.detail = detail
    }
}

/// What one decision leaves in the store; everything in it commits in one transaction.
public struct StoreRecord: Sendable {
    /// Records commit in this order; acknowledgements are released up to it.
    public var ordinal: UInt64
    /// When it was queued.
    public var queuedAt: MonotonicInstant
    /// The whole state after the decision, or nil when it did not change.
    public var state: RuntimeState?
    /// The journal line, or nil for a debounced write of live state.
    public var journal: JournalEntry?
    /// The idempotency entry of a keyed request.
    public var idempotency: IdempotencyEntry?
    /// The high-water mark of a fact.
    public var factMark: StoredMark?
    /// Lines of the as-run log.
    public var asRun: [AsRunLine]

    /// Makes a record.
    public init(
        ordinal: UInt64, queuedAt: MonotonicInstant, state: RuntimeState? = nil,
        journal: JournalEntry? = nil, idempotency: IdempotencyEntry? = nil,
        factMark: StoredMark? = nil, asRun: [AsRunLine] = []
    ) {
        self.ordinal = ordinal
        self.queuedAt = queuedAt
        self.state = state
        self.journal = journal
        self.idempotency = idempotency
        self.factMark = factMark
        self.asRun = asRun
    }
}
