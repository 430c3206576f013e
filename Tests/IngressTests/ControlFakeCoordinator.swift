import Common
import Proto
import Synchronization

@testable import IngressControl

/// A coordinator in memory: a small stack whose commands it really carries out, so that the
/// transports can be tested by what a user would see.
final class ControlFakeCoordinator: ControlLink {
    struct State {
        var model = ReadModel()
        var commands: [Command] = []
        var outcomes: [String: (Command.Action?, MutationOutcome)] = [:]
        var facts: [Fact.Kind] = []
        var observed: [String: Event.Kind] = [:]
        var isUp = true
        var answers = true
        var notice: (@Sendable (LinkNotice) -> Void)?
    }

    private let state: Mutex<State>

    init() {
        var model = ReadModel()
        model.instance = "test"
        model.version = StateVersion(coordinatorEpoch: 0xABC, number: 1)
        model.storeAvailable = true
        model.shaderIds = ["grade", "glow"]
        model.programme.version = model.version
        model.programme.layers = [
            Self.layer("l1", "Colour Grade", "grade"), Self.layer("l2", "Glow", "glow"),
        ]
        state = Mutex(State(model: model))
    }

    private static func layer(_ id: String, _ name: String, _ shader: String) -> SnapshotLayer {
        var layer = SnapshotLayer()
        layer.id = id
        layer.name = name
        layer.shaderId = shader
        layer.opacity = 1
        layer.values = [
            ParameterSetting(name: "gain_level", value: ParameterValue(kind: .float(1)))
        ]
        return layer
    }

    static let shaders: [ShaderDescription] = ["grade", "glow"].map { id in
        var shader = ShaderDescription()
        shader.id = id
        shader.name = id
        shader.parameters = [
            ParameterDefinition(
                name: "gain_level", type: .float, minimum: ParameterValue(kind: .float(0)),
                maximum: ParameterValue(kind: .float(2)),
                defaultValue: ParameterValue(kind: .float(1))),
            ParameterDefinition(name: "tint", type: .color),
            ParameterDefinition(name: "centre", type: .point2d),
            ParameterDefinition(name: "invert", type: .bool),
            ParameterDefinition(name: "mode", type: .long),
            ParameterDefinition(name: "caption", type: .text),
            ParameterDefinition(name: "flash", type: .event),
        ]
        return shader
    }

    var commands: [Command] { state.withLock { $0.commands } }
    var model: ReadModel { state.withLock { $0.model } }

    /// Lets the coordinator go away or come back.
    func setUp(_ up: Bool) {
        let notice = state.withLock { state in
            state.isUp = up
            return state.notice
        }
        notice?(up ? .up : .down)
    }

    /// Lets requests go unanswered.
    func setAnswers(_ answers: Bool) { state.withLock { $0.answers = answers } }

    func start(_ notice: @escaping @Sendable (LinkNotice) -> Void) {
        let up = state.withLock { state in
            state.notice = notice
            return state.isUp
        }
        notice(up ? .up : .down)
    }

    func report(_ fact: Fact.Kind) { state.withLock { $0.facts.append(fact) } }
    func observe(_ event: Event.Kind, key: String, operation: String) {
        state.withLock { $0.observed[key] = event }
    }
    func beat(_ heartbeat: Heartbeat) {}

    func stop() { state.withLock { $0.notice = nil } }

    func send(
        _ request: LinkRequest,
        completion: @escaping @Sendable (Result<Reply.Answer, LinkRefusal>) -> Void
    ) {
        let (result, event, notice) = state.withLock { state in
            let (result, event) = Self.answer(request, &state)
            return (result, event, state.notice)
        }
        completion(result)
        if let event { notice?(.event(event)) }
    }

    private static func answer(
        _ request: LinkRequest, _ state: inout State
    ) -> (Result<Reply.Answer, LinkRefusal>, Event?) {
        guard state.isUp else { return (.failure(.away), nil) }
        guard state.answers else { return (.failure(.outcomeUnknown), nil) }
        switch request {
        case .query(let query):
            switch query.ask {
            case .getState: return (.success(.state(StateReply(model: state.model))), nil)
            case .listShaders: return (.success(.shaders(ShadersReply(shaders: shaders))), nil)
            case .exportPreset(let export):
                return (
                    .success(.presetDocument(PresetDocument(name: export.name, found: false))), nil
                )
            default: return (.success(.malformed(Malformed(reason: "not asked for"))), nil)
            }
        case .command(let command): return carryOut(command, &state)
        }
    }

