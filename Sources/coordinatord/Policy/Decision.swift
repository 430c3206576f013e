public import Common
public import Proto

/// Something the shell has to carry out for a decision, in the order given.
public enum Effect: Equatable, Sendable {
    /// Publish this event.
    case publish(Event)
    /// Build a snapshot of this stack and publish it.
    case publishSnapshot(Stack, RenderResetScope)
    /// Read the shader library again, off the decision thread.
    case scanShaders(ids: [String], force: Bool)
    /// Ask the slow checks of a preparing run; their answers carry the operation.
    case probe(operation: String, deadline: MonotonicInstant)
    /// Write this line of the as-run log.
    case asRun(AsRunLine)
}

/// What became of one command, fact or tick. A value: the same inputs give the same decision.
public struct Decision: Equatable, Sendable {
    /// The state after it; the state before it when it was refused.
    public var state: RuntimeState
    /// What the caller is told. `stored` is false: only the shell knows when the record commits.
    public var outcome: MutationOutcome
    /// The output index from which its snapshots hold; 0: it publishes none. What the caller is told may be
    /// later: a transition waits for its frame inside the snapshot.
    public var snapshotIndex: Int64 = 0
    /// What the shell carries out.
    public var effects: [Effect]
}
