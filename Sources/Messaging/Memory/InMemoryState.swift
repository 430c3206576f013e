internal import Common

/// Everything on an in-memory bus; under the transport's lock.
struct InMemoryState {
    enum Target: Hashable {
        case control(from: Int)
        case link(Int)
        case events(Int)
        case telemetry
    }
    struct Flight {
        let due: MonotonicInstant
        let order: UInt64
        let target: Target
        let bytes: [UInt8]
    }
    struct Link {
        var receivesEvents: Bool
        var inbox: [[UInt8]] = []
        var events: [[UInt8]] = []
        var isConnected: Bool
        var connectionCount: UInt64
        var isWoken = false
    }

    let marks: HighWaterMarks
    var faults: InMemoryFaults
    var isPartitioned = false
    var isBound = false
    var control: [(link: Int, bytes: [UInt8])] = []
    var telemetry: [[UInt8]] = []
    var isCoordinatorWoken = false
    var links: [Int: Link] = [:]
    private var flights: [Flight] = []
    private var lastDue: [Target: MonotonicInstant] = [:]
    private var order: UInt64 = 0
    private var nextLink = 1
    private var random: SplitMix64

    init(marks: HighWaterMarks, seed: UInt64, faults: InMemoryFaults) {
        self.marks = marks
        self.faults = faults
        random = SplitMix64(seed: seed)
    }

    var nextDue: MonotonicInstant? { flights.map(\.due).min() }

    mutating func bind() {
        isBound = true
        breakConnections()
    }

    mutating func unbind() {
        isBound = false
        breakConnections()
    }

    /// What was under way is lost, as with a broken socket.
    mutating func breakConnections() {
        control = []
        telemetry = []
        flights = []
        lastDue = [:]
        for number in links.keys {
            links[number]?.isConnected = isBound
            links[number]?.inbox = []
            if isBound { links[number]?.connectionCount += 1 }
        }
    }

    mutating func addLink(receivingEvents: Bool) -> Int {
        defer { nextLink += 1 }
        links[nextLink] = Link(
            receivesEvents: receivingEvents, isConnected: isBound,
            connectionCount: isBound ? 1 : 0)
        return nextLink
    }

    private func depth(_ target: Target) -> Int {
        let flying = flights.count { $0.target == target }
        return switch target {
        case .control(let link): flying + control.count { $0.link == link }
        case .link(let number): flying + (links[number]?.inbox.count ?? 0)
        case .events(let number): flying + (links[number]?.events.count ?? 0)
        case .telemetry: flying + telemetry.count
        }
    }

    private func mark(_ target: Target) -> Int {
        switch target {
        case .control, .link: marks.control
        case .events: marks.events
        case .telemetry: marks.telemetry
        }
    }

    mutating func send(_ bytes: [UInt8], to target: Target, now: MonotonicInstant) -> SendOutcome {
        guard depth(target) < mark(target) else { return .full }
        if isPartitioned || chance(faults.lossPerMille) { return .sent }
        put(bytes, target, now)
        if chance(faults.duplicationPerMille) { put(bytes, target, now) }
        return .sent
    }

    private mutating func put(_ bytes: [UInt8], _ target: Target, _ now: MonotonicInstant) {
        let spread = max(0, faults.delayMaximum.count - faults.delayMinimum.count)
        let extra = spread == 0 ? 0 : Int64(random.next() % UInt64(spread + 1))
        var due = now + Nanoseconds(faults.delayMinimum.count + extra)
        due = max(due, lastDue[target] ?? due)
        lastDue[target] = due
        order += 1
        flights.append(Flight(due: due, order: order, target: target, bytes: bytes))
        deliver(until: now)
    }

    private mutating func chance(_ perMille: Int) -> Bool {
        perMille > 0 && random.next() % 1_000 < UInt64(perMille)
    }

    mutating func deliver(until now: MonotonicInstant) {
        guard flights.contains(where: { $0.due <= now }) else { return }
        let ready = flights.filter { $0.due <= now }
        flights.removeAll { $0.due <= now }
        for flight in ready.sorted(by: { ($0.due, $0.order) < ($1.due, $1.order) }) {
            switch flight.target {
            case .control(let link): control.append((link, flight.bytes))
            case .link(let number): links[number]?.inbox.append(flight.bytes)
            case .events(let number): links[number]?.events.append(flight.bytes)
            case .telemetry: telemetry.append(flight.bytes)
            }
        }
    }
}
