internal import CoordinatorDecision

/// Where decided records go: the store's writer thread, and in the simulation a disk in memory.
protocol RecordSink: AnyObject {
    /// Queues a record; false when there is no room. Never blocks.
    func enqueue(_ record: StoreRecord) -> Bool
    /// Whether a burst of records would still fit.
    var hasRoom: Bool { get }
    /// How the store stands now.
    var currentHealth: StoreHealth { get }
}

/// Where checkpoints go: a thread that writes files, and in the simulation a value in memory.
protocol CheckpointSink: AnyObject {
    /// Hands over the newest checkpoint; an older one still waiting is replaced. `lines` of the as-run log
    /// were decided since the one before, and none of them is lost by that. Never blocks.
    func submit(_ checkpoint: Checkpoint, lines: [AsRunLine])
}

extension StoreWriter: RecordSink {}
extension Checkpointer: CheckpointSink {}
