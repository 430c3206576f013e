import Common
import CoordinatorDecision
import Proto
import Testing

@Suite("Undo and redo")
struct UndoTests {
    func set(_ value: Double, _ gesture: Gesture = .none) -> Command.Action {
        .setParameter(
            SetParameter(target: parameter("gain"), value: float(value), gesture: gesture))
    }

    func gain(_ fixture: Fixture) -> LayerValue? {
        fixture.state.layer("layer-1")?.values["gain"]
    }

    /// Every durable edit of stack and presets, each followed by its undo and redo.
    static let edits: [Command.Action] =
        ClassificationTests.rows.filter {
            $0.mutationClass == .durable && !["undo", "redo"].contains($0.action.name)
                // A trigger that has fired cannot be taken back.
                && $0.action.name != "trigger_parameter"
                // A rundown is no part of stack or presets; importing it again replaces it.
                && $0.action.name != "import_rundown"
        }.map(\.action)

    @Test("Each durable command is taken back and done again", arguments: edits)
    func roundTrip(_ action: Command.Action) {
        var fixture = Fixture.withStack()
        fixture.perform(
            .setParameter(
                SetParameter(target: parameter("mode"), value: ParameterValue(kind: .long(5)))))
        fixture.perform(Command(stack: .preview, action: .addLayer(AddLayer(shaderId: "title"))))
        let before = fixture.state
        #expect(fixture.perform(action).outcome.accepted)
        let after = fixture.state
        let undone = fixture.perform(.undo(Undo()))
        #expect(undone.outcome.accepted, "\(undone.outcome.errorSentence)")
        expectSame(fixture.state, before)
        #expect(fixture.state.undo.undone.count == 1)
        #expect(fixture.perform(.redo(Redo())).outcome.accepted)
        expectSame(fixture.state, after)
        #expect(fixture.state.undo.done.count == after.undo.done.count)
        #expect(fixture.state.version == after.version + 2, "versions only grow")
    }

    private func expectSame(_ a: RuntimeState, _ b: RuntimeState) {
        for (left, right) in [(a.programme, b.programme), (a.preview, b.preview)] {
            #expect(left.background == right.background)
            #expect(left.layers.map(\.id) == right.layers.map(\.id))
            for (one, other) in zip(left.layers, right.layers) {
                #expect(one.name == other.name && one.shader == other.shader)
                #expect(one.values == other.values && one.bindings == other.bindings)
                #expect(one.opacity == other.opacity && one.bypassed == other.bypassed)
                #expect(one.blendMode == other.blendMode)
            }
        }
        #expect(a.presets == b.presets)
    }

    @Test("A gesture is one step, back to the value before it began")
    func gesture() {
        var fixture = Fixture.withStack()
        fixture.perform(set(1.5))
        for value in [1.6, 1.8, 2.0] { fixture.perform(set(value, .inProgress)) }
        fixture.perform(set(2.0, .ended))
        #expect(gain(fixture) == .float(2))
        fixture.perform(.undo(Undo()))
        #expect(gain(fixture) == .float(1.5))
        fixture.perform(.redo(Redo()))
        #expect(gain(fixture) == .float(2))
        fixture.perform(.undo(Undo(count: 2)))
        #expect(gain(fixture) == nil)
    }

    @Test("What was changed live in the meantime stays")
    func liveChangesStay() {
        var fixture = Fixture.withStack()
        fixture.perform(.setOpacity(SetOpacity(layer: layer("layer-1"), opacity: 0.5)))
        fixture.perform(.setBypass(SetBypass(layer: layer("layer-1"), toggle: true)))
        fixture.perform(set(3), origin: .osc)
        fixture.perform(.undo(Undo()))
        #expect(fixture.state.layer("layer-1")?.opacity == 1)
        #expect(fixture.state.layer("layer-1")?.bypassed == true)
        #expect(gain(fixture) == .float(3))
    }

    @Test("A removed layer comes back with its id, its place and a history that starts anew")
    func removedLayer() throws {
        var fixture = Fixture.withStack()
        fixture.perform(.removeLayer(RemoveLayer(layer: layer("layer-1"))))
        let decision = fixture.perform(.undo(Undo()))
        #expect(fixture.state.programme.layers.map(\.id) == ["layer-1", "layer-2"])
        #expect(fixture.state.layer("layer-1")?.historyGeneration == 2)
        #expect(decision.outcome.renderResetScope == .stackStructure)
        #expect(decision.outcome.telemetryNotes == ["undone: remove_layer"])
        #expect(decision.events.contains("shader_build_requested"))
        #expect(decision.publishesSnapshot)
    }

    @Test("A take is undone as a cut; what was edited live on either side stays with its layer")
    func take() {
        var fixture = Fixture.withStack()
        fixture.perform(Command(stack: .preview, action: .addLayer(AddLayer(shaderId: "title"))))
        let mix = Transition(kind: .mix, durationFrames: 50)
        fixture.perform(.take(Take(transition: mix)))
        fixture.perform(
            Command(
                stack: .preview,
                action: .setBypass(SetBypass(layer: layer("layer-1"), toggle: true))))
        fixture.perform(.undo(Undo()))
        #expect(fixture.state.programme.layers.map(\.id) == ["layer-1", "layer-2"])
        #expect(fixture.state.programme.layers.first?.bypassed == true)
        #expect(fixture.state.outgoing == nil)
    }

    @Test("Nothing to undo, or less than asked for, is refused whole")
    func nothing() {
        var fixture = Fixture.withStack()
        #expect(fixture.perform(.redo(Redo())).outcome.errorCode == .nothingToUndo)
        let before = fixture.state
        let outcome = fixture.perform(.undo(Undo(count: 4))).outcome
        #expect(outcome.errorCode == .nothingToUndo)
        #expect(outcome.errorSentence == "there is only 3 to undo, not 4")
        #expect(fixture.state == before)
    }

    @Test("A new change empties the redo list; the list of undo is bounded")
    func bounds() {
        var fixture = Fixture.withStack()
        fixture.settings.undoStepsMax = 5
        for value in 0..<20 { fixture.perform(set(Double(value) / 10)) }
        #expect(fixture.state.undo.done.count == 5)
        fixture.perform(.undo(Undo(count: 3)))
        #expect(gain(fixture) == .float(1.6))
        fixture.perform(set(4))
        #expect(fixture.state.undo.undone.isEmpty)
        #expect(
            fixture.state.undo.done.map(\.number).sorted() == fixture.state.undo.done.map(\.number))
    }

    @Test("Where edits go by preview, undoing an edit of the programme asks for a hot edit too")
    func hot() {
        var fixture = Fixture.withStack()
        fixture.settings.editsGoToPreview = true
        fixture.perform(Command(hot: true, action: set(2)))
        #expect(fixture.perform(.undo(Undo())).outcome.errorCode == .hotRequired)
        #expect(fixture.perform(Command(hot: true, action: .undo(Undo()))).outcome.accepted)
    }
}
