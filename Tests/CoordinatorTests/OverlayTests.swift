import Common
import CoordinatorDecision
import Proto
import Testing

@Suite("Automation: overlay, smoothing, settling, invalidation")
struct OverlayTests {
    static func automate(_ name: String, _ value: Double) -> Command.Action {
        .automationTarget(
            AutomationTarget(target: parameter(name), value: float(value), route: "/\(name)"))
    }
    static let gain = OverlayKey(layer: "layer-1", parameter: "gain")

    @Test("A target moves from what is seen, over the parameter's smoothing, from one frame on")
    func smoothing() throws {
        var fixture = Fixture.withStack()
        fixture.index = 6000
        let first = fixture.perform(Self.automate("gain", 3))
        #expect(first.outcome.effectiveIndex == 6000)
        #expect(first.events.contains("osc_overlay_applied"))
        #expect(!first.publishesSnapshot)
        let entry = try #require(fixture.state.overlay[Self.gain])
        #expect(entry.from == .float(1) && entry.target == .float(3))
        #expect(entry.value(at: 5999) == .float(1))
        #expect(entry.value(at: 6005) == .float(2))
        #expect(entry.value(at: 6010) == .float(3))
        fixture.index = 6005
        fixture.perform(Self.automate("gain", 0))
        let next = try #require(fixture.state.overlay[Self.gain])
        #expect(next.from == .float(2), "the new move starts where the picture is")
        #expect(next.startIndex == 6005)
    }

    @Test("A quiet route is committed after the settle time, and not before")
    func settles() throws {
        var fixture = Fixture.withStack()
        fixture.perform(Self.automate("gain", 3))
        let touched = fixture.instant
        #expect(Decide.settle(in: fixture.state, fixture.context) == nil)
        let due = Decide.nextSettling(
            fixture.state, fixture.catalogue, fixture.settings, storeAvailable: true)
        #expect(due == touched + .milliseconds(500))
        fixture.instant = touched + .milliseconds(400)
        fixture.perform(Self.automate("gain", 3))
        fixture.instant = touched + .milliseconds(600)
        #expect(Decide.settle(in: fixture.state, fixture.context) == nil, "it was touched again")
        fixture.instant = touched + .milliseconds(900)
        let decision = try #require(Decide.settle(in: fixture.state, fixture.context))
        fixture.state = decision.state
        #expect(decision.outcome.mutationClass == .liveCommitted)
        #expect(decision.outcome.persistence == .debounced)
        #expect(decision.events.contains("osc_overlay_settled"))
        #expect(decision.events.first == "osc_commit_requested", "what asks comes first")
        #expect(decision.events.dropFirst().first == "runtime_mutation_accepted")
        #expect(decision.publishesSnapshot)
        #expect(fixture.state.overlay.entries.isEmpty)
        #expect(fixture.state.layer("layer-1")?.values["gain"] == .float(3))
        #expect(Decide.settle(in: fixture.state, fixture.context) == nil)
    }

