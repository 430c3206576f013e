internal import Synchronization

/// One row of the table of worker pools: everything that does more than one thing at a time, or that
/// many ask for, is declared here and nowhere else; docs/LOOPS.md shows the same table, and a test holds
/// the two together.
public struct PoolPolicy: Sendable, Hashable {
    /// The metric label. A `#` stands for a number, where there is one pool for each of something.
    public let name: String
    /// The process that owns it; several where each has its own.
    public let process: String
    /// The configuration key of its limit, or what the limit is by construction.
    public let limit: String
    /// What is worked at.
    public let work: String
    /// What becomes of what is offered beyond the limit.
    public let whenFull: String

    private init(
        _ name: String, in process: String, _ limit: String, work: String, whenFull: String
    ) {
        self.name = name
        self.process = process
        self.limit = limit
        self.work = work
        self.whenFull = whenFull
    }

    /// The whole table, in the order of docs/LOOPS.md.
    public static let all: [PoolPolicy] = [
        .probes, .requests, .connections, .webSockets, .oscCommands, .pictures, .builds, .scans,
        .decoders, .quality, .sinks, .hooks,
    ]

    /// Slow checks of a preparing run.
    public static let probes = PoolPolicy(
        "run.probes", in: "coordinatord", "run.probe_limit", work: "interlocks",
        whenFull: "answered as failed at once")
    /// Requests of HTTP and WebSocket clients to the coordinator.
    public static let requests = PoolPolicy(
        "control.requests", in: "ingressd.control", "control.request_limit",
        work: "requests to the coordinator", whenFull: "503 with Retry-After")
    /// Connections of HTTP and WebSocket clients.
    public static let connections = PoolPolicy(
        "control.connections", in: "ingressd.control", "control.connection_limit",
        work: "HTTP connections", whenFull: "503, and closed")
    /// WebSocket clients.
    public static let webSockets = PoolPolicy(
        "control.websockets", in: "ingressd.control", "control.websocket_limit",
        work: "WebSocket clients", whenFull: "503 with Retry-After, before the handshake")
    /// Commands that came by OSC.
    public static let oscCommands = PoolPolicy(
        "control.osc", in: "ingressd.control", "control.osc_command_limit",
        work: "OSC commands to the coordinator", whenFull: "waits in `osc.routes`, coalesced")
    /// Screenshots and previews.
    public static let pictures = PoolPolicy(
        "control.pictures", in: "ingressd.control", "1", work: "screenshots, previews",
        whenFull: "waits in `control.pictures`")
    /// Shader builds.
    public static let builds = PoolPolicy(
        "render.builds", in: "renderd", "1", work: "shader builds and their trials",
        whenFull: "waits in `renderer.builds`, newest per shader")
    /// Scans of the shader library.
    public static let scans = PoolPolicy(
        "coordinator.scans", in: "coordinatord", "1", work: "scans of the shader library",
        whenFull: "waits in `coordinator.scans`, coalesced")
    /// Decoders of files and streams.
    public static let decoders = PoolPolicy(
        "capture.decoders.#", in: "ingressd.capture", "4 for each input",
        work: "ffmpeg children: the one on air, its successor, those on their way out",
        whenFull: "the next one waits")
    /// Quality control of aired pictures, and its thumbnails.
    public static let quality = PoolPolicy(
        "output.quality", in: "outputd", "1", work: "aired pictures looked at, thumbnails",
        whenFull: "waits in `output.quality`; the oldest is skipped, counted")
    /// Recorders and streams.
    public static let sinks = PoolPolicy(
        "card.sink.#", in: "card", "1", work: "writing of a recording or stream",
        whenFull: "waits in `card.sink.#`; the oldest goes, counted")
    /// Hooks that tell of alarms.
    public static let hooks = PoolPolicy(
        "hooks", in: "hooks", "hooks.limit", work: "hooks under way",
        whenFull: "waits in `hooks.pending`; the oldest goes, counted")
}

/// A place in a pool: who holds one is under way. It is given back once, however often `leave` is called,
/// and at the latest when nobody holds it any more, so that no mistake of a caller lets more in than the
/// limit, keeps a place for ever, or counts below nothing. Any thread.
public final class PoolPlace: Sendable {
    private let pool: PoolMeter
    private let isLeft = Atomic<Bool>(false)

    fileprivate init(_ pool: PoolMeter) { self.pool = pool }

    deinit { leave() }

    /// Gives the place back; what was given back already stays so.
    public func leave() {
        if !isLeft.exchange(true, ordering: .acquiringAndReleasing) { pool.giveBack() }
    }
}

/// Counts what a pool has under way, and lets in no more than its limit. Any thread.
public final class PoolMeter: Sendable {
    private struct State {
        var inFlight = 0
        var highWater = 0
        var refused: UInt64 = 0
    }
    /// The most at a time.
    public let limit: Int
    private let state = Mutex(State())

    /// Measures a pool of the table, with its metrics in `registry`.
    /// `number` stands for the `#` of its name.
    public init(
        _ policy: PoolPolicy, limit: Int = 1, number: Int? = nil, registry: MetricsRegistry
    ) {
        precondition(limit >= 1, "pool \(policy.name) must have room")
        self.limit = limit
        let name = number.map { policy.name.replacing("#", with: "\($0)") } ?? policy.name
        registry.register { [weak self] in self?.families(name) ?? [] }
    }

    /// A place for one more; nil, counted, where the limit is reached. Who waits for room asks without
    /// being counted. Holding on to the place is being under way.
    public func enter(isWaiting: Bool = false) -> PoolPlace? {
        let hasRoom = state.withLock { state in
            guard state.inFlight < limit else {
                if !isWaiting { state.refused += 1 }
                return false
            }
            state.inFlight += 1
            state.highWater = max(state.highWater, state.inFlight)
            return true
        }
        return hasRoom ? PoolPlace(self) : nil
    }

    /// For places alone: each does it once.
    fileprivate func giveBack() { state.withLock { $0.inFlight -= 1 } }

    /// Does work of a pool that has as many threads as its limit: there is always room.
    public func run<Result>(_ work: () throws -> Result) rethrows -> Result {
        let place = enter()
        precondition(place != nil, "a pool has no more threads than its limit")
        defer { place?.leave() }
        return try work()
    }

    /// What is under way now.
    public var inFlight: Int { state.withLock { $0.inFlight } }
    /// The most that ever was.
    public var highWater: Int { state.withLock { $0.highWater } }
    /// What was not let in.
    public var refused: UInt64 { state.withLock { $0.refused } }

    private func families(_ name: String) -> [MetricsRegistry.Family] {
        let now = state.withLock { $0 }
        func family(
            _ series: String, _ help: String, _ kind: MetricsRegistry.Kind, _ value: Double
        ) -> MetricsRegistry.Family {
            MetricsRegistry.Family(
                series, help: help, kind: kind,
                samples: [MetricsRegistry.Sample(labels: [("pool", name)], value: value)])
        }
        return [
            family("pool_in_flight", "Work under way in the pool.", .gauge, Double(now.inFlight)),
            family("pool_limit", "The most it lets in at a time.", .gauge, Double(limit)),
            family("pool_high_water", "The most it ever had.", .gauge, Double(now.highWater)),
            family(
                "pool_refused_total", "Offered beyond the limit.", .counter, Double(now.refused)),
        ]
    }
}
