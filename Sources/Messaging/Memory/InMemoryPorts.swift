internal import Common
internal import Proto

/// The coordinator's end of an in-memory bus. Owned by one thread.
final class InMemoryCoordinatorPort: CoordinatorPort {
    private let bus: InMemoryTransport
    private let marks: HighWaterMarks
    let malformedCount: UInt64 = 0

    init(bus: InMemoryTransport, marks: HighWaterMarks) {
        self.bus = bus
        self.marks = marks
    }

    var wakeUp: @Sendable () -> Void {
        let bus = bus
        return {
            bus.state.withLock { $0.isCoordinatorWoken = true }
            bus.state.notifyAll()
        }
    }

    var highWaterMarks: [String: Int] {
        ["control": marks.control, "events": marks.events, "telemetry": marks.telemetry]
    }

    func wait(until deadline: MonotonicInstant) {
        bus.wait(until: deadline) { state in
            defer { state.isCoordinatorWoken = false }
            return state.isCoordinatorWoken || !state.control.isEmpty || !state.telemetry.isEmpty
        }
    }

    func receiveControl() -> ReceivedControl? {
        bus.state.withLock { state in
            state.deliver(until: bus.time.now())
            guard !state.control.isEmpty else { return nil }
            let (link, bytes) = state.control.removeFirst()
            return ReceivedControl(peer: PeerAddress(bytes: Array("\(link)".utf8)), bytes: bytes)
        }
    }

    func reply(_ bytes: [UInt8], to peer: PeerAddress) -> SendOutcome {
        guard bytes.count <= WireLimits.messageBytes else { return .tooLong }
        guard let number = Int(String(decoding: peer.bytes, as: UTF8.self)) else {
            return .unreachable
        }
        let now = bus.time.now()
        let outcome = bus.state.withLock { state -> SendOutcome in
            guard state.links[number]?.isConnected == true else { return .unreachable }
            return state.send(bytes, to: .link(number), now: now)
        }
        bus.state.notifyAll()
        return outcome
    }

    func publish(_ bytes: [UInt8]) -> SendOutcome {
        guard bytes.count <= WireLimits.messageBytes else { return .tooLong }
        let now = bus.time.now()
        bus.state.withLock { state in
            for (number, link) in state.links.sorted(by: { $0.key < $1.key })
            where link.receivesEvents {
                _ = state.send(bytes, to: .events(number), now: now)
            }
        }
        bus.state.notifyAll()
        return .sent
    }

    func receiveTelemetry() -> [UInt8]? {
        bus.state.withLock { state in
            state.deliver(until: bus.time.now())
            return state.telemetry.isEmpty ? nil : state.telemetry.removeFirst()
        }
    }

    func maintain() -> Int { 0 }

    func close() {
        bus.state.withLock { $0.unbind() }
        bus.state.notifyAll()
    }
}

/// Another process's end of an in-memory bus. Owned by one thread.
final class InMemoryLinkPort: LinkPort {
    private let bus: InMemoryTransport
    private let marks: HighWaterMarks
    private let number: Int
    private var seenConnection: (Bool, UInt64) = (false, 0)
    let malformedCount: UInt64 = 0

    init(bus: InMemoryTransport, marks: HighWaterMarks, number: Int) {
        self.bus = bus
        self.marks = marks
        self.number = number
    }

    var wakeUp: @Sendable () -> Void {
        let (bus, number) = (bus, number)
        return {
            bus.state.withLock { $0.links[number]?.isWoken = true }
            bus.state.notifyAll()
        }
    }

    var highWaterMarks: [String: Int] {
        ["control": marks.control, "events": marks.events, "telemetry": marks.telemetry]
    }

    func wait(until deadline: MonotonicInstant, forTelemetry: Bool) {
        var seen = seenConnection
        bus.wait(until: deadline) { state in
            guard let link = state.links[number] else { return true }
            defer { state.links[number]?.isWoken = false }
            let connection = (link.isConnected, link.connectionCount)
            let hasChanged = connection != seen
            seen = connection
            let canSend =
                forTelemetry && link.isConnected && state.telemetry.count < marks.telemetry
            return hasChanged || link.isWoken || canSend || !link.inbox.isEmpty
                || !link.events.isEmpty
        }
        seenConnection = seen
    }

    private var link: InMemoryState.Link? { bus.state.withLock { $0.links[number] } }
    var isConnected: Bool { link?.isConnected ?? false }
    var connectionCount: UInt64 { link?.connectionCount ?? 0 }

    func send(_ bytes: [UInt8]) -> SendOutcome { send(bytes, to: .control(from: number)) }
    func sendTelemetry(_ bytes: [UInt8]) -> SendOutcome { send(bytes, to: .telemetry) }

    private func send(_ bytes: [UInt8], to target: InMemoryState.Target) -> SendOutcome {
        guard bytes.count <= WireLimits.messageBytes else { return .tooLong }
        let now = bus.time.now()
        let outcome = bus.state.withLock { state -> SendOutcome in
            guard state.links[number]?.isConnected == true else { return .unreachable }
            return state.send(bytes, to: target, now: now)
        }
        bus.state.notifyAll()
        return outcome
    }

    func receive() -> [UInt8]? {
        bus.state.withLock { state in
            state.deliver(until: bus.time.now())
            guard state.links[number]?.inbox.isEmpty == false else { return nil }
            return state.links[number]?.inbox.removeFirst()
        }
    }

    func receiveEvent() -> [UInt8]? {
        bus.state.withLock { state in
            state.deliver(until: bus.time.now())
            guard state.links[number]?.events.isEmpty == false else { return nil }
            return state.links[number]?.events.removeFirst()
        }
    }

    func close() {
        bus.state.withLock { _ = $0.links.removeValue(forKey: number) }
        bus.state.notifyAll()
    }
}
