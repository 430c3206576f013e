import Common
import Coordinator
import CoordinatorDecision
import Proto
import Testing

@Suite("Transitions, and automation of opacity")
struct TransitionTests {
    static let wipe = ShaderRules(
        id: "wipe", path: "/library/wipe.fs", generation: 31,
        parameters: [
            ParameterRule(name: "progress", type: .float, defaultValue: .float(0)),
            ParameterRule(
                name: "softness", type: .float, defaultValue: .float(0.1), minimum: [0],
                maximum: [1]),
            ParameterRule(name: "angle", type: .float, defaultValue: .float(0)),
        ], imageInputs: ["startImage", "endImage"])

    var provider: SnapshotProvider {
        SnapshotProvider(workingFormat: Fixture.format, settings: PolicySettings(), epoch: 77)
    }

    static func loaded() -> Fixture {
        var fixture = Fixture.withStack()
        fixture.catalogue.shaders["wipe"] = wipe
        return fixture
    }

    func load(_ transition: Transition, _ fixture: inout Fixture) -> Decision {
        fixture.perform(.loadPreset(LoadPreset(name: "show", transition: transition)))
    }

    @Test("A preset loads through a transition shader, with its values in the snapshot")
    func shader() throws {
        var fixture = Self.loaded()
        let old = fixture.state.programme
        let decision = load(
            Transition(
                kind: .shader, durationFrames: 25, shaderId: "wipe",
                values: [ParameterSetting(name: "softness", value: float(0.5))]), &fixture)
        #expect(decision.outcome.accepted, "\(decision.outcome.errorSentence)")
        let snapshot = provider.snapshot(
            of: fixture.state, .programme, catalogue: fixture.catalogue, effectiveIndex: 5000)
        let outgoing = try #require(snapshot.outgoing)
        #expect(outgoing.kind == .shader && outgoing.shaderId == "wipe")
        #expect(outgoing.shaderPath == "/library/wipe.fs" && outgoing.shaderGeneration == 31)
        #expect(outgoing.values.map(\.name) == ["softness", "angle"])
        #expect(outgoing.values.first?.value == float(0.5))
        #expect(outgoing.layers.map(\.id) == old.layers.map(\.id))
        #expect((outgoing.startIndex, outgoing.lengthFrames) == (5000, 25))
        fixture.index = 5025
        fixture.perform(.publishNow(PublishNow()))
        fixture.perform(.setOpacity(SetOpacity(layer: layer(snapshot.layers[0].id), opacity: 0.5)))
        let later = provider.snapshot(
            of: fixture.state, .programme, catalogue: fixture.catalogue, effectiveIndex: 5025)
        #expect(later.outgoing == nil)
    }

    @Test("A transition to a frame of its own waits for it; a cut at frame N shows N as new")
    func atIndex() throws {
        var fixture = Self.loaded()
        #expect(
            load(Transition(kind: .cut, atIndex: 5100), &fixture).outcome.accepted)
        var outgoing = try #require(fixture.state.outgoing)
        #expect((outgoing.startIndex, outgoing.lengthFrames) == (5099, 1))
        #expect(
            load(Transition(kind: .mix, durationFrames: 10, atIndex: 5100), &fixture).outcome
                .accepted)
        outgoing = try #require(fixture.state.outgoing)
        #expect((outgoing.startIndex, outgoing.lengthFrames) == (5100, 10))
        let late = load(Transition(kind: .mix, durationFrames: 10, atIndex: 4000), &fixture)
        #expect(late.outcome.telemetryNotes.contains { $0.contains("has passed") })
        #expect(fixture.state.outgoing?.startIndex == 5000)
    }

    static let bad: [(Transition, ErrorCode)] = [
        (Transition(kind: .shader, durationFrames: 9, shaderId: "gone"), .shaderNotFound),
        (Transition(kind: .shader, durationFrames: 9, shaderId: "grade"), .invalidArgument),
        (Transition(kind: .mix, durationFrames: 9, shaderId: "wipe"), .invalidArgument),
        (Transition(kind: .mix, durationFrames: 90_001), .valueOutOfRange),
        (Transition(kind: .cut, atIndex: 5000 + 90_001), .valueOutOfRange),
        (Transition(kind: .unrecognised(9), durationFrames: 9), .invalidArgument),
        (
            Transition(
                kind: .shader, durationFrames: 9, shaderId: "wipe",
                values: [ParameterSetting(name: "progress", value: float(0.5))]),
            .parameterNotFound
        ),
        (
            Transition(
                kind: .shader, durationFrames: 9, shaderId: "wipe",
                values: [ParameterSetting(name: "softness", value: float(2))]),
            .valueOutOfRange
        ),
    ]

    @Test("A transition that cannot be drawn is refused, and nothing changes", arguments: bad)
    func refused(_ transition: Transition, _ code: ErrorCode) {
        var fixture = Self.loaded()
        let before = fixture.state
        let decision = load(transition, &fixture)
        #expect(decision.outcome.errorCode == code)
        #expect(!decision.outcome.errorSentence.isEmpty)
        #expect(fixture.state == before)
    }

    @Test("Taking an empty preview is refused: it would leave nothing on air")
    func emptyPreview() {
        var fixture = Self.loaded()
        let before = fixture.state
        let decision = fixture.perform(.take(Take()))
        #expect(decision.outcome.errorCode == .notAllowedNow)
        #expect(decision.outcome.errorSentence.contains("preview is empty"))
        #expect(fixture.state == before)
    }

    @Test("Opacity is automated as a parameter is: transient, settled into live state")
    func opacity() throws {
        var fixture = Fixture.withStack()
        let selector = parameter("@opacity")
        let decision = fixture.perform(
            .automationTarget(AutomationTarget(target: selector, value: float(0.25), route: "/o")),
            origin: .osc)
        #expect(decision.outcome.mutationClass == .transientOverlay)
        #expect(fixture.state.layer("layer-1")?.opacity == 1)
        let snapshot = provider.snapshot(
            of: fixture.state, .programme, catalogue: fixture.catalogue, effectiveIndex: 5000)
        #expect(snapshot.layers[0].overlay.map(\.parameter) == ["@opacity"])
        #expect(snapshot.layers[0].overlay.first?.from == float(1))
        let high = fixture.perform(
            .automationTarget(AutomationTarget(target: selector, value: float(1.5))))
        #expect(high.outcome.errorCode == .valueOutOfRange)
        // It survives another shader, and settles.
        fixture.perform(.setShader(SetShader(layer: layer("layer-1"), shaderId: "title")))
        #expect(fixture.state.overlay.entries.count == 1)
        fixture.instant = fixture.instant + .seconds(1)
        let settled = try #require(Decide.settle(in: fixture.state, fixture.context))
        #expect(settled.state.layer("layer-1")?.opacity == 0.25)
        #expect(settled.state.layer("layer-1")?.values == [:])
        #expect(settled.state.overlay.entries.isEmpty)
    }

    @Test("An opacity set by hand ends its automation; no parameter can be set under its name")
    func opacityByHand() {
        var fixture = Fixture.withStack()
        let selector = parameter("@opacity")
        fixture.perform(
            .automationTarget(AutomationTarget(target: selector, value: float(0.25))))
        fixture.perform(.setOpacity(SetOpacity(layer: layer("layer-1"), opacity: 0.75)))
        #expect(fixture.state.overlay.entries.isEmpty)
        let set = fixture.perform(.setParameter(SetParameter(target: selector, value: float(0))))
        #expect(set.outcome.errorCode == .parameterNotFound)
    }
}
