internal import Common
internal import Logging
internal import Proto
internal import Synchronization

/// The endpoint's thread: owns the port, and blocks unless there is something to do.
struct CoordinatorLoop {
    private let endpoint: CoordinatorEndpoint
    private let port: any CoordinatorPort
    private var log: RateLimitedLog
    private var nextBeat = MonotonicInstant.distantFuture
    private var beatCount: UInt64 = 0
    private var portMalformed: UInt64 = 0
    private var knownSuperseded: UInt64 = 0

    /// Messages taken from one socket before the others get their turn.
    private static let batch = 256
    /// The own queues are looked at once a second.
    private static let beatsPerLook: UInt64 = 10
    private static let retryAfterMilliseconds: UInt32 = 50

    init(endpoint: CoordinatorEndpoint, port: any CoordinatorPort) {
        self.endpoint = endpoint
        self.port = port
        log = RateLimitedLog(endpoint.logger, counter: endpoint.metrics.malformed)
    }

    mutating func run() {
        while !endpoint.isStopping.load(ordering: .acquiring) {
            send()
            port.wait(until: nextBeat)
            endpoint.metrics.wakeUps.add()
            receive()
            let rebound = port.maintain()
            if rebound > 0 {
                endpoint.metrics.rebinds.add(UInt64(rebound))
                endpoint.logger.warning(
                    "socket files were removed and bound anew", metadata: ["count": "\(rebound)"])
            }
        }
        end()
    }

    /// Everything that is ready to go out, and the beat when it is due.
    mutating func send() {
        flush()
        beatIfDue()
    }

    /// Lets go of the port, after what is still to be sent.
    func end() {
        flush()
        endpoint.requests.close()
        endpoint.facts.close()
        endpoint.telemetryQueue.close()
        port.close()
    }

    // MARK: Sending

    private func flush() {
        while let event = endpoint.events.pop() { _ = port.publish(event) }
        while let reply = endpoint.replies.pop() {
            if port.reply(reply.bytes, to: reply.peer) != .sent {
                endpoint.metrics.replyFailures.add()
            }
        }
    }

    private mutating func beatIfDue() {
        let now = endpoint.time.now()
        guard nextBeat == .distantFuture || now >= nextBeat else { return }
        let (isOpen, beat) = endpoint.publication.withLock {
            ($0.isOpen, StateBeat(headSequence: $0.history.headSequence, version: $0.version))
        }
        guard isOpen else { return }
        // Everything up to the head is in the queue by now and must not be overtaken.
        flush()
        let kind = Event.Kind.stateBeat(beat)
        if let bytes = try? endpoint.stamper.stamp(.beat, .event(Event(kind: kind))).encoded() {
            _ = port.publish(bytes)
            endpoint.census.countOwn(kind.name)
        }
        nextBeat = now + CoordinatorEndpoint.beatInterval
        beatCount &+= 1
        if beatCount % Self.beatsPerLook == 0 { observeOwnQueues() }
    }

    /// The coordinator's own queues are told of like those of every other process; there is only no
    /// socket in between.
    private func observeOwnQueues() {
        for finding in endpoint.health.withLock({ $0.look() }) {
            switch finding {
            case .sample(let sample, let key): endpoint.ownTelemetry.send(sample, key: key)
            case .failed(let failure):
                // What cannot be encoded goes nowhere; the queue's own counter, which this was read from,
                // has it.
                _ = try? endpoint.publish(.handlerFailed(failure))
            }
        }
        while let item = endpoint.ownTelemetry.queue.pop() {
            let envelope = endpoint.stamper.stamp(item)
            endpoint.census.count(item.element.sample, from: envelope.source)
            endpoint.telemetryQueue.push(envelope)
        }
    }

    // MARK: Receiving

    /// Takes what has arrived. Never blocks.
    mutating func receive() {
        for _ in 0..<Self.batch {
            guard let message = port.receiveControl() else { break }
            take(message)
        }
        for _ in 0..<Self.batch {
            guard let bytes = port.receiveTelemetry() else { break }
            guard let envelope = decode(bytes), case .telemetry(let telemetry) = envelope.payload
            else { continue }
            if let sample = telemetry.sample {
                endpoint.census.count(sample, from: envelope.source)
            }
            endpoint.telemetryQueue.push(envelope)
        }
        while portMalformed < port.malformedCount {
            portMalformed += 1
            log.dropped("wrong number of parts", now: endpoint.time.now())
        }
    }

    private mutating func decode(_ bytes: [UInt8]) -> Envelope? {
        do {
            let envelope = try Envelope(decoding: bytes)
            if envelope.payload != nil { return envelope }
            log.dropped("unknown type", now: endpoint.time.now())
        } catch {
            log.dropped("\(error)", now: endpoint.time.now())
        }
        return nil
    }

