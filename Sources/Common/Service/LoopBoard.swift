internal import CRealtime
internal import Foundation
internal import Synchronization

/// What the end of a loop means.
public enum LoopCriticality: String, Sendable, Hashable, Codable, CaseIterable {
    /// The process is nothing without it: where it dies, the process ends, and is started anew.
    case critical
    /// The process goes on, worse; the loop is started again in place, with back-off.
    case degrading
    /// Nobody on air notices; started again in place, with back-off.
    case cosmetic
}

/// How a loop stands.
public enum LoopState: String, Sendable, Hashable, Codable {
    case running
    /// It died, and is started again after a pause.
    case restarting
    /// It died, and nothing starts it again.
    case failed
}

/// One named thread of a process: who owns it, what its end means, how it stands.
public struct LoopEntry: Sendable, Hashable, Codable {
    /// As `top -H` shows it.
    public let name: String
    /// The part of the process that started it and ends it.
    public let owner: String
    public let criticality: LoopCriticality
    public internal(set) var state: LoopState
    /// Times it died and was started again.
    public internal(set) var restarts: Int
    /// Why it died last; empty: it never did.
    public internal(set) var lastError: String
    /// The kernel's number of the thread; 0 until it runs.
    public internal(set) var thread: Int32
}

/// What a process says of its loops, in `loops.PROCESS.json` of the runtime directory.
public struct LoopReport: Sendable, Hashable, Codable {
    public let process: String
    /// The process that wrote it: where it has ended, so have its loops.
    public let pid: Int32
    public let loops: [LoopEntry]

    /// What the process of this name said last; nil where it never ran here, or has ended.
    public static func read(_ process: String, _ paths: InstancePaths) -> LoopReport? {
        guard let data = FileManager.default.contents(atPath: paths.loops(process)),
            let report = try? JSONDecoder().decode(LoopReport.self, from: data),
            kill(report.pid, 0) == 0 || errno == EPERM
        else { return nil }
        return report
    }
}

/// Every loop of a process, so that none dies in silence. Any thread; nothing here is for the inside
/// of a real-time loop, which enters once, before its first frame.
///
/// There is one board a process, as there is one list of threads: what starts a thread anywhere
/// cannot forget to hand it down.
public final class LoopBoard: Sendable {
    /// The board of this process.
    public static let process = LoopBoard()

    private struct State {
        var entries: [UInt64: LoopEntry] = [:]
        var nextID: UInt64 = 1
        var destination: (process: String, path: String)?
        var deaths: UInt64 = 0
        /// Somebody writes the file. Whoever has news meanwhile leaves them to that thread.
        var isWriting = false
        /// There is more than what is being written.
        var hasNews = false
    }
    private let state = Mutex(State())

    init() {}

    /// All loops, by name.
    public var entries: [LoopEntry] {
        state.withLock { Self.sorted($0) }
    }

    /// The name of the calling thread's loop; its number where it is none.
    var currentName: String {
        let thread = crt_thread_id()
        return entries.first { $0.thread == thread }?.name ?? "\(thread)"
    }

    /// Times any loop died.
    public var deaths: UInt64 { state.withLock { $0.deaths } }

    /// Says in the runtime directory from now on how the loops of this process stand; the calling
    /// thread, the process's first, is on the board as `main`.
    public func publish(as process: String, in paths: InstancePaths) {
        state.withLock { state in
            let isKnown = state.entries.values.contains { $0.thread == getpid() }
            state.destination = (process, paths.loops(process))
            guard !isKnown else { return }
            state.entries[0] = LoopEntry(
                name: "main", owner: process, criticality: .critical, state: .running, restarts: 0,
                lastError: "", thread: getpid())
        }
        write()
    }

    /// A loop begins, on the calling thread.
    func enter(_ name: String, owner: String, _ criticality: LoopCriticality) -> UInt64 {
        let thread = crt_thread_id()
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            state.entries[state.nextID] = LoopEntry(
                name: name, owner: owner, criticality: criticality, state: .running, restarts: 0,
                lastError: "", thread: thread)
            return state.nextID
        }
        write()
        return id
    }

    /// It ended because its owner wanted it to.
    func leave(_ id: UInt64) {
        state.withLock { $0.entries[id] = nil }
        write()
    }

    /// It died of `cause`.
    func died(_ id: UInt64, of cause: String, _ next: LoopState) {
        state.withLock { state in
            state.deaths += 1
            state.entries[id]?.state = next
            state.entries[id]?.lastError = cause
        }
        write()
    }

    /// It runs again.
    func restarted(_ id: UInt64) {
        state.withLock { state in
            state.entries[id]?.state = .running
            state.entries[id]?.restarts += 1
        }
        write()
    }

    /// Writes the file until there is nothing new in the board. One thread at a time does, so that an
    /// older list never replaces a newer one, and nobody waits for a lock while it does.
    private func write() {
        let isOurs = state.withLock { state in
            state.hasNews = true
            guard !state.isWriting, state.destination != nil else { return false }
            state.isWriting = true
            return true
        }
        guard isOurs else { return }
        while let (destination, loops) = takeNews() { write(loops, to: destination) }
    }

    /// What to write next, and where; nil, and the next one with news writes, where there is nothing.
    private func takeNews() -> (destination: (process: String, path: String), [LoopEntry])? {
        state.withLock { state in
            guard state.hasNews, let destination = state.destination else {
                state.isWriting = false
                return nil
            }
            state.hasNews = false
            return (destination, Self.sorted(state))
        }
    }

    private func write(_ loops: [LoopEntry], to destination: (process: String, path: String)) {
        let report = LoopReport(process: destination.process, pid: getpid(), loops: loops)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Where the runtime directory is full, metrics still tell; the next change writes it.
        guard let data = try? encoder.encode(report) else { return }
        try? data.write(to: URL(fileURLWithPath: destination.path), options: .atomic)
    }

    private static func sorted(_ state: State) -> [LoopEntry] {
        state.entries.values.sorted { ($0.name, $0.thread) < ($1.name, $1.thread) }
    }

    /// The board as metrics.
    var families: [MetricsRegistry.Family] {
        let entries = entries
        func samples(_ value: (LoopEntry) -> Double) -> [MetricsRegistry.Sample] {
            entries.map { entry in
                MetricsRegistry.Sample(
                    labels: [
                        ("loop", entry.name), ("owner", entry.owner),
                        ("criticality", entry.criticality.rawValue), ("thread", "\(entry.thread)"),
                    ], value: value(entry))
            }
        }
        return [
            MetricsRegistry.Family(
                "loop_up", help: "1 while the loop runs; 0 while it is dead.", kind: .gauge,
                samples: samples { $0.state == .running ? 1 : 0 }),
            MetricsRegistry.Family(
                "loop_deaths_total", help: "Times any loop of the process died.", kind: .counter,
                samples: [MetricsRegistry.Sample(value: Double(deaths))]),
        ]
    }
}
