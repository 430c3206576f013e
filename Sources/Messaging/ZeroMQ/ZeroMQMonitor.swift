internal import CZeroMQ
internal import Glibc

/// Tells whether a connecting socket has its peer. Owned by the socket's thread.
final class ZeroMQMonitor {
    private let socket: ZeroMQSocket
    private let watched: ZeroMQSocket
    /// Whether the peer is there.
    private(set) var isConnected = false
    /// Connections made so far.
    private(set) var connectionCount: UInt64 = 0

    init(_ watched: ZeroMQSocket, context: ZeroMQContext) throws(TransportError) {
        self.watched = watched
        let address = "inproc://monitor-\(UInt(bitPattern: watched.handle))"
        let events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED
        guard zmq_socket_monitor(watched.handle, address, Int32(events)) == 0 else {
            throw zeroMQError("zmq_socket_monitor", watched.name)
        }
        socket = try ZeroMQSocket(
            .pair, name: "\(watched.name).monitor", highWaterMark: 1_000, context: context)
        try socket.connect(address)
    }

    var handle: UnsafeMutableRawPointer { socket.handle }

    /// Takes in what has happened. Never blocks.
    func update() {
        while let parts = socket.receive() {
            guard let head = parts.first, head.count >= 2 else { continue }
            let event = Int32(head[0]) | Int32(head[1]) << 8
            if event == Int32(ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
                isConnected = true
                connectionCount += 1
            } else if event == Int32(ZMQ_EVENT_DISCONNECTED) {
                isConnected = false
            }
        }
    }

    /// The library is told to stop first: it would block for ever sending to a pair that has gone.
    func close() {
        zmq_socket_monitor(watched.handle, nil, 0)
        socket.close()
    }
}
