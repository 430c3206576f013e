public import Common
public import Proto
internal import Synchronization

/// Asks the coordinator, and knows at once when nobody is there. Any thread.
///
/// A request is handed over or refused now; it never waits in a queue for a coordinator to come
/// back, so what was reported as refused is never done later.
public final class ControlClient: Sendable {
    private let stamper: EnvelopeStamper
    private let outgoing: BoundedQueue<OutgoingRequest>
    private let connection: Monitor<Bool>
    private let nextID: Atomic<UInt64>
    private let unavailable: Counter

    init(
        stamper: EnvelopeStamper, outgoing: BoundedQueue<OutgoingRequest>,
        registry: MetricsRegistry
    ) {
        self.stamper = stamper
        self.outgoing = outgoing
        connection = Monitor(false)
        // Random, so that a reply to an earlier start of this process can never match.
        nextID = Atomic(UInt64.random(in: 1...UInt64.max))
        unavailable = registry.counter(
            "requests_unavailable_total",
            help: "Requests refused because the coordinator was not there")
    }

    /// Whether the coordinator is there, as far as the transport knows.
    public var isConnected: Bool { connection.withLock { $0 } }

    /// Blocks until the coordinator is there; false when it is not by the deadline.
    public func waitUntilConnected(until deadline: MonotonicInstant) -> Bool {
        connection.wait(until: deadline) { $0 ? true : nil } ?? false
    }

    func setConnected(_ isConnected: Bool) {
        connection.withLock { $0 = isConnected }
        connection.notifyAll()
    }

    /// Asks for a change and blocks until it is answered or the deadline passes.
    public func request(
        _ command: Command, deadline: MonotonicInstant
    ) throws(RequestError) -> MutationOutcome {
        let answer = try wait(.command(command), command.operationId, deadline)
        guard case .outcome(let outcome) = answer else { throw .malformed("not an outcome") }
        return outcome
    }

    /// Asks for information and blocks until it is answered or the deadline passes.
    public func request(
        _ ask: Query.Ask, deadline: MonotonicInstant
    ) throws(RequestError) -> Reply.Answer {
        try wait(.query(Query(ask: ask)), "", deadline)
    }

    /// Asks for a change.
    public func request(
        _ command: Command, deadline: MonotonicInstant
    ) async throws(RequestError) -> MutationOutcome {
        let result = await withCheckedContinuation { continuation in
            submit(.command(command), command.operationId, deadline) {
                continuation.resume(returning: $0)
            }
        }
        guard case .outcome(let outcome) = try result.get() else {
            throw .malformed("not an outcome")
        }
        return outcome
    }

    /// Asks for information.
    public func request(
        _ ask: Query.Ask, deadline: MonotonicInstant
    ) async throws(RequestError) -> Reply.Answer {
        let result = await withCheckedContinuation { continuation in
            submit(.query(Query(ask: ask)), "", deadline) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Asks for a change until somebody knows what became of it, or the deadline passes: where the
    /// coordinator is away, busy, or dies with the request, asks again with the same idempotency
    /// key, which makes that safe. Each attempt may take `attempt`. Blocks.
    public func settle(
        _ command: Command, deadline: MonotonicInstant,
        attempt: Nanoseconds = .milliseconds(500)
    ) throws(RequestError) -> MutationOutcome {
        precondition(!command.idempotencyKey.isEmpty, "asking again needs an idempotency key")
        while true {
            let now = stamper.time.now()
            do throws(RequestError) {
                return try request(command, deadline: min(deadline, now + attempt))
            } catch {
                guard stamper.time.now() < deadline else { throw error }
                switch error {
                case .unavailable, .outcomeUnknown:
                    guard waitUntilConnected(until: deadline) else { throw error }
                case .busy(let milliseconds, _):
                    let pause = Nanoseconds.milliseconds(Int64(max(1, milliseconds)))
                    stamper.time.sleep(until: min(deadline, stamper.time.now() + pause))
                case .expired: continue
                case .malformed, .notEncodable: throw error
                }
            }
        }
    }

    private func wait(
        _ payload: Envelope.Payload, _ operationID: String, _ deadline: MonotonicInstant
    ) throws(RequestError) -> Reply.Answer {
        let answer = Monitor<Result<Reply.Answer, RequestError>?>(nil)
        submit(payload, operationID, deadline) { result in
            answer.withLock { $0 = result }
            answer.notifyAll()
        }
        // The link's thread ends every request at its deadline; the rest is for its own delay.
        let result = answer.wait(until: deadline + .seconds(1)) { $0 }
        return try (result ?? .failure(.outcomeUnknown(.timeout))).get()
    }

    /// Hands a request over. `complete` is called exactly once, on this thread or the link's; it
    /// must not block.
    public func submit(
        _ payload: Envelope.Payload, _ operationID: String, _ deadline: MonotonicInstant,
        complete: @escaping @Sendable (Result<Reply.Answer, RequestError>) -> Void
    ) {
        guard isConnected else {
            unavailable.add()
            return complete(.failure(.unavailable))
        }
        var envelope = stamper.stamp(.requests, payload)
        envelope.requestId = nextID.wrappingAdd(1, ordering: .relaxed).newValue
        envelope.operationId = operationID
        envelope.deadlineMonotonicNanoseconds = deadline.nanoseconds
        let request: OutgoingRequest
        do {
            request = OutgoingRequest(
                id: envelope.requestId, bytes: try envelope.encoded(), deadline: deadline,
                complete: complete)
        } catch {
            return complete(.failure(.notEncodable(error)))
        }
        switch outgoing.push(request) {
        case .accepted, .coalesced, .replacedOldest: break
        case .closed: complete(.failure(.unavailable))
        case .rejected, .dropped:
            complete(
                .failure(.busy(retryAfterMilliseconds: 50, reason: outgoing.declaration.name)))
        }
    }
}
