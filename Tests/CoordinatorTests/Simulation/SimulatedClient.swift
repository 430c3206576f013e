import Common
import CoordinatorDecision
import Logging
import Messaging
import Proto
import Synchronization

/// Results on their way from a link to whoever asked.
final class ResultBox: Sendable {
    private let results = Mutex<[String: Result<Reply.Answer, RequestError>]>([:])
    func put(_ operation: String, _ result: Result<Reply.Answer, RequestError>) {
        results.withLock { $0[operation] = result }
    }
    func take(_ operation: String) -> Result<Reply.Answer, RequestError>? {
        results.withLock { $0.removeValue(forKey: operation) }
    }
}

/// A client that asks for changes and does not rest until it knows what became of each.
final class SimulatedClient {
    private struct Pending {
        var command: Command
        /// Nil while an answer is awaited.
        var retryAt: MonotonicInstant?
        /// Whether some attempt may have been carried out although nobody said so.
        var wasUnknown = false
    }

    private let name: String
    private let bus: InMemoryTransport
    private let time: any TimeSource
    private let logger: Logger
    private let box = ResultBox()
    private var driven: DrivenLink
    private var pending: [String: Pending] = [:]
    private var number = 0
    private var layers: [String] = []
    private var lastVersion: StateVersion?

    /// What was acknowledged as stored.
    private(set) var stored: [String: MutationOutcome] = [:]
    /// What was refused before anybody can have carried it out, and never asked again.
    private(set) var refused: Set<String> = []
    /// Commands asked for so far.
    var count: Int { number }
    var isIdle: Bool { pending.isEmpty }

    init(
        _ name: String, bus: InMemoryTransport, time: any TimeSource, logger: Logger,
        _ random: inout SeededGenerator
    ) throws {
        self.name = name
        self.bus = bus
        self.time = time
        self.logger = logger
        driven = try Self.link(name, bus, time, logger, &random)
    }

    private static func link(
        _ name: String, _ bus: InMemoryTransport, _ time: any TimeSource, _ logger: Logger,
        _ random: inout SeededGenerator
    ) throws -> DrivenLink {
        var options = CoordinatorLink.Options(source: name)
        options.reportsFacts = false
        return DrivenLink(
            options, port: try bus.connect(receivingEvents: false), epoch: random.next() | 1,
            subscription: nil, logger: logger, time: time)
    }

    /// The link breaks and is made anew; what was asked and not answered is unknown.
    func reconnect(_ random: inout SeededGenerator) throws {
        driven.end()
        driven = try Self.link(name, bus, time, logger, &random)
    }

    func turn(_ random: inout SeededGenerator, issuing: Bool, checker: SimulationChecker) {
        driven.turn()
        let now = time.now()
        for operation in pending.keys.sorted() {
            if let result = box.take(operation) {
                settle(operation, result, now, &random, checker)
            } else if let retryAt = pending[operation]?.retryAt, now >= retryAt {
                submit(operation, now)
            }
        }
        guard issuing, pending.count < 8, random.chance(700) else { return }
        number += 1
        let operation = "\(name)-\(number)"
        pending[operation] = Pending(command: command(operation, &random))
        submit(operation, now)
    }

    private func submit(_ operation: String, _ now: MonotonicInstant) {
        guard let command = pending[operation]?.command else { return }
        pending[operation]?.retryAt = nil
        driven.link.client.submit(
            .command(command), operation, now + .milliseconds(100)
        ) { [box] in box.put(operation, $0) }
    }

    private func settle(
        _ operation: String, _ result: Result<Reply.Answer, RequestError>,
        _ now: MonotonicInstant, _ random: inout SeededGenerator, _ checker: SimulationChecker
    ) {
        guard let asked = pending[operation] else { return }
        switch result {
        case .success(.outcome(let outcome)) where outcome.isMadeButNotStored:
            // It is on air already, so it counts as done until the same key says that it is stored.
            pending[operation]?.wasUnknown = true
            retry(operation, now, &random)
        case .success(.outcome(let outcome)):
            pending[operation] = nil
            take(outcome, asked.command, checker)
        case .failure(.outcomeUnknown):
            pending[operation]?.wasUnknown = true
            retry(operation, now, &random)
        case .failure:
            if !asked.wasUnknown, random.chance(300) {
                pending[operation] = nil
                refused.insert(operation)
            } else {
                retry(operation, now, &random)
            }
        case .success:
            checker.fail("\(operation) was answered with something else")
        }
    }

