import Common
import CoordinatorDecision
import Logging
import Messaging
import Proto
import Synchronization

/// A daemon that reports facts and follows the events, as renderers and outputs do.
final class SimulatedDaemon {
    /// What its subscription was told.
    final class Feed: Sendable {
        struct Told {
            var state = SubscriberState.connecting
            var lastSequence: UInt64 = 0
            var programme: Snapshot?
        }
        private let told = Mutex(Told())
        var now: Told { told.withLock { $0 } }

        func take(_ update: SubscriberUpdate) {
            told.withLock { told in
                switch update {
                case .state(let state): told.state = state
                case .gap: break
                case .event(let event):
                    told.lastSequence = event.sequence
                    if case .renderSnapshotPublished(let published) = event.event.kind,
                        published.snapshot.stack == .programme
                    {
                        told.programme = published.snapshot
                    }
                case .resynced(let answers):
                    guard case .snapshot(let reply)? = answers.first else { return }
                    told.lastSequence = reply.headSequence
                    told.programme = reply.snapshot
                }
            }
        }
    }

    let name: String
    let feed = Feed()
    private let bus: InMemoryTransport
    private let time: any TimeSource
    private let logger: Logger
    private var driven: DrivenLink
    /// Its alarm levels as they stand.
    private(set) var levels: [String: Bool] = [:]
    /// Edges of this start that it has told.
    private(set) var defects: Set<UInt64> = []
    var unacknowledgedCount: Int { driven.link.facts.unacknowledgedCount }

    init(
        _ name: String, bus: InMemoryTransport, time: any TimeSource, logger: Logger,
        _ random: inout SeededGenerator
    ) throws {
        self.name = name
        self.bus = bus
        self.time = time
        self.logger = logger
        driven = try Self.link(name, feed, bus, time, logger, &random)
    }

    private static func link(
        _ name: String, _ feed: Feed, _ bus: InMemoryTransport, _ time: any TimeSource,
        _ logger: Logger, _ random: inout SeededGenerator
    ) throws -> DrivenLink {
        DrivenLink(
            CoordinatorLink.Options(source: name), port: try bus.connect(receivingEvents: true),
            epoch: random.next() | 1,
            subscription: Subscription(resync: [.getSnapshot(GetSnapshot())]) { feed.take($0) },
            logger: logger, time: time)
    }

    /// The process dies and starts again: a new epoch, whose facts begin anew. It looks at the world
    /// again and reports what it finds, which a status report makes of its levels.
    func restart(_ random: inout SeededGenerator) throws {
        driven.end()
        driven = try Self.link(name, feed, bus, time, logger, &random)
        defects = []
        for (subject, active) in levels.sorted(by: { $0.key < $1.key }) { tell(subject, active) }
    }

    func turn(_ random: inout SeededGenerator, reporting: Bool) {
        if reporting, random.chance(20) {
            let subject = "\(name).\(Int.random(in: 1...4, using: &random))"
            let active = random.chance(500)
            levels[subject] = active
            tell(subject, active)
        }
        if reporting, random.chance(10), defects.count < 200 {
            let id = random.next()
            defects.insert(id)
            driven.link.facts.report(
                .signalDefectStarted(SignalDefectStarted(kind: .black, defectId: id)))
        }
        driven.turn()
    }

    private func tell(_ subject: String, _ active: Bool) {
        driven.link.facts.report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: "simulated", subject: subject), active: active,
                    severity: .warning, text: "simulated")))
    }
}
