internal import CZeroMQ
internal import Glibc
internal import Proto

/// One ZeroMQ socket with the options that every socket of ours has: marks in both directions,
/// nothing queued for an absent peer, nothing kept at close, no message over the limit.
/// Owned by one thread at a time.
final class ZeroMQSocket {
    enum Kind { case router, dealer, publish, subscribe, push, pull, pair }

    let handle: UnsafeMutableRawPointer
    let name: String
    private let context: ZeroMQContext
    private var isOpen = true

    init(
        _ kind: Kind, name: String, highWaterMark: Int, context: ZeroMQContext
    ) throws(TransportError) {
        guard highWaterMark >= 1 else { throw .unlimited(socket: name) }
        guard let handle = zmq_socket(context.handle, Self.type(kind)) else {
            throw zeroMQError("zmq_socket", name)
        }
        self.handle = handle
        self.name = name
        self.context = context
        let mark = Int32(clamping: highWaterMark)
        try set(ZMQ_SNDHWM, mark)
        try set(ZMQ_RCVHWM, mark)
        try set(ZMQ_IMMEDIATE, 1)
        try set(ZMQ_LINGER, 0)
        // Only while the coordinator is away; there is no back-off, since a restart takes
        // milliseconds and every daemon waits for it.
        try set(ZMQ_RECONNECT_IVL, 20)
        if kind == .router { try set(ZMQ_ROUTER_MANDATORY, 1) }
        var limit = Int64(WireLimits.messageBytes)
        guard zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, &limit, MemoryLayout<Int64>.size) == 0 else {
            throw zeroMQError("zmq_setsockopt", name)
        }
        if kind == .subscribe, zmq_setsockopt(handle, ZMQ_SUBSCRIBE, "", 0) != 0 {
            throw zeroMQError("zmq_setsockopt", name)
        }
        for option in [ZMQ_SNDHWM, ZMQ_RCVHWM] {
            let found = get(option)
            guard found == mark else {
                throw .markNotKept(socket: name, wanted: highWaterMark, found: Int(found))
            }
        }
    }

    deinit { close() }

    private static func type(_ kind: Kind) -> Int32 {
        switch kind {
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .publish: ZMQ_PUB
        case .subscribe: ZMQ_SUB
        case .push: ZMQ_PUSH
        case .pull: ZMQ_PULL
        case .pair: ZMQ_PAIR
        }
    }

    private func set(_ option: Int32, _ value: Int32) throws(TransportError) {
        var value = value
        guard zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw zeroMQError("zmq_setsockopt", name)
        }
    }

    private func get(_ option: Int32) -> Int32 {
        var value: Int32 = -1
        var size = MemoryLayout<Int32>.size
        zmq_getsockopt(handle, option, &value, &size)
        return value
    }

    /// Both marks as the library reports them: the smaller one.
    var highWaterMark: Int { Int(min(get(ZMQ_SNDHWM), get(ZMQ_RCVHWM))) }

    func connect(_ endpoint: String) throws(TransportError) {
        guard zmq_connect(handle, endpoint) == 0 else {
            throw zeroMQError("zmq_connect", endpoint)
        }
    }

    func bind(_ endpoint: String) throws(TransportError) {
        guard zmq_bind(handle, endpoint) == 0 else { throw zeroMQError("zmq_bind", endpoint) }
    }

    func unbind(_ endpoint: String) { zmq_unbind(handle, endpoint) }

    func close() {
        guard isOpen else { return }
        isOpen = false
        zmq_close(handle)
    }

    /// All parts of the next message, or nil. Never blocks.
    func receive() -> [[UInt8]]? {
        var parts: [[UInt8]] = []
        var message = zmq_msg_t()
        while true {
            zmq_msg_init(&message)
            defer { zmq_msg_close(&message) }
            guard zmq_msg_recv(&message, handle, ZMQ_DONTWAIT) >= 0 else {
                if zmq_errno() == EINTR { continue }
                return nil
            }
            let size = zmq_msg_size(&message)
            let start = zmq_msg_data(&message)
            parts.append([UInt8](UnsafeRawBufferPointer(start: start, count: size)))
            if zmq_msg_more(&message) == 0 { return parts }
        }
    }

    /// Sends one part, or the first of two. Never blocks.
    func send(_ bytes: [UInt8], more: Bool = false) -> SendOutcome {
        guard bytes.count <= WireLimits.messageBytes else { return .tooLong }
        let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
        while true {
            if zmq_send(handle, bytes, bytes.count, flags) >= 0 { return .sent }
            switch zmq_errno() {
            case EINTR: continue
            case EHOSTUNREACH: return .unreachable
            default: return .full
            }
        }
    }
}