    private func retry(
        _ operation: String, _ now: MonotonicInstant, _ random: inout SeededGenerator
    ) {
        pending[operation]?.retryAt = now + .milliseconds(.random(in: 1...40, using: &random))
    }

    private func take(
        _ outcome: MutationOutcome, _ command: Command, _ checker: SimulationChecker
    ) {
        lastVersion = outcome.stateVersion
        guard outcome.accepted else { return }
        if outcome.mutationClass == .durable {
            if !outcome.stored { checker.fail("\(command.operationId) answered before stored") }
            stored[command.operationId] = outcome
        }
        if case .addLayer = command.action { layers.append(outcome.subjectId) }
        guard let expected = command.expectedStateVersion else { return }
        let grown = outcome.stateVersion.number - min(expected.number, outcome.stateVersion.number)
        if grown > 1 || outcome.stateVersion.coordinatorEpoch != expected.coordinatorEpoch {
            checker.fail("\(command.operationId) was accepted on a version it did not expect")
        }
    }

    // MARK: What is asked for

    private func command(_ operation: String, _ random: inout SeededGenerator) -> Command {
        var command = Command(
            operationId: operation, idempotencyKey: operation,
            stack: random.chance(300) ? .preview : .programme, origin: .http, principal: name,
            action: action(operation, &random))
        if random.chance(150) { command.expectedStateVersion = lastVersion }
        return command
    }

    private func layer(_ random: inout SeededGenerator) -> LayerSelector {
        if random.chance(400), let id = layers.randomElement(using: &random) {
            return LayerSelector(by: .id(id))
        }
        return LayerSelector(by: .position(.random(in: 1...5, using: &random)))
    }

    private func action(_ operation: String, _ random: inout SeededGenerator) -> Command.Action {
        let layer = layer(&random)
        func parameter(_ name: String) -> ParameterSelector {
            ParameterSelector(layer: layer, name: name)
        }
        let value = Double(Int.random(in: 0...20, using: &random)) / 10
        let shader = random.chance(800) ? "grade" : "title"
        let preset = "preset \(Int.random(in: 1...6, using: &random))"
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: return .addLayer(AddLayer(layerId: operation, shaderId: shader))
        case 14..<24: return .removeLayer(RemoveLayer(layer: layer))
        case 24..<28: return .duplicateLayer(DuplicateLayer(layer: layer))
        case 28..<34: return .renameLayer(RenameLayer(layer: layer, name: operation))
        case 34..<38: return .setShader(SetShader(layer: layer, shaderId: shader))
        case 38..<48:
            let gesture: Gesture = random.chance(300) ? .inProgress : .none
            return .setParameter(
                SetParameter(
                    target: parameter("gain"), value: float(value), gesture: gesture))
        case 48..<62:
            let name = random.chance(300) ? "@opacity" : "gain"
            return .automationTarget(
                AutomationTarget(
                    target: parameter(name), value: float(min(value, 1)), route: "/\(name)"))
        case 62..<70: return .triggerParameter(TriggerParameter(target: parameter("count")))
        case 70..<76: return .savePreset(SavePreset(name: preset, overwrite: random.chance(600)))
        case 76..<80: return .loadPreset(LoadPreset(name: preset))
        case 80..<83: return .take(Take())
        case 83..<88: return .undo(Undo())
        case 88..<91: return .redo(Redo())
        case 91..<94: return .setBypass(SetBypass(layer: layer, toggle: true))
        case 94..<97: return .moveLayer(MoveLayer(layer: layer, position: 1))
        default: return .publishNow(PublishNow())
        }
    }
}

extension MutationOutcome {
    /// Whether it says that the store could not be written after the change was made.
    fileprivate var isMadeButNotStored: Bool {
        accepted && mutationClass == .durable && !stored && errorCode == .storeUnavailable
    }
}
