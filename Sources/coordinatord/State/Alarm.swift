public import Common
public import Proto

/// What an alarm is about: its kind and the thing it concerns.
public struct AlarmName: Hashable, Sendable, Codable, Comparable {
    /// A short name such as `link-lost`.
    public var kind: String
    /// The daemon, device, layer or file concerned.
    public var subject: String

    /// The name of alarms of `kind` about `subject`.
    public init(kind: String, subject: String) {
        self.kind = kind
        self.subject = subject
    }

    public static func < (a: AlarmName, b: AlarmName) -> Bool {
        (a.kind, a.subject) < (b.kind, b.subject)
    }
}

/// An alarm. It is a level: raising it again counts, clearing it needs its cause gone. Times are
/// of the wall clock, nanoseconds since 1970.
public struct StandingAlarm: Equatable, Sendable, Codable {
    /// The process that raised it last.
    public internal(set) var source: String
    /// The processes for which its cause stands, in order of name. Two lanes may both miss an input;
    /// it is back when it is for both.
    public internal(set) var assertedBy: [String]
    /// How much it matters now.
    public internal(set) var severity: Severity
    /// One sentence for the operator.
    public internal(set) var text: String
    /// Whether its cause is still there.
    public var isActive: Bool { !assertedBy.isEmpty }
    /// How many times it was raised.
    public internal(set) var count: UInt64
    /// When it was first raised.
    public internal(set) var raisedAtWall: Int64
    /// When it last changed.
    public internal(set) var updatedAtWall: Int64
    /// When its cause went; 0 while it stands.
    public internal(set) var clearedAtWall: Int64
    /// Who acknowledged it; empty: nobody yet.
    public internal(set) var acknowledgedBy: String
    /// When it was acknowledged; 0: not yet.
    public internal(set) var acknowledgedAtWall: Int64
    /// Hidden until then; 0: not hidden.
    public internal(set) var shelvedUntilWall: Int64
    // What follows is absent in a store from before it was known.
    /// What they said who acknowledged it.
    public internal(set) var acknowledgedComment: String?
    /// Why it is hidden.
    public internal(set) var shelvedReason: String?
    /// Until when it is hidden, on the monotonic clock.
    public internal(set) var shelvedUntil: MonotonicInstant?
    /// Since when nobody has answered to it at its present severity.
    public internal(set) var unansweredSince: MonotonicInstant?
    /// The severity it was raised with, once it has been escalated.
    public internal(set) var escalatedFrom: Severity?
    /// When it became more severe last; nil: never.
    public internal(set) var escalatedAtWall: Int64?

    /// Shows it again.
    mutating func unshelve() {
        shelvedUntilWall = 0
        shelvedUntil = nil
        shelvedReason = nil
    }
}
