internal import CZeroMQ
internal import Common
internal import Proto

/// The coordinator's three bound sockets. Owned by the endpoint's thread.
final class ZeroMQCoordinatorPort: CoordinatorPort {
    private var lock: InstanceLock?
    private let control: ZeroMQSocket
    private let events: ZeroMQSocket
    private let telemetry: ZeroMQSocket
    private let folder: SocketFolder
    private let pipe: WakePipe
    private let time = SystemTimeSource()
    private(set) var malformedCount: UInt64 = 0

    init(
        folder path: String, lockPath: String, marks: HighWaterMarks, context: ZeroMQContext
    ) throws(TransportError) {
        do {
            lock = try InstanceLock(path: lockPath)
        } catch {
            switch error {
            case .held(let path): throw .alreadyBound(path: path)
            case .system: throw .system(call: "lock", path: lockPath, reason: "\(error)")
            }
        }
        pipe = try WakePipe()
        control = try ZeroMQSocket(
            .router, name: "control", highWaterMark: marks.control, context: context)
        events = try ZeroMQSocket(
            .publish, name: "events", highWaterMark: marks.events, context: context)
        telemetry = try ZeroMQSocket(
            .pull, name: "telemetry", highWaterMark: marks.telemetry, context: context)
        folder = SocketFolder(folder: path)
        try folder.bind(control, to: "\(path)/control.sock")
        try folder.bind(events, to: "\(path)/events.sock")
        try folder.bind(telemetry, to: "\(path)/telemetry.sock")
    }

    var wakeUp: @Sendable () -> Void {
        let pipe = pipe
        return { pipe.wake() }
    }

    var highWaterMarks: [String: Int] {
        [
            "control": control.highWaterMark, "events": events.highWaterMark,
            "telemetry": telemetry.highWaterMark,
        ]
    }

    func wait(until deadline: MonotonicInstant) {
        let readable = Int16(ZMQ_POLLIN)
        var items = [
            zmq_pollitem_t(socket: control.handle, fd: 0, events: readable, revents: 0),
            zmq_pollitem_t(socket: telemetry.handle, fd: 0, events: readable, revents: 0),
            zmq_pollitem_t(socket: nil, fd: pipe.readEnd, events: readable, revents: 0),
        ]
        if folder.watch >= 0 {
            items.append(
                zmq_pollitem_t(socket: nil, fd: folder.watch, events: readable, revents: 0))
        }
        zmq_poll(&items, Int32(items.count), pollTimeout(until: deadline, now: time.now()))
        pipe.drain()
    }

    func receiveControl() -> ReceivedControl? {
        while let parts = control.receive() {
            guard parts.count == 2 else {
                malformedCount += 1
                continue
            }
            return ReceivedControl(peer: PeerAddress(bytes: parts[0]), bytes: parts[1])
        }
        return nil
    }

    func reply(_ bytes: [UInt8], to peer: PeerAddress) -> SendOutcome {
        guard bytes.count <= WireLimits.messageBytes else { return .tooLong }
        let outcome = control.send(peer.bytes, more: true)
        return outcome == .sent ? control.send(bytes) : outcome
    }

    func publish(_ bytes: [UInt8]) -> SendOutcome { events.send(bytes) }

    func receiveTelemetry() -> [UInt8]? {
        while let parts = telemetry.receive() {
            if parts.count == 1 { return parts[0] }
            malformedCount += 1
        }
        return nil
    }

    func maintain() -> Int { folder.maintain() }

    func close() {
        folder.close()
        control.close()
        events.close()
        telemetry.close()
        lock = nil
    }
}
