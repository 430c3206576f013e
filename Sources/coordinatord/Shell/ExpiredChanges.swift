internal import Common
internal import Proto

/// Changes that came too late under an idempotency key. The same request may be asked again, and leaves
/// its outcome then; one that is not is told as refused after `patience`, so that each operation has one
/// outcome. Owned by the decision thread.
struct ExpiredChanges {
    /// One of them, and by how much it was late.
    struct Change {
        var command: Command
        var late: Nanoseconds
        fileprivate var due: MonotonicInstant
    }

    /// Longer than any client of ours asks again.
    static let patience = Nanoseconds.seconds(10)
    /// Beyond these the oldest is told at once.
    private static let countMax = 1_024

    /// Oldest first.
    private var waiting: [Change] = []

    /// When the next one is to be told.
    var nextDue: MonotonicInstant { waiting.first?.due ?? .distantFuture }

    /// Notes a change that came too late, once for each key.
    mutating func add(_ command: Command, late: Nanoseconds, at now: MonotonicInstant) {
        settle(command.idempotencyKey)
        waiting.append(Change(command: command, late: late, due: now + Self.patience))
        if waiting.count > Self.countMax { waiting[0].due = now }
    }

    /// The request with this key was asked again in time.
    mutating func settle(_ key: String) {
        guard !waiting.isEmpty else { return }
        waiting.removeAll { $0.command.idempotencyKey == key }
    }

    /// Takes out the oldest whose time has come.
    mutating func takeDue(at now: MonotonicInstant) -> Change? {
        nextDue <= now ? waiting.removeFirst() : nil
    }
}
