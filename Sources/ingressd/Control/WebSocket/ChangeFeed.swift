import Common
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Proto

/// Tells every WebSocket client how the read model changes. Owned by the event loop.
///
/// Changes are numbered. A client gets the whole model once, then differences, each naming the
/// change it starts from, so that it sees a gap and can ask again. At most one message goes out to
/// a client in `interval`; whatever happens in between is collapsed, and a client that does not
/// read gets nothing until it does, then one difference over all it missed.
final class ChangeFeed: @unchecked Sendable {
    /// Shortest time between two messages to one client.
    static let interval = TimeAmount.milliseconds(100)
    /// The same where the alarms have changed: they are not kept back for the sake of batching.
    static let alarmInterval = TimeAmount.milliseconds(10)
    /// A client that takes nothing for this long is cut off.
    static let stallLimit = TimeAmount.seconds(30)
    /// Commands of one client that may wait for an answer.
    static let pendingCommandMaximum = 32

    private let loop: any EventLoop
    private let pool: PoolMeter
    private var clients: [ObjectIdentifier: WebSocketClient] = [:]
    private var timer: (task: Scheduled<Void>, due: NIODeadline)?
    private let metrics: FeedMetrics
    private(set) var model: JSONValue = .null
    /// Number of the newest change; the model of change 0 is empty.
    private(set) var change: UInt64 = 0
    /// Identifies this process start: change numbers count within it.
    let epoch: String
    /// Told when a client has come or gone.
    var onClient: ((Event.Kind) -> Void)?
    /// Told of each broadcast, for the record.
    var onBroadcast: ((Event.Kind) -> Void)?
    /// The state version shown now.
    var version: () -> StateVersion = { StateVersion() }
    /// Handles a command; answers exactly once on the event loop.
    var onCommand: ((JSONValue, WebSocketClient, @escaping (JSONValue) -> Void) -> Void)?

    init(loop: any EventLoop, epoch: UInt64, limit: Int, registry: MetricsRegistry) {
        self.loop = loop
        self.epoch = String(epoch, radix: 16)
        pool = PoolMeter(.webSockets, limit: limit, registry: registry)
        metrics = FeedMetrics(registry)
    }

    var clientCount: Int { clients.count }
    /// The most clients at a time.
    var clientLimit: Int { pool.limit }
    /// A place for another client; nil where there is none.
    func place() -> PoolPlace? { pool.enter() }

    func add(_ client: WebSocketClient) {
        clients[ObjectIdentifier(client)] = client
        metrics.clients.set(clients.count)
        onClient?(
            .webSocketClientConnected(
                WebSocketClientConnected(peer: client.peer, clientCount: UInt32(clients.count))))
        flush(client)
    }

    func remove(_ client: WebSocketClient, reason: String) {
        guard clients.removeValue(forKey: ObjectIdentifier(client)) != nil else { return }
        metrics.clients.set(clients.count)
        onClient?(
            .webSocketClientDisconnected(
                WebSocketClientDisconnected(
                    peer: client.peer, clientCount: UInt32(clients.count), reason: reason)))
        guard client.stalledSince != nil else { return }
        // What was on its way to it has not arrived.
        onBroadcast?(
            .runtimeStateBroadcastFailed(
                RuntimeStateBroadcastFailed(version: version(), failedCount: 1, reason: reason)))
    }

    /// Takes a new model; equal ones change nothing.
    func publish(_ new: JSONValue) {
        guard new != model else { return }
        model = new
        change += 1
        guard !clients.isEmpty else { return }
        let version = version()
        onBroadcast?(
            .runtimeStateBroadcastRequested(RuntimeStateBroadcastRequested(version: version)))
        let before = (count: metrics.messages.value, bytes: metrics.bytes.value)
        for client in clients.values { flush(client) }
        let count = UInt32(clamping: metrics.messages.value - before.count)
        if count > 0 {
            onBroadcast?(
                .runtimeStateBroadcastCompleted(
                    RuntimeStateBroadcastCompleted(
                        version: version, clientCount: count,
                        byteCount: metrics.bytes.value - before.bytes)))
        }
    }

