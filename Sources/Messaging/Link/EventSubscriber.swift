internal import Common
internal import Proto

/// Follows the coordinator's event stream without ever missing one unnoticed. Pure: messages and
/// time come in, updates and queries come out.
///
/// Subscribe; wait for a beat, which proves that events arrive here; fetch the state; discard what
/// is older than it. From then on a jump in sequence, or a beat whose head is ahead of what came,
/// is a gap, and is filled by `GetEventsSince`, or where that is too late by fetching the state.
struct EventSubscriber {
    enum Action {
        case deliver(SubscriberUpdate)
        /// Ask, and give the answers (nil where one failed) to `answered` with the same token.
        case ask([Query.Ask], token: UInt64)
    }

    private enum Phase: Equatable {
        case waiting
        case resyncing
        case live
        case filling
        /// A question failed; ask again at the next beat.
        case retrying
    }

    /// Without a beat for so long, what is known may be old.
    static let staleAfter = Nanoseconds.seconds(1)
    /// Events held back while older ones are being fetched; beyond it they are fetched as well.
    static let heldLimit = 4_096

    private let resync: [Query.Ask]
    private var phase = Phase.waiting
    private var epoch: UInt64 = 0
    private var last: UInt64 = 0
    private var held: [UInt64: SequencedEvent] = [:]
    private var token: UInt64 = 0
    private var lastBeat: MonotonicInstant?
    private(set) var state = SubscriberState.connecting
    private(set) var gaps: UInt64 = 0
    private(set) var missed: UInt64 = 0
    private(set) var resyncs: UInt64 = 0

    init(resync: [Query.Ask]) { self.resync = resync }

    /// When `tick` is due although nothing came.
    var nextDeadline: MonotonicInstant {
        guard let lastBeat, state != .stale else { return .distantFuture }
        return lastBeat + Self.staleAfter
    }

    /// Time has passed.
    mutating func tick(now: MonotonicInstant) -> [Action] {
        guard let lastBeat, state != .stale, now >= lastBeat + Self.staleAfter else { return [] }
        return enter(.stale)
    }

    private mutating func enter(_ new: SubscriberState) -> [Action] {
        guard new != state else { return [] }
        state = new
        return [.deliver(.state(new))]
    }

    /// The state is to be fetched again, whatever is known; before the first beat that happens
    /// anyway.
    mutating func startOver() -> [Action] { phase == .waiting ? [] : beginResync() }

    // MARK: Events

    /// An envelope came in on the event socket.
    mutating func received(_ envelope: Envelope, now: MonotonicInstant) -> [Action] {
        guard case .event(let event) = envelope.payload, let kind = event.kind else { return [] }
        if case .stateBeat(let beat) = kind { return received(beat, envelope.sourceEpoch, now) }
        guard envelope.stream == Stream.events.rawValue, phase != .waiting,
            envelope.sourceEpoch == epoch, envelope.sequence > last
        else { return [] }
        let item = envelope.sequenced(kind)
        if phase == .live && item.sequence == last + 1 {
            last = item.sequence
            return [.deliver(.event(item))]
        }
        if held.count < Self.heldLimit { held[item.sequence] = item }
        return phase == .live ? gap(until: item.sequence - 1) : []
    }

    private mutating func received(
        _ beat: StateBeat, _ beatEpoch: UInt64, _ now: MonotonicInstant
    ) -> [Action] {
        lastBeat = now
        if phase == .waiting || beatEpoch != epoch {
            epoch = beatEpoch
            last = 0
            held = [:]
            return beginResync()
        }
        switch phase {
        case .live where beat.headSequence > last: return gap(until: beat.headSequence)
        case .live: return enter(.live)
        case .retrying: return beginResync()
        case .waiting, .resyncing, .filling: return []
        }
    }

    private mutating func gap(until sequence: UInt64) -> [Action] {
        let count = sequence - last
        gaps += 1
        missed += count
        return [.deliver(.gap(missed: count))] + enter(.catchingUp) + askForMissed()
    }

    // MARK: Asking

    private mutating func beginResync() -> [Action] {
        phase = .resyncing
        token += 1
        return enter(.synchronising) + [.ask(resync, token: token)]
    }

    private mutating func askForMissed() -> [Action] {
        phase = .filling
        token += 1
        let since = GetEventsSince(
            epoch: epoch, stream: Stream.events.rawValue, afterSequence: last)
        return [.ask([.getEventsSince(since)], token: token)]
    }

    /// Everything asked for under `token` was answered, or one of them was not (nil). Answers to
    /// questions that have been superseded are ignored.
    mutating func answered(_ answers: [Reply.Answer]?, token: UInt64) -> [Action] {
        guard token == self.token else { return [] }
        guard let answers else {
            // The next beat proves that the coordinator is there again, and asks anew.
            phase = .retrying
            return []
        }
        if case .events(let reply) = answers.first, phase == .filling { return filled(reply) }
        guard phase == .resyncing else { return [] }
        let heads = answers.compactMap { answer -> (UInt64, UInt64)? in
            switch answer {
            case .snapshot(let reply): (reply.epoch, reply.headSequence)
            case .state(let reply): (reply.epoch, reply.headSequence)
            default: nil
            }
        }
        // Answered by another start of the coordinator than the beat was of: begin again.
        guard let oldest = heads.map(\.1).min(), heads.allSatisfy({ $0.0 == epoch }) else {
            phase = .retrying
            return []
        }
        resyncs += 1
        last = oldest
        return [.deliver(.resynced(answers))] + release()
    }

    private mutating func filled(_ reply: EventsReply) -> [Action] {
        guard !reply.resyncRequired, reply.epoch == epoch else { return beginResync() }
        var actions: [Action] = []
        for event in reply.events where event.sequence == last + 1 {
            last = event.sequence
            actions.append(.deliver(.event(event)))
        }
        // An answer that brings nothing although there is more would be asked for for ever.
        if reply.more { return actions + (actions.isEmpty ? beginResync() : askForMissed()) }
        return actions + release()
    }

    /// Delivers what was held back, as far as it goes on without a gap.
    private mutating func release() -> [Action] {
        var actions: [Action] = []
        while let event = held.removeValue(forKey: last + 1) {
            last += 1
            actions.append(.deliver(.event(event)))
        }
        held = held.filter { $0.key > last }
        if held.isEmpty {
            phase = .live
            return actions + enter(.live)
        }
        return actions + enter(.catchingUp) + askForMissed()
    }
}
