import Common
import Proto
import Synchronization

/// Turns OSC messages into commands: matches addresses with the live stack, keeps the latest value
/// of each route, and sends from a thread of its own.
///
/// `receive` and `invalidate` belong to the event loop; the queues and the thread do not. Between
/// two rounds of sending there are `pause` nanoseconds, so that a fader moved at a thousand
/// messages a second becomes at most 250 commands, all of which carry the newest value.
final class OSCInput: @unchecked Sendable {
    /// Rest between two rounds.
    static let pause = Nanoseconds.milliseconds(4)
    /// Addresses remembered at a time.
    static let addressMaximum = 4096

    /// What an address means at present.
    enum Target: Sendable {
        case parameter(layer: String, ParameterDefinition, normalised: Bool)
        case opacity(layer: String)
        case bypass(layer: String)
        case run(String)
        case loadPreset(String?)
        case unknown(String)
    }

    /// A command with where it came from.
    struct Outgoing: Sendable {
        let action: Command.Action
        let peer: String
    }

    private let routes: CoalescingQueue<String, Outgoing>
    private let triggers: BoundedQueue<Outgoing>
    private let link: any ControlLink
    private let metrics: OSCMetrics
    private let pool: PoolMeter
    private let work = Monitor(Work())
    private let time: any TimeSource
    private var thread: JoinableThread?
    private var targets: [String: Target] = [:]

    private struct Work {
        var isPending = false
        var isStopped = false
    }

    /// `commandLimit`: commands under way to the coordinator at a time.
    init(
        link: any ControlLink, metrics: OSCMetrics, commandLimit: Int, registry: MetricsRegistry,
        time: any TimeSource
    ) {
        pool = PoolMeter(.oscCommands, limit: commandLimit, registry: registry)
        self.link = link
        self.metrics = metrics
        self.time = time
        let work = work
        let wake: @Sendable () -> Void = {
            work.withLock { $0.isPending = true }
            work.notifyAll()
        }
        routes = CoalescingQueue(
            .oscRoutes, capacity: Self.addressMaximum, registry: registry, time: time,
            wakeUp: wake)
        triggers = BoundedQueue(
            QueueDeclaration(.oscTriggers),
            registry: registry, time: time, wakeUp: wake)
    }

    /// Starts the sending thread.
    func start() {
        thread = WorkerThread.start(named: "ic.osc", owner: "control", .critical) {
            self.sendLoop()
        }
    }

    /// Ends the sending thread; what waits is dropped and counted.
    func stop() {
        routes.close()
        triggers.close()
        work.withLock { $0.isStopped = true }
        work.notifyAll()
        thread?.join()
    }

    /// Forgets what addresses mean: layers or shaders have changed.
    func invalidate() { targets.removeAll(keepingCapacity: true) }

    /// Takes a message; on the event loop. Returns the reason when it was not used.
    func receive(_ message: OSCMessage, peer: String, _ projection: RuntimeProjection) -> String? {
        switch target(message.address, projection) {
        case .unknown(let reason): return reason
        case .parameter(let layer, let definition, let normalised):
            let target = ParameterSelector(
                layer: LayerSelector(by: .id(layer)), name: definition.name)
            if definition.type == .event {
                guard OSCValue.fires(message.arguments) else { return nil }
                return enqueue(.triggerParameter(TriggerParameter(target: target)), peer)
            }
            guard
                let value = OSCValue.parameter(
                    message.arguments, type: definition.type, normalised: normalised)
            else { return "wrong_arguments" }
            return coalesce(
                .automationTarget(
                    AutomationTarget(
                        target: target, value: value, normalised: normalised,
                        route: message.address)), message.address, peer)
        case .opacity(let layer):
            guard let value = OSCValue.number(message.arguments) else { return "wrong_arguments" }
            return coalesce(
                .automationTarget(
                    AutomationTarget(
                        target: ParameterSelector(
                            layer: LayerSelector(by: .id(layer)), name: "@opacity"),
                        value: ParameterValue(kind: .float(value)), route: message.address)),
                message.address, peer)
        case .bypass(let layer):
            let selector = LayerSelector(by: .id(layer))
            if message.arguments.isEmpty {
                return enqueue(.setBypass(SetBypass(layer: selector, toggle: true)), peer)
            }
            guard let value = OSCValue.truth(message.arguments) else { return "wrong_arguments" }
            return coalesce(
                .setBypass(SetBypass(layer: selector, bypassed: value)), message.address, peer)
        case .run(let name):
            guard OSCValue.fires(message.arguments) else { return nil }
            return RunCommands.action(name, reason: "OSC").map { enqueue($0, peer) }
                ?? "unknown_address"
        case .loadPreset(let name):
            let given: String? =
                if case .string(let text) = message.arguments.first { text } else { nil }
            guard let name = name ?? given else { return "wrong_arguments" }
            return enqueue(
                .loadPreset(LoadPreset(name: name, transition: Transition(kind: .cut))), peer)
        }
    }