    private static func carryOut(
        _ command: Command, _ state: inout State
    ) -> (Result<Reply.Answer, LinkRefusal>, Event?) {
        state.commands.append(command)
        var outcome = MutationOutcome()
        outcome.operationId = command.operationId
        outcome.stateVersion = state.model.version
        if let (action, kept) = state.outcomes[command.idempotencyKey],
            !command.idempotencyKey.isEmpty
        {
            if action == command.action {
                outcome = kept
                outcome.replayed = true
            } else {
                outcome.errorCode = .idempotencyMismatch
                outcome.errorSentence = "the key was used for another request"
            }
            return (.success(.outcome(outcome)), nil)
        }
        if let expected = command.expectedStateVersion, expected != state.model.version {
            outcome.errorCode = .versionConflict
            outcome.errorSentence = "the state is not that version"
            return (.success(.outcome(outcome)), nil)
        }
        if let code = apply(command.action, &state.model) {
            outcome.errorCode = code
            outcome.errorSentence = code.name.replacing("_", with: " ")
            return (.success(.outcome(outcome)), nil)
        }
        state.model.version.number += 1
        state.model.programme.version = state.model.version
        outcome.accepted = true
        outcome.stateChanged = true
        outcome.stored = true
        outcome.stateVersion = state.model.version
        outcome.subjectId = state.model.programme.layers.last?.id ?? ""
        if !command.idempotencyKey.isEmpty {
            state.outcomes[command.idempotencyKey] = (command.action, outcome)
        }
        if case .startRun = command.action {
            let moved = RunTransitioned(from: .ready, status: state.model.run)
            return (.success(.outcome(outcome)), Event(kind: .runTransitioned(moved)))
        }
        if case .stopRun = command.action {
            let moved = RunTransitioned(from: .running, status: state.model.run)
            return (.success(.outcome(outcome)), Event(kind: .runTransitioned(moved)))
        }
        let published = RenderSnapshotPublished(snapshot: state.model.programme)
        return (.success(.outcome(outcome)), Event(kind: .renderSnapshotPublished(published)))
    }

    /// Moves the run, and says what is allowed there.
    private static func move(_ to: RunState, _ model: inout ReadModel) {
        model.run.state = to
        model.guards = [
            CommandGuard(action: "start_run", allowed: to != .running, reason: "it runs"),
            CommandGuard(action: "stop_run", allowed: to == .running, reason: "it does not run"),
        ]
    }

    /// Carries an action out; the error where it cannot.
    private static func apply(_ action: Command.Action?, _ model: inout ReadModel) -> ErrorCode? {
        func index(_ selector: LayerSelector) -> Int? {
            switch selector.by {
            case .id(let text), .name(let text), .any(let text):
                model.programme.layers.firstIndex { $0.id == text || $0.name == text }
            default: nil
            }
        }
        switch action {
        case .startRun: move(.running, &model)
        case .stopRun: move(.stopped, &model)
        case .addLayer(let add):
            guard model.shaderIds.contains(add.shaderId) else { return .shaderNotFound }
            let id = "l\(model.programme.layers.count + 1)"
            model.programme.layers.append(layer(id, add.name, add.shaderId))
        case .removeLayer(let remove):
            guard let at = index(remove.layer) else { return .layerNotFound }
            model.programme.layers.remove(at: at)
        case .setOpacity(let set):
            guard let at = index(set.layer) else { return .layerNotFound }
            guard (0...1).contains(set.opacity) else { return .valueOutOfRange }
            model.programme.layers[at].opacity = set.opacity
        case .setBypass(let set):
            guard let at = index(set.layer) else { return .layerNotFound }
            model.programme.layers[at].bypassed = set.bypassed
        case .setParameter(let set):
            guard let at = index(set.target.layer) else { return .layerNotFound }
            return store(set.value, set.target.name, &model.programme.layers[at])
        case .automationTarget(let target):
            guard let at = index(target.target.layer) else { return .layerNotFound }
            let value = target.value
            model.programme.layers[at].overlay = [
                OverlayValue(parameter: target.target.name, from: value, to: value)
            ]
        default: break
        }
        return nil
    }

    private static func store(
        _ value: ParameterValue, _ name: String, _ layer: inout SnapshotLayer
    ) -> ErrorCode? {
        if case .float(let number) = value.kind, !(0...2).contains(number) {
            return .valueOutOfRange
        }
        layer.values.removeAll { $0.name == name }
        layer.values.append(ParameterSetting(name: name, value: value))
        return nil
    }
}
