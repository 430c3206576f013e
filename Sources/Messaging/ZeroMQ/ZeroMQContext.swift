internal import CZeroMQ

/// ZeroMQ's I/O thread and what belongs to it. Any thread; ends when the last socket has gone.
final class ZeroMQContext: @unchecked Sendable {
    // Sendable because a ZeroMQ context may be used by any thread.
    let handle: UnsafeMutableRawPointer

    init() throws(TransportError) {
        guard let handle = zmq_ctx_new() else { throw zeroMQError("zmq_ctx_new", "context") }
        self.handle = handle
    }

    deinit { zmq_ctx_term(handle) }
}

/// The last ZeroMQ error on this thread.
func zeroMQError(_ call: String, _ path: String) -> TransportError {
    .system(call: call, path: path, reason: String(cString: zmq_strerror(zmq_errno())))
}
