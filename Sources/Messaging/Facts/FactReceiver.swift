internal import Common
internal import Proto

/// Decides, for each fact that arrives, whether it is new. Pure. Sequences count within a sender's
/// epoch; what is at or below the mark has been handled and is only acknowledged again.
struct FactReceiver {
    enum Verdict: Equatable {
        /// New: hand it on, then call `took`.
        case handle
        /// Handled and durable: acknowledge again.
        case acknowledgeAgain
        /// Handed on, and its effect is not durable yet: stay silent.
        case inProgress
        /// One before it has not arrived: stay silent, the sender sends again in order.
        case gap
        /// Of a sender start that has been superseded, or not a fact at all.
        case refuse
    }

    private struct Sender {
        var epoch: UInt64
        var received: UInt64
        var acknowledged: UInt64
        var outstanding: [UInt64] = []
        var isReported = false
        var pastEpochs: [UInt64] = []
    }

    /// No honest system has more processes.
    static let senderLimit = 64
    static let pastEpochLimit = 8

    let coordinatorEpoch: UInt64
    private var senders: [String: Sender] = [:]
    private(set) var supersededEpochs: UInt64 = 0

    init(coordinatorEpoch: UInt64, marks: [FactMark]) {
        self.coordinatorEpoch = coordinatorEpoch
        for mark in marks {
            senders[mark.source] = Sender(
                epoch: mark.epoch, received: mark.sequence, acknowledged: mark.sequence)
        }
    }

    func verdict(_ envelope: Envelope, _ fact: Fact) -> Verdict {
        guard envelope.sequence > 0, !envelope.source.isEmpty, fact.kind != nil else {
            return .refuse
        }
        guard let sender = senders[envelope.source] else {
            return senders.count < Self.senderLimit ? start(fact) : .refuse
        }
        if sender.pastEpochs.contains(envelope.sourceEpoch) { return .refuse }
        guard sender.epoch == envelope.sourceEpoch else { return start(fact) }
        if envelope.sequence <= sender.acknowledged { return .acknowledgeAgain }
        if envelope.sequence <= sender.received { return .inProgress }
        let isNext =
            fact.previousSequence <= sender.received
            || fact.previousSequence <= fact.acknowledgedThrough
        return isNext ? .handle : .gap
    }

    /// The first of a sender epoch not known here must have nothing unhandled before it.
    private func start(_ fact: Fact) -> Verdict {
        fact.previousSequence <= fact.acknowledgedThrough ? .handle : .gap
    }

    /// The fact is about to be handed on. Gives what `giveBack` needs.
    mutating func took(_ envelope: Envelope, _ fact: Fact) -> UInt64 {
        var sender =
            senders[envelope.source]
            ?? Sender(epoch: envelope.sourceEpoch, received: 0, acknowledged: 0)
        if sender.epoch != envelope.sourceEpoch {
            supersededEpochs += 1
            let past = (sender.pastEpochs + [sender.epoch]).suffix(Self.pastEpochLimit)
            sender = Sender(epoch: envelope.sourceEpoch, received: 0, acknowledged: 0)
            sender.pastEpochs = Array(past)
        }
        let before = sender.received
        sender.received = envelope.sequence
        sender.outstanding.append(envelope.sequence)
        if case .statusReport = fact.kind { sender.isReported = true }
        senders[envelope.source] = sender
        return before
    }

    /// It could not be handed on: the sender keeps it and sends it again.
    mutating func giveBack(_ envelope: Envelope, receivedBefore: UInt64) {
        guard var sender = senders[envelope.source] else { return }
        sender.outstanding.removeAll { $0 == envelope.sequence }
        sender.received = receivedBefore
        senders[envelope.source] = sender
    }

    /// The effect of a fact, and its mark, are durable; the acknowledgement to send, or nil when
    /// an earlier one is not done yet or the sender has started anew.
    mutating func done(_ mark: FactMark) -> FactAck? {
        guard var sender = senders[mark.source], sender.epoch == mark.epoch else { return nil }
        sender.outstanding.removeAll { $0 == mark.sequence }
        let before = sender.acknowledged
        sender.acknowledged = max(
            before, sender.outstanding.first.map { $0 - 1 } ?? sender.received)
        senders[mark.source] = sender
        return sender.acknowledged > before ? ack(mark.source) : nil
    }

    /// What has been acknowledged of a source so far.
    func ack(_ source: String) -> FactAck? {
        guard let sender = senders[source] else { return nil }
        return FactAck(
            factEpoch: sender.epoch, throughSequence: sender.acknowledged,
            coordinatorEpoch: coordinatorEpoch, reportWanted: !sender.isReported)
    }
}