    private mutating func take(_ message: ReceivedControl) {
        guard let envelope = decode(message.bytes) else { return }
        switch envelope.payload {
        case .command(let command) where command.action != nil:
            take(.command(command), envelope, message.peer)
        case .query(let query) where query.ask != nil:
            take(.query(query), envelope, message.peer)
        case .command, .query:
            refuse(envelope, message.peer, .malformed(Malformed(reason: "unknown request")))
            log.dropped("unknown request", now: endpoint.time.now())
        case .fact(let fact):
            take(fact, envelope, message.peer)
        case .reply, .event, .factAck, .telemetry, nil:
            log.dropped("not for the coordinator", now: endpoint.time.now())
        }
    }

    private func take(_ ask: IncomingRequest.Ask, _ envelope: Envelope, _ peer: PeerAddress) {
        let now = endpoint.time.now()
        let deadline = MonotonicInstant(nanoseconds: envelope.deadlineMonotonicNanoseconds)
        // A change that comes too late goes on to whoever keeps the record.
        if deadline <= now, case .query = ask {
            endpoint.metrics.expired.add()
            let lateBy = (now - deadline).count
            return refuse(envelope, peer, .expired(Expired(lateByNanoseconds: lateBy)))
        }
        guard endpoint.publication.withLock({ $0.isOpen }) else {
            return refuseBusy(envelope, peer, "starting")
        }
        if case .query(let query) = ask, case .getEventsSince(let since) = query.ask {
            return refuse(envelope, peer, .events(events(since)))
        }
        let request = IncomingRequest(
            ask: ask, source: envelope.source, operationID: envelope.operationId,
            deadline: deadline, requestID: envelope.requestId, peer: peer, endpoint: endpoint)
        if !endpoint.requests.push(request).isQueued {
            refuseBusy(envelope, peer, endpoint.requests.declaration.name)
        }
    }

    private func events(_ since: GetEventsSince) -> EventsReply {
        endpoint.publication.withLock { publication in
            let head = publication.history.headSequence
            let limit = since.limit == 0 ? Int.max : Int(since.limit)
            let isOurs = since.epoch == endpoint.epoch && since.stream == Stream.events.rawValue
            guard isOurs,
                let page = publication.history.page(after: since.afterSequence, limit: limit)
            else {
                return EventsReply(
                    epoch: endpoint.epoch, headSequence: head, resyncRequired: true)
            }
            return EventsReply(
                epoch: endpoint.epoch, headSequence: head, events: page.events, more: page.more)
        }
    }

    /// Answers on this thread, without the deciding one.
    private func refuse(_ envelope: Envelope, _ peer: PeerAddress, _ answer: Reply.Answer) {
        var reply = endpoint.stamper.stamp(.replies, .reply(Reply(answer: answer)))
        reply.requestId = envelope.requestId
        reply.operationId = envelope.operationId
        endpoint.send(reply, to: peer)
    }

    private func refuseBusy(_ envelope: Envelope, _ peer: PeerAddress, _ reason: String) {
        refuse(
            envelope, peer,
            .busy(Busy(retryAfterMilliseconds: Self.retryAfterMilliseconds, reason: reason)))
    }

    private mutating func take(_ fact: Fact, _ envelope: Envelope, _ peer: PeerAddress) {
        endpoint.factPeers.withLock { peers in
            if peers[envelope.source] != nil || peers.count < FactReceiver.senderLimit {
                peers[envelope.source] = peer
            }
        }
        switch endpoint.receiver.withLock({ $0.verdict(envelope, fact) }) {
        case .handle:
            handle(fact, envelope)
        case .acknowledgeAgain:
            endpoint.metrics.duplicateFacts.add()
            if let ack = endpoint.receiver.withLock({ $0.ack(envelope.source) }) {
                endpoint.sendAck(ack, to: envelope.source)
            }
        case .inProgress: endpoint.metrics.duplicateFacts.add()
        case .gap: endpoint.metrics.factGaps.add()
        case .refuse: log.dropped("fact refused", now: endpoint.time.now())
        }
    }

    private mutating func handle(_ fact: Fact, _ envelope: Envelope) {
        guard let kind = fact.kind else { return }
        let mark = FactMark(
            source: envelope.source, epoch: envelope.sourceEpoch, sequence: envelope.sequence)
        // Marked first: the deciding thread may acknowledge before this one goes on. If the queue
        // turns out full, the mark is taken back and the sender keeps the fact.
        let before = endpoint.receiver.withLock { $0.took(envelope, fact) }
        let incoming = IncomingFact(kind: kind, envelope: envelope, mark: mark, endpoint: endpoint)
        if !endpoint.facts.push(incoming).isQueued {
            endpoint.receiver.withLock { $0.giveBack(envelope, receivedBefore: before) }
            return
        }
        endpoint.census.count(kind, from: envelope.source)
        let superseded = endpoint.receiver.withLock { $0.supersededEpochs }
        endpoint.metrics.supersededEpochs.add(superseded - knownSuperseded)
        knownSuperseded = superseded
    }
}
