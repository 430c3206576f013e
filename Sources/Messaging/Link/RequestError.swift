public import Proto

/// Why a request has no answer. Only `outcomeUnknown` leaves open whether it was done; after any
/// other one it was not, and will not be.
public enum RequestError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why nobody knows.
    public enum Reason: String, Sendable, Hashable {
        /// The deadline passed without a reply.
        case timeout
        /// The connection broke while the request was under way.
        case disconnected
        /// The link was stopped.
        case stopped
    }

    /// Nobody is there. Nothing was sent.
    case unavailable
    /// The coordinator, or the way to it, is full. Ask again later.
    case busy(retryAfterMilliseconds: Int, reason: String)
    /// Its deadline had passed before its turn came.
    case expired
    /// The coordinator did not understand it.
    case malformed(String)
    /// It cannot be put on the wire.
    case notEncodable(WireError)
    /// It may have been done. Ask again with the same idempotency key.
    case outcomeUnknown(Reason)

    /// A sentence that says what to do.
    public var description: String {
        switch self {
        case .unavailable: "the coordinator is not there; nothing was done. Try again shortly"
        case .busy(let milliseconds, let reason):
            "the coordinator is busy (\(reason)); nothing was done. Retry in \(milliseconds) ms"
        case .expired: "the request came too late and was refused; nothing was done"
        case .malformed(let reason): "the coordinator did not understand the request: \(reason)"
        case .notEncodable(let error): "the request cannot be sent: \(error)"
        case .outcomeUnknown(let reason):
            "no answer (\(reason.rawValue)): it may have been done. "
                + "Ask again with the same idempotency key"
        }
    }
}