    /// Sends a client what it lacks, now or when it is due.
    func flush(_ client: WebSocketClient) {
        guard model != .null, client.sent?.change != change else { return }
        let now = NIODeadline.now()
        if let stalled = client.stalledSince, now - stalled > Self.stallLimit {
            metrics.cutOff.add()
            remove(client, reason: "the client reads nothing")
            client.close(.policyViolation)
            return
        }
        guard client.isWritable else {
            // It flushes by itself once it reads again; this is for cutting it off if it never does.
            metrics.coalesced.add()
            wake(in: .seconds(1))
            return
        }
        if let sent = client.sent, let last = client.sentAt, now - last < Self.interval {
            let isUrgent = sent.model["alarms"] != model["alarms"]
            let interval = isUrgent ? Self.alarmInterval : Self.interval
            if now - last < interval {
                metrics.coalesced.add()
                return wake(in: interval - (now - last))
            }
        }
        metrics.messages.add()
        metrics.bytes.add(UInt64(client.send(message(for: client))))
        client.sent = (model, change)
        client.sentAt = now
    }

    private func message(for client: WebSocketClient) -> JSONValue {
        guard let sent = client.sent else {
            return [
                "type": "state", "epoch": .string(epoch), "change": .count(change),
                "version": model["version"] ?? .null, "state": model,
            ]
        }
        return [
            "type": "change", "epoch": .string(epoch), "from": .count(sent.change),
            "change": .count(change), "version": model["version"] ?? .null,
            "patch": .array(JSONPatch.difference(from: sent.model, to: model)),
        ]
    }

    private func wake(in time: TimeAmount) {
        let due = NIODeadline.now() + time
        if let timer {
            guard due < timer.due else { return }
            timer.task.cancel()
        }
        let task = loop.scheduleTask(in: time) {
            self.timer = nil
            for client in self.clients.values { self.flush(client) }
        }
        timer = (task, due)
    }

    /// A text from a client: a command, or a wish for the whole model.
    func receive(_ bytes: [UInt8], from client: WebSocketClient) {
        let message: JSONValue
        do {
            message = try JSONParser.parse(bytes)
        } catch {
            reply(
                to: client, id: .null,
                .invalid("the message is not JSON: \(error)", remedy: "Send one JSON object"))
            return
        }
        let id = message["id"] ?? .null
        switch message["type"]?.string {
        case "resync":
            client.sent = nil
            flush(client)
        case "command": run(message, id: id, client)
        default:
            reply(
                to: client, id: id,
                .invalid(
                    "\"type\" is neither \"command\" nor \"resync\"",
                    remedy: "Send one of them; docs/API.md has the form"))
        }
    }

    private func run(_ message: JSONValue, id: JSONValue, _ client: WebSocketClient) {
        guard client.pendingCommands < Self.pendingCommandMaximum, let onCommand else {
            reply(
                to: client, id: id,
                Problem(
                    .serviceUnavailable, "busy",
                    "\(client.pendingCommands) commands of this client wait for an answer",
                    remedy: "Wait for answers before sending more"))
            return
        }
        client.pendingCommands += 1
        onCommand(message, client) { answer in
            client.pendingCommands -= 1
            _ = client.send(answer)
        }
    }

    private func reply(to client: WebSocketClient, id: JSONValue, _ problem: Problem) {
        _ = client.send([
            "type": "result", "id": id, "status": .count(problem.status.code),
            "accepted": false, "body": problem.json,
        ])
    }
}

/// Counts of the change feed.
struct FeedMetrics: Sendable {
    let clients: Gauge
    let messages: Counter
    let bytes: Counter
    let coalesced: Counter
    let cutOff: Counter

    init(_ registry: MetricsRegistry) {
        clients = registry.gauge("websocket_clients", help: "Connected WebSocket clients.")
        messages = registry.counter(
            "websocket_messages_total", help: "Model messages sent to clients.")
        bytes = registry.counter("websocket_bytes_total", help: "Bytes of model messages.")
        coalesced = registry.counter(
            "websocket_coalesced_total", help: "Changes that waited for a client's turn.")
        cutOff = registry.counter(
            "websocket_cut_off_total", help: "Clients cut off because they read nothing.")
    }
}