    @Test("A parameter's own rule decides: never, or durable and then only with a store")
    func policies() throws {
        var fixture = Fixture.withStack()
        fixture.perform(Self.automate("pinned", 1))
        fixture.perform(Self.automate("Key Light", 1))
        fixture.instant = fixture.instant + .seconds(60)
        fixture.storeAvailable = false
        #expect(Decide.settle(in: fixture.state, fixture.context) == nil)
        let waiting = Decide.nextSettling(
            fixture.state, fixture.catalogue, fixture.settings, storeAvailable: false)
        #expect(waiting == .distantFuture, "nothing to wake for while the store is away")
        fixture.storeAvailable = true
        let decision = try #require(Decide.settle(in: fixture.state, fixture.context))
        #expect(decision.outcome.mutationClass == .durable)
        #expect(decision.outcome.persistence == .immediate)
        #expect(decision.state.layer("layer-1")?.values["Key Light"] == .float(1))
        #expect(
            decision.state.overlay[OverlayKey(layer: "layer-1", parameter: "pinned")] != nil)
    }

    @Test("What an operator sets is what is seen: it ends the automation of that parameter")
    func operatorWins() {
        var fixture = Fixture.withStack()
        fixture.perform(Self.automate("gain", 3))
        fixture.perform(.setParameter(SetParameter(target: parameter("gain"), value: float(2))))
        #expect(fixture.state.overlay.entries.isEmpty)
    }

    @Test("Removal, shader swap and reload drop overlay that no longer fits, with an event")
    func invalidation() {
        let swaps: [Command.Action] = [
            .removeLayer(RemoveLayer(layer: layer("layer-1"))),
            .setShader(
                SetShader(layer: layer("layer-1"), shaderId: "title", keepValues: true)),
            .loadPreset(LoadPreset(name: "show")),
        ]
        for swap in swaps {
            var fixture = Fixture.withStack()
            fixture.perform(Self.automate("gain", 3))
            let decision = fixture.perform(swap)
            #expect(fixture.state.overlay.entries.isEmpty, "\(swap.name)")
            #expect(decision.events.contains("transient_state_cleared"), "\(swap.name)")
            #expect(decision.outcome.transientStateChanged)
        }
        var fixture = Fixture.withStack()
        fixture.perform(Self.automate("gain", 3))
        var grade = Fixture.grade
        grade.generation = 12
        grade.parameters.removeAll { $0.name == "gain" }
        let previous = fixture.catalogue
        fixture.catalogue = ShaderCatalogue([grade, Fixture.title])
        let decision = Decide.adoptCatalogue(
            replacing: previous, force: nil, operation: "", in: fixture.state, fixture.context)
        #expect(decision.state.overlay.entries.isEmpty)
        #expect(decision.events.contains("shader_packages_changed"))
        #expect(decision.events.contains("shader_build_requested"))
        #expect(decision.publishesSnapshot)
        #expect(decision.state.version == fixture.state.version + 1)
    }

    @Test("A shader file that breaks takes nothing away; one that is the same changes nothing")
    func brokenReload() {
        var fixture = Fixture.withStack()
        fixture.perform(Self.automate("gain", 3))
        fixture.perform(
            .setParameter(
                SetParameter(target: parameter("mode"), value: ParameterValue(kind: .long(5)))))
        let same = Decide.adoptCatalogue(
            replacing: fixture.catalogue, force: nil, operation: "", in: fixture.state,
            fixture.context)
        #expect(same.state == fixture.state)
        #expect(!same.publishesSnapshot && !same.events.contains("shader_packages_changed"))
        let previous = fixture.catalogue
        fixture.catalogue = ShaderCatalogue([Fixture.title], broken: ["grade": "line 3"])
        let decision = Decide.adoptCatalogue(
            replacing: previous, force: nil, operation: "", in: fixture.state, fixture.context)
        #expect(decision.state.overlay == fixture.state.overlay)
        #expect(decision.state.programme == fixture.state.programme)
        #expect(decision.events.contains("compile_status_changed"))
    }

    @Test("Moving and duplicating keep what fits: origin, history and overlay of a moved layer")
    func moves() throws {
        var fixture = Fixture.withStack()
        fixture.perform(Self.automate("gain", 3))
        let before = try #require(fixture.state.layer("layer-1"))
        fixture.index = 9000
        fixture.perform(.moveLayer(MoveLayer(layer: layer("layer-1"), position: 2)))
        #expect(fixture.state.layer("layer-1") == before)
        #expect(fixture.state.overlay[Self.gain] != nil)
        let copy = fixture.perform(
            .duplicateLayer(DuplicateLayer(layer: layer("layer-1")))
        ).outcome.subjectId
        #expect(fixture.state.layer(copy)?.originIndex == 9000)
        #expect(fixture.state.layer(copy)?.name == "grade 2")
    }
}
