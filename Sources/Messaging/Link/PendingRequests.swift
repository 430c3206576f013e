internal import Common
internal import Proto

/// A request on its way.
struct OutgoingRequest: Sendable {
    let id: UInt64
    let bytes: [UInt8]
    let deadline: MonotonicInstant
    let complete: @Sendable (Result<Reply.Answer, RequestError>) -> Void
}

/// Requests that were sent and not answered yet. Owned by the link's thread.
struct PendingRequests {
    private var waiting: [UInt64: OutgoingRequest] = [:]

    mutating func add(_ request: OutgoingRequest) { waiting[request.id] = request }

    /// A reply; false when nobody waits for it any more, which makes it late and of no effect.
    mutating func answer(_ id: UInt64, _ answer: Reply.Answer) -> Bool {
        guard let request = waiting.removeValue(forKey: id) else { return false }
        switch answer {
        case .busy(let busy):
            request.complete(
                .failure(
                    .busy(
                        retryAfterMilliseconds: Int(busy.retryAfterMilliseconds),
                        reason: busy.reason)))
        case .expired: request.complete(.failure(.expired))
        case .malformed(let malformed): request.complete(.failure(.malformed(malformed.reason)))
        default: request.complete(.success(answer))
        }
        return true
    }

    /// Gives up those whose deadline has passed; the count of them.
    mutating func expire(now: MonotonicInstant) -> Int {
        let late = waiting.values.filter { $0.deadline <= now }.sorted { $0.id < $1.id }
        for request in late {
            waiting[request.id] = nil
            request.complete(.failure(.outcomeUnknown(.timeout)))
        }
        return late.count
    }

    /// Gives up all; the count of them.
    mutating func fail(_ reason: RequestError.Reason) -> Int {
        defer { waiting = [:] }
        for request in waiting.values.sorted(by: { $0.id < $1.id }) {
            request.complete(.failure(.outcomeUnknown(reason)))
        }
        return waiting.count
    }

    var nextDeadline: MonotonicInstant {
        waiting.values.map(\.deadline).min() ?? .distantFuture
    }
    var count: Int { waiting.count }
}
