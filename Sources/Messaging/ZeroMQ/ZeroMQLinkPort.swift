internal import CZeroMQ
internal import Common

/// Another process's three connected sockets. Owned by the link's thread.
final class ZeroMQLinkPort: LinkPort {
    private let control: ZeroMQSocket
    private let monitor: ZeroMQMonitor
    private let events: ZeroMQSocket?
    private let telemetry: ZeroMQSocket
    private let pipe: WakePipe
    private let time = SystemTimeSource()
    private(set) var malformedCount: UInt64 = 0

    init(
        folder path: String, marks: HighWaterMarks, receivingEvents: Bool, context: ZeroMQContext
    ) throws(TransportError) {
        pipe = try WakePipe()
        control = try ZeroMQSocket(
            .dealer, name: "control", highWaterMark: marks.control, context: context)
        monitor = try ZeroMQMonitor(control, context: context)
        telemetry = try ZeroMQSocket(
            .push, name: "telemetry", highWaterMark: marks.telemetry, context: context)
        if receivingEvents {
            let socket = try ZeroMQSocket(
                .subscribe, name: "events", highWaterMark: marks.events, context: context)
            try socket.connect("ipc://\(path)/events.sock")
            events = socket
        } else {
            events = nil
        }
        try control.connect("ipc://\(path)/control.sock")
        try telemetry.connect("ipc://\(path)/telemetry.sock")
    }

    var wakeUp: @Sendable () -> Void {
        let pipe = pipe
        return { pipe.wake() }
    }

    var highWaterMarks: [String: Int] {
        var marks = ["control": control.highWaterMark, "telemetry": telemetry.highWaterMark]
        if let events { marks["events"] = events.highWaterMark }
        return marks
    }

    func wait(until deadline: MonotonicInstant, forTelemetry: Bool) {
        let readable = Int16(ZMQ_POLLIN)
        var items = [
            zmq_pollitem_t(socket: control.handle, fd: 0, events: readable, revents: 0),
            zmq_pollitem_t(socket: monitor.handle, fd: 0, events: readable, revents: 0),
            zmq_pollitem_t(socket: nil, fd: pipe.readEnd, events: readable, revents: 0),
        ]
        if let events {
            items.append(zmq_pollitem_t(socket: events.handle, fd: 0, events: readable, revents: 0))
        }
        if forTelemetry {
            items.append(
                zmq_pollitem_t(
                    socket: telemetry.handle, fd: 0, events: Int16(ZMQ_POLLOUT), revents: 0))
        }
        zmq_poll(&items, Int32(items.count), pollTimeout(until: deadline, now: time.now()))
        pipe.drain()
        monitor.update()
    }

    var isConnected: Bool { monitor.isConnected }
    var connectionCount: UInt64 { monitor.connectionCount }

    func send(_ bytes: [UInt8]) -> SendOutcome {
        monitor.update()
        guard monitor.isConnected else { return .unreachable }
        return control.send(bytes)
    }

    func receive() -> [UInt8]? { single(control) }
    func receiveEvent() -> [UInt8]? { events.flatMap(single) }
    func sendTelemetry(_ bytes: [UInt8]) -> SendOutcome { telemetry.send(bytes) }

    private func single(_ socket: ZeroMQSocket) -> [UInt8]? {
        while let parts = socket.receive() {
            if parts.count == 1 { return parts[0] }
            malformedCount += 1
        }
        return nil
    }

    func close() {
        monitor.close()
        control.close()
        events?.close()
        telemetry.close()
    }
}
