internal import Common
internal import Logging
internal import Proto
internal import Synchronization

/// The link's thread: owns the port, and blocks unless there is something to do.
struct LinkLoop {
    private let link: CoordinatorLink
    private let port: any LinkPort
    private var log: RateLimitedLog
    private var pending = PendingRequests()
    private var subscriber: EventSubscriber?
    private let finished = FinishedQuestions()
    private var connectionCount: UInt64 = 0
    private var isConnected = false
    private var telemetryWaiting: [UInt8]?
    private var retryAt = MonotonicInstant.distantFuture
    private var counted: (gaps: UInt64, missed: UInt64, resyncs: UInt64) = (0, 0, 0)
    private var portMalformed: UInt64 = 0
    private var nextQuestion = UInt64.random(in: 1...UInt64.max)

    /// Messages taken from one socket before the others get their turn.
    private static let batch = 256
    private static let questionDeadline = Nanoseconds.seconds(2)
    private static let retryAfter = Nanoseconds.milliseconds(100)

    init(link: CoordinatorLink, port: any LinkPort) {
        self.link = link
        self.port = port
        log = RateLimitedLog(link.logger, counter: link.metrics.malformed)
        subscriber = link.subscription.map { EventSubscriber(resync: $0.resync) }
    }

    mutating func run() {
        while !link.isStopping.load(ordering: .acquiring) {
            turn()
            port.wait(until: nextDeadline, forTelemetry: telemetryWaiting != nil)
            link.metrics.wakeUps.add()
        }
        stop()
    }

    /// Takes what has arrived and sends what is ready. Never blocks.
    mutating func turn() {
        updateConnection()
        receive()
        send()
    }

    private var nextDeadline: MonotonicInstant {
        var deadline = min(pending.nextDeadline, retryAt)
        if isConnected && link.options.reportsFacts {
            deadline = min(deadline, link.facts.nextDeadline)
        }
        return min(deadline, subscriber?.nextDeadline ?? .distantFuture)
    }

    /// Ends every request and fact, and lets go of the port.
    mutating func stop() {
        link.outgoing.close()
        link.telemetry.queue.close()
        link.metrics.unknownOutcomes.add(UInt64(pending.fail(.stopped)))
        while let request = link.outgoing.pop() { request.complete(.failure(.unavailable)) }
        let unacknowledged = link.facts.end()
        if unacknowledged > 0 {
            link.logger.notice(
                "facts not acknowledged end with this process",
                metadata: ["count": "\(unacknowledged)"])
        }
        link.client.setConnected(false)
        port.close()
    }

    // MARK: The connection

    private mutating func updateConnection() {
        let isNew = port.connectionCount != connectionCount
        guard isNew || port.isConnected != isConnected else { return }
        connectionCount = port.connectionCount
        isConnected = port.isConnected
        link.metrics.unknownOutcomes.add(UInt64(pending.fail(.disconnected)))
        if isConnected {
            link.metrics.connections.add()
            link.facts.connected()
        }
        link.client.setConnected(isConnected)
        link.logger.info(
            isConnected ? "coordinator connected" : "coordinator away",
            metadata: ["connections": "\(connectionCount)"])
    }

    // MARK: Receiving

    private mutating func receive() {
        for _ in 0..<Self.batch {
            guard let bytes = port.receive() else { break }
            take(bytes)
        }
        let now = link.time.now()
        link.metrics.unknownOutcomes.add(UInt64(pending.expire(now: now)))
        for _ in 0..<Self.batch {
            guard let bytes = port.receiveEvent() else { break }
            guard let envelope = decode(bytes) else { continue }
            perform(subscriber?.received(envelope, now: now) ?? [])
        }
        if link.wantsResync.exchange(false, ordering: .acquiring) {
            perform(subscriber?.startOver() ?? [])
        }
        for (token, answers) in finished.take() {
            perform(subscriber?.answered(answers, token: token) ?? [])
        }
        perform(subscriber?.tick(now: now) ?? [])
        while portMalformed < port.malformedCount {
            portMalformed += 1
            log.dropped("wrong number of parts", now: now)
        }
    }

    private mutating func decode(_ bytes: [UInt8]) -> Envelope? {
        do {
            let envelope = try Envelope(decoding: bytes)
            if envelope.payload != nil { return envelope }
            log.dropped("unknown type", now: link.time.now())
        } catch {
            log.dropped("\(error)", now: link.time.now())
        }
        return nil
    }

    private mutating func take(_ bytes: [UInt8]) {
        guard let envelope = decode(bytes) else { return }
        switch envelope.payload {
        case .reply(let reply):
            guard let answer = reply.answer else {
                return log.dropped("unknown reply", now: link.time.now())
            }
            if !pending.answer(envelope.requestId, answer) { link.metrics.lateReplies.add() }
        case .factAck(let ack) where ack.factEpoch == link.epoch:
            link.facts.acknowledge(ack)
        case .factAck: break
        default: log.dropped("not for this process", now: link.time.now())
        }
    }

    // MARK: The subscription

