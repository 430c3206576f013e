import CoordinatorDecision
import Proto
import Testing

@Suite("Bad input leaves a code, a sentence, an event, and no trace in the state")
struct ValidationTests {
    static func set(_ name: String, _ value: ParameterValue, normalised: Bool = false)
        -> Command.Action
    {
        .setParameter(
            SetParameter(target: parameter(name), value: value, normalised: normalised))
    }

    static let cases: [(Command.Action, ErrorCode)] = [
        (.addLayer(AddLayer(shaderId: "nowhere")), .shaderNotFound),
        (.addLayer(AddLayer(layerId: "layer-1", shaderId: "grade")), .nameTaken),
        (.addLayer(AddLayer(layerId: "Ä b", shaderId: "grade")), .nameInvalid),
        (.addLayer(AddLayer(name: "grade", shaderId: "grade")), .nameTaken),
        (.addLayer(AddLayer(shaderId: "grade", position: 9)), .valueOutOfRange),
        (.addLayer(AddLayer(shaderId: "grade", opacity: .nan)), .valueOutOfRange),
        (.removeLayer(RemoveLayer(layer: layer("layer-9"))), .layerNotFound),
        (.removeLayer(RemoveLayer()), .invalidArgument),
        (.renameLayer(RenameLayer(layer: layer("layer-1"), name: "")), .nameInvalid),
        (
            .renameLayer(
                RenameLayer(layer: layer("layer-1"), name: String(repeating: "x", count: 65))),
            .nameInvalid
        ),
        (.renameLayer(RenameLayer(layer: layer("layer-1"), name: "a\u{7}b")), .nameInvalid),
        (.moveLayer(MoveLayer(layer: layer("layer-1"), position: 0)), .valueOutOfRange),
        (
            .setShader(SetShader(layer: layer("layer-1"), shaderId: "nowhere")), .shaderNotFound
        ),
        (.setOpacity(SetOpacity(layer: layer("layer-1"), opacity: 1.5)), .valueOutOfRange),
        (
            .setBlendMode(
                SetBlendMode(layer: layer("layer-1"), blendMode: BlendMode(rawValue: 99))),
            .invalidArgument
        ),
        (
            .setInputBinding(
                SetInputBinding(
                    layer: layer("layer-1"),
                    binding: InputBinding(
                        parameter: "inputImage", source: .image(ImageRef(path: "../secret"))))),
            .invalidArgument
        ),
        (set("nothing", float(1)), .parameterNotFound),
        (set("gain", float(4.5)), .valueOutOfRange),
        (set("gain", float(.nan)), .valueOutOfRange),
        (set("gain", float(.infinity)), .valueOutOfRange),
        (set("gain", ParameterValue(kind: .bool(true))), .valueWrongType),
        (set("gain", ParameterValue()), .valueWrongType),
        (set("gain", float(1.2), normalised: true), .valueOutOfRange),
        (set("mode", ParameterValue(kind: .long(3))), .valueOutOfRange),
        (set("mode", float(.nan)), .valueOutOfRange),
        (
            set("tint", ParameterValue(kind: .color(Color(red: .nan, alpha: 1)))),
            .valueOutOfRange
        ),
        (set("flash", float(1)), .valueWrongType),
        (
            .setParameter(
                SetParameter(
                    target: parameter("text", of: "layer-2"),
                    value: ParameterValue(kind: .text(String(repeating: "x", count: 5000))))),
            .valueOutOfRange
        ),
        (.triggerParameter(TriggerParameter(target: parameter("gain"))), .valueWrongType),
        (
            .automationTarget(AutomationTarget(target: parameter("gain"), value: float(-1))),
            .valueOutOfRange
        ),
        (.savePreset(SavePreset(name: "show")), .presetExists),
        (.savePreset(SavePreset(name: "a/b\n")), .nameInvalid),
        (.loadPreset(LoadPreset(name: "nothing")), .presetNotFound),
        (.importPreset(ImportPreset(name: "x", json: "{")), .invalidArgument),
        (
            .importPreset(ImportPreset(name: "x", json: #"{"holdover_preset":2,"layers":[]}"#)),
            .invalidArgument
        ),
        (
            .clearAlarm(ClearAlarm(key: AlarmKey(kind: "test", subject: "thing"))), .causeStands
        ),
        (
            .acknowledgeAlarm(AcknowledgeAlarm(key: AlarmKey(kind: "no", subject: "such"))),
            .alarmNotFound
        ),
        (
            .clearTransientState(ClearTransientState(reset: .parameterValues)), .invalidArgument
        ),
    ]

    @Test("Refused", arguments: cases.indices)
    func refused(_ position: Int) {
        let (action, code) = Self.cases[position]
        var fixture = Fixture.withStack()
        let before = fixture.state
        let decision = fixture.perform(action)
        #expect(!decision.outcome.accepted, "\(action)")
        #expect(decision.outcome.errorCode == code, "\(action): \(decision.outcome.errorSentence)")
        #expect(decision.outcome.errorSentence.count > 10)
        #expect(fixture.state == before)
        #expect(decision.events.filter { $0 == "runtime_mutation_rejected" }.count == 1)
        #expect(!decision.publishesSnapshot)
    }

    @Test("An expected version that is not the present one, or of another epoch, is a conflict")
    func version() {
        var fixture = Fixture.withStack()
        let action = Command.Action.setBypass(SetBypass(layer: layer("layer-1"), bypassed: true))
        for wrong in [
            StateVersion(coordinatorEpoch: 77, number: fixture.state.version - 1),
            StateVersion(coordinatorEpoch: 78, number: fixture.state.version),
        ] {
            let decision = fixture.perform(Command(expectedStateVersion: wrong, action: action))
            #expect(decision.outcome.errorCode == .versionConflict)
        }
        let right = StateVersion(coordinatorEpoch: 77, number: fixture.state.version)
        let decision = fixture.perform(Command(expectedStateVersion: right, action: action))
        #expect(decision.outcome.accepted)
    }

    @Test("A command without an action this build knows is refused, not lost")
    func unknownAction() {
        var fixture = Fixture.withStack()
        #expect(fixture.perform(Command()).outcome.errorCode == .invalidArgument)
    }

    @Test("Layers are found by id, name, position, and whatever somebody typed")
    func selectors() throws {
        var fixture = Fixture.withStack()
        fixture.perform(.renameLayer(RenameLayer(layer: layer("layer-2"), name: "Lower Third")))
        for by in [
            LayerSelector.By.id("layer-2"), .name("Lower Third"), .name("lower_third"),
            .position(2), .any("2"), .any("lower-third"), .any("layer-2"),
        ] {
            let outcome = fixture.perform(
                .setBypass(SetBypass(layer: LayerSelector(by: by), toggle: true))
            ).outcome
            #expect(outcome.accepted && outcome.subjectId == "layer-2", "\(by)")
        }
        fixture.perform(.renameLayer(RenameLayer(layer: layer("layer-1"), name: "lowerthird")))
        let ambiguous = fixture.perform(
            .setBypass(SetBypass(layer: LayerSelector(by: .any("LOWER-THIRD")), toggle: true)))
        #expect(ambiguous.outcome.errorCode == .ambiguousTarget)
        let exact = fixture.perform(
            .setBypass(SetBypass(layer: LayerSelector(by: .any("lowerthird")), toggle: true)))
        #expect(exact.outcome.subjectId == "layer-1")
    }

    @Test("Normalised values map onto the range; forgiving names find their parameter")
    func normalised() throws {
        var fixture = Fixture.withStack()
        fixture.perform(Self.set("gain", float(0.25), normalised: true))
        #expect(fixture.state.layer("layer-1")?.values["gain"] == .float(1))
        fixture.perform(Self.set("mode", float(1), normalised: true))
        #expect(fixture.state.layer("layer-1")?.values["mode"] == .long(5))
        var target = parameter("keylight")
        target.forgiving = true
        fixture.perform(.setParameter(SetParameter(target: target, value: float(0.5))))
        #expect(fixture.state.layer("layer-1")?.values["Key Light"] == .float(0.5))
    }

    @Test("A stack that would not fit into a snapshot is refused before it is applied")
    func tooLarge() {
        var fixture = Fixture.withStack()
        fixture.settings.snapshotBytesMax = 3000
        let long = ParameterValue(kind: .text(String(repeating: "x", count: 4000)))
        let decision = fixture.perform(
            .setParameter(SetParameter(target: parameter("text", of: "layer-2"), value: long)))
        #expect(decision.outcome.errorCode == .snapshotTooLarge)
        #expect(fixture.state.layer("layer-2")?.values.isEmpty == true)
    }

    @Test("Limits: layers of a stack")
    func limits() {
        var fixture = Fixture.withStack()
        fixture.settings.layersMax = 3
        #expect(fixture.perform(.addLayer(AddLayer(shaderId: "grade"))).outcome.accepted)
        let decision = fixture.perform(.addLayer(AddLayer(shaderId: "grade")))
        #expect(decision.outcome.errorCode == .limitReached)
    }

    @Test("Without a store durable changes are refused before they are decided; others go on")
    func storeUnavailable() {
        var fixture = Fixture.withStack()
        fixture.storeAvailable = false
        let durable = fixture.perform(Self.set("gain", float(2)))
        #expect(durable.outcome.errorCode == .storeUnavailable)
        #expect(fixture.state.layer("layer-1")?.values.isEmpty == true)
        let live = fixture.perform(
            .setParameter(
                SetParameter(target: parameter("gain"), value: float(2), gesture: .inProgress)))
        #expect(live.outcome.accepted && live.publishesSnapshot)
        let overlay = fixture.perform(
            .automationTarget(AutomationTarget(target: parameter("gain"), value: float(3))))
        #expect(overlay.outcome.accepted)
    }

    @Test("Where edits go by preview, the programme is edited only when asked for hot")
    func hot() {
        var fixture = Fixture.withStack()
        fixture.settings.editsGoToPreview = true
        let action = Self.set("gain", float(2))
        #expect(fixture.perform(Command(action: action)).outcome.errorCode == .hotRequired)
        #expect(fixture.perform(Command(hot: true, action: action)).outcome.accepted)
    }
}