    private func target(_ address: String, _ projection: RuntimeProjection) -> Target {
        if let known = targets[address] { return known }
        guard projection.model != nil else { return .unknown("coordinator_away") }
        let found = Self.resolve(address, projection)
        if targets.count >= Self.addressMaximum { targets.removeAll(keepingCapacity: true) }
        targets[address] = found
        return found
    }

    private static func resolve(_ address: String, _ projection: RuntimeProjection) -> Target {
        func parameter(_ layer: String, _ name: String, normalised: Bool) -> Target {
            guard let found = projection.layer(layer),
                let definition = projection.parameter(name, of: found)
            else { return .unknown("unknown_target") }
            return .parameter(layer: found.id, definition, normalised: normalised)
        }
        switch OSCRoute.parse(address) {
        case .parameter(let layer, let name): return parameter(layer, name, normalised: false)
        case .normalized(let layer, let name): return parameter(layer, name, normalised: true)
        case .opacity(let layer):
            return projection.layer(layer).map { .opacity(layer: $0.id) }
                ?? .unknown("unknown_target")
        case .bypass(let layer):
            return projection.layer(layer).map { .bypass(layer: $0.id) }
                ?? .unknown("unknown_target")
        case .run(let command): return .run(command)
        case .loadPreset(let name): return .loadPreset(name)
        case nil: return .unknown("unknown_address")
        }
    }

    private func coalesce(_ action: Command.Action, _ route: String, _ peer: String) -> String? {
        routes.push(Outgoing(action: action, peer: peer), for: route).isQueued ? nil : "queue_full"
    }

    private func enqueue(_ action: Command.Action, _ peer: String) -> String? {
        triggers.push(Outgoing(action: action, peer: peer)).isQueued ? nil : "queue_full"
    }

    // The sending thread.

    private func sendLoop() {
        while waitForWork() {
            let begin = time.now()
            while let outgoing = triggers.pop() {
                send(outgoing, ControlAPI.newOperationID())
            }
            while let item = routes.pop() {
                let operation = ControlAPI.newOperationID()
                record(item, operation)
                send(item.element, operation)
                // Triggers are not held up behind a crowd of faders.
                while let outgoing = triggers.pop() {
                    send(outgoing, ControlAPI.newOperationID())
                }
            }
            time.sleep(until: begin + Self.pause)
        }
    }

    /// For the record: what a route carries now, and how much was collapsed into it.
    private func record(
        _ item: CoalescingQueue<String, Outgoing>.Item, _ operation: String
    ) {
        if case .automationTarget(let target) = item.element.action {
            link.observe(
                .oscValueReceived(
                    OscValueReceived(
                        route: item.key, peer: item.element.peer, value: target.value)),
                key: "osc.\(item.key)", operation: operation)
        }
        if item.collapsedCount > 0 {
            link.observe(
                .oscValueCoalesced(
                    OscValueCoalesced(route: item.key, collapsed: UInt64(item.collapsedCount))),
                key: "osc.coalesced.\(item.key)", operation: operation)
        }
    }

    /// True when there is something to send, false when stopping.
    private func waitForWork() -> Bool {
        work.wait(until: .distantFuture) { work -> Bool? in
            if work.isStopped { return false }
            guard work.isPending else { return nil }
            work.isPending = false
            return true
        } ?? false
    }

    private func send(_ outgoing: Outgoing, _ operation: String) {
        let place: PoolPlace?? = work.wait(until: .distantFuture) { work in
            if work.isStopped { return .some(nil) }
            return pool.enter(isWaiting: true).map { .some($0) }
        }
        guard let place = place ?? nil else { return }
        var command = Command()
        command.operationId = operation
        command.action = outgoing.action
        command.origin = .osc
        command.principal = outgoing.peer
        link.send(.command(command)) { [work, metrics] result in
            place.leave()
            work.notifyAll()
            switch result {
            case .success(.outcome(let outcome)) where outcome.accepted: break
            case .success: metrics.refused("rejected")
            case .failure: metrics.refused("coordinator_away")
            }
        }
    }
}