    private mutating func perform(_ actions: [EventSubscriber.Action]) {
        for action in actions {
            switch action {
            case .deliver(let update): link.subscription?.deliver(update)
            case .ask(let questions, let token): ask(questions, token)
            }
        }
        guard let subscriber, !actions.isEmpty else { return }
        link.metrics.gaps.add(subscriber.gaps - counted.gaps)
        link.metrics.missed.add(subscriber.missed - counted.missed)
        link.metrics.resyncs.add(subscriber.resyncs - counted.resyncs)
        counted = (subscriber.gaps, subscriber.missed, subscriber.resyncs)
    }

    private mutating func ask(_ questions: [Query.Ask], _ token: UInt64) {
        let deadline = link.time.now() + Self.questionDeadline
        let collector = AnswerCollector(count: questions.count) { [finished] answers in
            finished.add(token, answers)
        }
        for (position, question) in questions.enumerated() {
            nextQuestion &+= 1
            var envelope = link.stamper.stamp(.requests, .query(Query(ask: question)))
            envelope.requestId = nextQuestion
            envelope.deadlineMonotonicNanoseconds = deadline.nanoseconds
            let complete: @Sendable (Result<Reply.Answer, RequestError>) -> Void = { result in
                collector.put(position, try? result.get())
            }
            guard let bytes = try? envelope.encoded() else {
                complete(.failure(.unavailable))
                continue
            }
            transmit(
                OutgoingRequest(
                    id: nextQuestion, bytes: bytes, deadline: deadline, complete: complete))
        }
    }

    // MARK: Sending

    private mutating func transmit(_ request: OutgoingRequest) {
        guard link.time.now() < request.deadline else {
            return request.complete(.failure(.expired))
        }
        guard pending.count < link.options.requestCapacity else {
            return request.complete(
                .failure(.busy(retryAfterMilliseconds: 50, reason: "unanswered requests")))
        }
        switch port.send(request.bytes) {
        case .sent: pending.add(request)
        case .unreachable: request.complete(.failure(.unavailable))
        case .full:
            request.complete(
                .failure(.busy(retryAfterMilliseconds: 50, reason: "control socket")))
        case .tooLong:
            request.complete(
                .failure(
                    .notEncodable(
                        .tooLong(
                            byteCount: request.bytes.count, limit: WireLimits.messageBytes))))
        }
    }

    private mutating func send() {
        while let request = link.outgoing.pop() { transmit(request) }
        sendFacts()
        sendTelemetry()
    }

    private mutating func sendFacts() {
        retryAt = .distantFuture
        guard isConnected, link.options.reportsFacts else { return }
        while true {
            let now = link.time.now()
            guard let item = link.facts.next(now: now) else { return }
            var envelope = link.stamper.stamp(.facts, sequence: item.sequence, .fact(item.fact))
            envelope.operationId = item.operationID
            envelope.coalescingKey = item.key
            envelope.collapsedCount = item.count - 1
            guard let bytes = try? envelope.encoded() else {
                link.logger.error("fact too long; dropped", metadata: ["key": "\(item.key)"])
                link.facts.abandon(item.sequence)
                continue
            }
            switch port.send(bytes) {
            case .sent: link.facts.sent(item.sequence, now: now)
            case .tooLong: link.facts.abandon(item.sequence)
            case .full:
                retryAt = now + Self.retryAfter
                return
            case .unreachable: return
            }
        }
    }

    /// The item in hand is the only one taken from the queue; the rest goes on coalescing there.
    private mutating func sendTelemetry() {
        while true {
            if telemetryWaiting == nil { telemetryWaiting = nextTelemetry() }
            guard let bytes = telemetryWaiting else { return }
            switch port.sendTelemetry(bytes) {
            case .sent: telemetryWaiting = nil
            case .tooLong:
                link.metrics.telemetryDropped.add()
                telemetryWaiting = nil
            case .full, .unreachable: return
            }
        }
    }

    private func nextTelemetry() -> [UInt8]? {
        while let item = link.telemetry.queue.pop() {
            if let bytes = try? link.stamper.stamp(item).encoded() { return bytes }
            link.metrics.telemetryDropped.add()
        }
        return nil
    }
}

/// Gathers the answers to several questions; nil for all when one has none.
final class AnswerCollector: Sendable {
    private struct State {
        var answers: [Reply.Answer?]
        var left: Int
    }
    private let state: Mutex<State>
    private let complete: @Sendable ([Reply.Answer]?) -> Void

    init(count: Int, complete: @escaping @Sendable ([Reply.Answer]?) -> Void) {
        state = Mutex(State(answers: Array(repeating: nil, count: count), left: count))
        self.complete = complete
    }

    func put(_ position: Int, _ answer: Reply.Answer?) {
        let all = state.withLock { state -> [Reply.Answer?]? in
            state.answers[position] = answer
            state.left -= 1
            return state.left == 0 ? state.answers : nil
        }
        guard let all else { return }
        let answers = all.compactMap { $0 }
        complete(answers.count == all.count ? answers : nil)
    }
}

/// Questions of the subscription whose answers wait for the link's thread to look at them.
final class FinishedQuestions: Sendable {
    private let list = Mutex<[(UInt64, [Reply.Answer]?)]>([])

    func add(_ token: UInt64, _ answers: [Reply.Answer]?) {
        list.withLock { $0.append((token, answers)) }
    }

    func take() -> [(UInt64, [Reply.Answer]?)] {
        list.withLock { list in
            defer { list = [] }
            return list
        }
    }
}
