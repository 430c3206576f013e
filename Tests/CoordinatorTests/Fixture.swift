import Common
import CoordinatorDecision
import Foundation
import Proto

/// A small library and ways to decide things with it, without clock or file.
struct Fixture {
    static let format = WorkingFormat(
        width: 320, height: 180, rateNumerator: 25, rateDenominator: 1)

    static let grade = ShaderRules(
        id: "grade", path: "/library/grade.fs", generation: 11, isFilter: true,
        parameters: [
            ParameterRule(
                name: "gain", type: .float, defaultValue: .float(1), minimum: [0], maximum: [4],
                smoothingFrames: 10),
            ParameterRule(
                name: "mode", type: .long, defaultValue: .long(0), choices: [0, 1, 5]),
            ParameterRule(name: "show", type: .bool, defaultValue: .bool(true)),
            ParameterRule(
                name: "tint", type: .color,
                defaultValue: .color(red: 1, green: 1, blue: 1, alpha: 1),
                minimum: [0, 0, 0, 0], maximum: [1, 1, 1, 1]),
            ParameterRule(
                name: "Key Light", type: .float, defaultValue: .float(0), minimum: [0],
                maximum: [1], commit: .durable),
            ParameterRule(
                name: "pinned", type: .float, defaultValue: .float(0), minimum: [0], maximum: [1],
                commit: .never),
            ParameterRule(name: "flash", type: .event, defaultValue: nil),
            ParameterRule(
                name: "count", type: .event, defaultValue: nil, triggerTarget: .both),
        ], imageInputs: ["inputImage"])
    static let title = ShaderRules(
        id: "title", path: "/library/title.fs", generation: 21,
        parameters: [
            ParameterRule(name: "text", type: .text, defaultValue: .text("")),
            ParameterRule(
                name: "gain", type: .float, defaultValue: .float(1), minimum: [0], maximum: [2]),
        ])
    static let catalogue = ShaderCatalogue([grade, title])

    var state = RuntimeState()
    var catalogue = Fixture.catalogue
    var settings = PolicySettings()
    var instant = MonotonicInstant(nanoseconds: 1_000_000_000)
    var index: Int64 = 5000
    var storeAvailable = true

    var context: DecisionContext {
        DecisionContext(
            instant: instant, wall: 1_700_000_000_000_000_000, epoch: 77, effectiveIndex: index,
            originIndex: index, catalogue: catalogue, storeAvailable: storeAvailable,
            settings: settings, workingFormat: Self.format)
    }

    /// Decides a command and keeps the state.
    @discardableResult
    mutating func perform(_ command: Command) -> Decision {
        let decision = Decide.command(command, in: state, context)
        state = decision.state
        return decision
    }

    @discardableResult
    mutating func perform(
        _ action: Command.Action, origin: Origin = .http
    ) -> Decision {
        perform(Command(operationId: "op", origin: origin, principal: "test", action: action))
    }

    /// A fixture with layers "grade" (layer-1) and "title" (layer-2), a preset and an alarm.
    static func withStack() -> Fixture {
        var fixture = Fixture()
        fixture.perform(.addLayer(AddLayer(shaderId: "grade")))
        fixture.perform(.addLayer(AddLayer(shaderId: "title")))
        fixture.perform(.savePreset(SavePreset(name: "show")))
        fixture.state =
            Decide.alarm(
                AlarmName(kind: "test", subject: "thing"), severity: .warning, text: "it stands",
                in: fixture.state, fixture.context
            ).state
        return fixture
    }
}

func layer(_ id: String) -> LayerSelector { LayerSelector(by: .id(id)) }

func parameter(_ name: String, of id: String = "layer-1") -> ParameterSelector {
    ParameterSelector(layer: layer(id), name: name)
}

func float(_ value: Double) -> ParameterValue { ParameterValue(kind: .float(value)) }

extension Decision {
    /// The names of the published events, in order.
    var events: [String] {
        effects.compactMap {
            if case .publish(let event) = $0 { event.kind?.name } else { nil }
        }
    }

    /// Whether it asks for a snapshot of the programme.
    var publishesSnapshot: Bool {
        effects.contains {
            if case .publishSnapshot(.programme, _) = $0 { true } else { false }
        }
    }
}
