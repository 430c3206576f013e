import Common
@testable import Coordinator
import CoordinatorDecision
import Foundation

/// A seeded generator: the same seed gives the same run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True so many times in a thousand.
    mutating func chance(_ perMille: Int) -> Bool {
        Int.random(in: 0..<1_000, using: &self) < perMille
    }
}

/// Ends a process at one of the points where it does something others can see: once it has passed
/// its last one, nothing it does has any effect.
final class CrashGate {
    private var left: Int?
    private(set) var isDead = false

    /// Lets so many more effects through, then ends the process.
    func crash(after count: Int) { left = count }

    /// Ends it now.
    func crash() { isDead = true }

    /// Whether the next effect happens.
    func pass() -> Bool {
        if isDead { return false }
        guard let count = left else { return true }
        left = count - 1
        isDead = count == 0
        return !isDead
    }
}

/// What survives every crash of a simulated coordinator: the store and the last whole checkpoint.
final class SimulatedDisk {
    private(set) var contents = StoreContents(
        storeID: "simulated", state: RuntimeState(), recentKeys: [], olderFingerprints: [:],
        factMarks: [:])
    var checkpoint: Checkpoint?
    /// Lines of the as-run log that came with checkpoints.
    var keptLines: [AsRunLine] = []
    /// The as-run log: number and text of every line, in the order of its writing.
    private(set) var lines: [(number: UInt64, text: String)] = []
    /// How often an operation was committed as accepted.
    private(set) var accepted: [String: Int] = [:]
    /// Facts whose effect was committed although it was committed before.
    private(set) var repeatedFacts: [String] = []
    var failingUntil = MonotonicInstant(nanoseconds: 0)

    /// Commits a group in one transaction.
    func commit(_ group: [StoreRecord]) {
        for record in group {
            if let state = record.state { contents.state = state }
            if let key = record.idempotency { contents.recentKeys.append(key) }
            lines += record.asRun.map { ($0.number, $0.text) }
            contents.lastLine = max(contents.lastLine, record.asRun.last?.number ?? 0)
            if let line = record.journal, line.accepted, !line.operation.isEmpty {
                accepted[line.operation, default: 0] += 1
            }
            guard let mark = record.factMark else { continue }
            let known = contents.factMarks[mark.source]
            if let known, known.epoch == mark.epoch, known.sequence >= mark.sequence,
                record.journal != nil
            {
                repeatedFacts.append("\(mark.source) \(mark.sequence)")
            }
            contents.factMarks[mark.source] = mark
        }
    }
}

/// The store's writer over a simulated disk: commits later, in groups, and sometimes not at all.
final class SimulatedStore: RecordSink {
    private let disk: SimulatedDisk
    private let time: any TimeSource
    private let gate: CrashGate
    /// The planted mistake: says "committed" when a record is only queued.
    private let saysCommittedEarly: Bool
    private var queued: [StoreRecord] = []
    private var group: [StoreRecord] = []
    private var due = MonotonicInstant.distantFuture
    private(set) var currentHealth = StoreHealth()
    var hasNews = false
    var hasRoom: Bool { queued.count < 7_000 }

    init(
        _ disk: SimulatedDisk, time: any TimeSource, gate: CrashGate, saysCommittedEarly: Bool
    ) {
        self.disk = disk
        self.time = time
        self.gate = gate
        self.saysCommittedEarly = saysCommittedEarly
    }

    func enqueue(_ record: StoreRecord) -> Bool {
        guard gate.pass() else { return true }
        queued.append(record)
        currentHealth.oldestPendingAt = currentHealth.oldestPendingAt ?? record.queuedAt
        if saysCommittedEarly {
            currentHealth.committedOrdinal = record.ordinal
            hasNews = true
        }
        return true
    }

    /// The writer thread's turn.
    func turn(_ random: inout SeededGenerator) {
        let now = time.now()
        if group.isEmpty, !queued.isEmpty {
            group = Array(queued.prefix(64))
            queued.removeFirst(group.count)
            due = now + .microseconds(.random(in: 100...3_000, using: &random))
        }
        guard !group.isEmpty, now >= due else { return }
        if now < disk.failingUntil {
            currentHealth.failure = "no space left"
            due = now + .milliseconds(20)
        } else {
            disk.commit(group)
            currentHealth.failure = nil
            currentHealth.committedOrdinal = max(
                currentHealth.committedOrdinal, group[group.count - 1].ordinal)
            group = []
            currentHealth.oldestPendingAt = queued.first?.queuedAt
        }
        hasNews = true
    }

    /// The process dies: what was being written is on disk as a whole, or not at all.
    func die(_ random: inout SeededGenerator) {
        if !group.isEmpty, time.now() >= disk.failingUntil, random.chance(500) {
            disk.commit(group)
        }
    }
}

/// The checkpoint thread over a simulated disk: a write that a crash interrupts leaves the copy
/// before it.
final class SimulatedCheckpoints: CheckpointSink {
    private let disk: SimulatedDisk
    private let time: any TimeSource
    private let gate: CrashGate
    private var waiting: Checkpoint?
    private var lines: [AsRunLine] = []
    private var due = MonotonicInstant.distantFuture

    init(_ disk: SimulatedDisk, time: any TimeSource, gate: CrashGate) {
        self.disk = disk
        self.time = time
        self.gate = gate
    }

    func submit(_ checkpoint: Checkpoint, lines: [AsRunLine]) {
        guard gate.pass() else { return }
        self.lines += lines
        if waiting == nil { due = time.now() + .milliseconds(10) }
        waiting = checkpoint
    }

    func turn() {
        guard let checkpoint = waiting, time.now() >= due else { return }
        disk.checkpoint = checkpoint
        disk.keptLines.removeAll { $0.number <= checkpoint.storedLine }
        disk.keptLines += lines
        waiting = nil
        lines = []
    }
}
