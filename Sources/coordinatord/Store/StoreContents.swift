public import CoordinatorDecision
internal import Foundation

/// What a store held when it was opened.
public struct StoreContents: Sendable {
    /// Identifies this store for life, so that a checkpoint of another one is not taken for its own.
    public var storeID: String
    /// The state as last committed.
    public var state: RuntimeState
    /// The most recent idempotency entries, oldest first.
    public var recentKeys: [IdempotencyEntry]
    /// Fingerprints of the older entries still inside their 24 h, and when each was made (wall clock).
    public var olderFingerprints: [UInt64: Int64]
    /// Fact marks by source.
    public var factMarks: [String: StoredMark]
    /// The number of the newest line of the as-run log.
    public var lastLine: UInt64 = 0
}
