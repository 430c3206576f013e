import Common
import CoordinatorDecision
import Proto
import Testing

@Suite("Presets and takes")
struct PresetTests {
    @Test("A saved stack loads again, with new layers whose time starts at the load")
    func roundTrip() throws {
        var fixture = Fixture.withStack()
        fixture.perform(.setParameter(SetParameter(target: parameter("gain"), value: float(2))))
        fixture.perform(.savePreset(SavePreset(name: "show", overwrite: true)))
        fixture.perform(.removeLayer(RemoveLayer(layer: layer("layer-1"))))
        fixture.index = 8000
        let decision = fixture.perform(.loadPreset(LoadPreset(name: "show")))
        #expect(decision.events.contains("preset_load_succeeded"))
        #expect(fixture.state.programme.layers.map(\.name) == ["grade", "title"])
        let loaded = try #require(fixture.state.programme.layers.first)
        #expect(loaded.values == ["gain": .float(2)])
        #expect(loaded.originIndex == 8000)
        #expect(loaded.id != "layer-1", "ids are never used twice")
    }

    @Test("What fits is applied and the rest is reported; nothing that fits is a refusal")
    func partial() {
        var fixture = Fixture.withStack()
        let json = """
            {"holdover_preset": 1, "layers": [
              {"shader": "gone", "name": "first"},
              {"shader": "grade", "name": "second",
               "values": {"gain": 2.5, "mode": 5, "nothing": 1, "show": 3}}]}
            """
        #expect(
            fixture.perform(.importPreset(ImportPreset(name: "old", json: json))).outcome.accepted)
        let outcome = fixture.perform(.loadPreset(LoadPreset(name: "old"))).outcome
        #expect(outcome.accepted)
        #expect(outcome.telemetryNotes.count == 3, "\(outcome.telemetryNotes)")
        #expect(fixture.state.programme.layers.map(\.name) == ["second"])
        #expect(
            fixture.state.programme.layers.first?.values == ["gain": .float(2.5), "mode": .long(5)])
        let none = #"{"holdover_preset": 1, "layers": [{"shader": "gone"}]}"#
        fixture.perform(.importPreset(ImportPreset(name: "none", json: none)))
        let before = fixture.state
        let refused = fixture.perform(.loadPreset(LoadPreset(name: "none")))
        #expect(refused.outcome.errorCode == .shaderNotFound)
        #expect(refused.events == ["runtime_mutation_rejected", "preset_load_failed"])
        #expect(fixture.state == before)
    }

    @Test("An exported document imports to the same stack")
    func document() throws {
        var fixture = Fixture.withStack()
        fixture.perform(
            .setInputBinding(
                SetInputBinding(
                    layer: layer("layer-1"),
                    binding: InputBinding(parameter: "inputImage", source: .layer("layer-2")))))
        fixture.perform(.setOpacity(SetOpacity(layer: layer("layer-2"), opacity: 0.25)))
        fixture.perform(.savePreset(SavePreset(name: "a")))
        let text = PresetDocumentCodec.document(try #require(fixture.state.presets["a"]))
        #expect(
            fixture.perform(.importPreset(ImportPreset(name: "b", json: text))).outcome.accepted)
        let copy = try #require(fixture.state.presets["b"])
        #expect(PresetDocumentCodec.document(copy) == text)
        fixture.perform(.loadPreset(LoadPreset(name: "b")))
        let layers = fixture.state.programme.layers
        #expect(layers.first?.bindings == ["inputImage": .layer(layers[1].id)])
    }

    @Test("A take exchanges preview and programme; a timed one keeps the old picture until its end")
    func take() throws {
        var fixture = Fixture.withStack()
        fixture.perform(
            Command(stack: .preview, action: .addLayer(AddLayer(shaderId: "title"))))
        let onAir = fixture.state.programme
        let next = fixture.state.preview
        let mix = Transition(kind: .mix, durationFrames: 25)
        fixture.perform(.take(Take(transition: mix)))
        #expect(fixture.state.programme == next)
        #expect(fixture.state.preview == onAir)
        let outgoing = try #require(fixture.state.outgoing)
        #expect(outgoing.stack == onAir)
        #expect(outgoing.startIndex == 5000 && outgoing.lengthFrames == 25)
    }
}

@Suite("Facts and alarms")
struct FactTests {
    func take(
        _ kind: Fact.Kind, from source: String = "ingressd.capture", _ fixture: inout Fixture
    ) -> Decision {
        let decision = Decide.fact(
            Fact(kind: kind), from: source, in: fixture.state, fixture.context)
        fixture.state = decision.state
        return decision
    }

    func lost(_ input: Int, _ active: Bool) -> AlarmLevel {
        AlarmLevel(
            key: AlarmKey(kind: "input-lost", subject: "input.\(input)"), active: active,
            severity: .major, text: "no signal")
    }

    @Test("A lost input is an alarm until it is back; acknowledging it clears nothing")
    func inputLost() throws {
        var fixture = Fixture.withStack()
        let name = AlarmName(kind: "input-lost", subject: "input.1")
        let first = take(.alarmLevel(lost(1, true)), &fixture)
        #expect(first.events.contains("alarm_raised"))
        #expect(first.outcome.persistence == .immediate)
        #expect(take(.alarmLevel(lost(1, true)), &fixture).state == first.state)
        let key = AlarmKey(kind: name.kind, subject: name.subject)
        fixture.perform(.acknowledgeAlarm(AcknowledgeAlarm(key: key)))
        #expect(fixture.state.alarms[name]?.isActive == true)
        #expect(fixture.state.alarms[name]?.acknowledgedBy == "test")
        #expect(
            fixture.perform(.clearAlarm(ClearAlarm(key: key))).outcome.errorCode == .causeStands)
        let back = take(.alarmLevel(lost(1, false)), &fixture)
        #expect(back.events.contains("alarm_cleared"))
        #expect(fixture.state.alarms[name] == nil, "seen, and its cause is gone")
    }

    @Test("An alarm that two processes assert stands until it is gone for both")
    func twoSources() {
        var fixture = Fixture.withStack()
        let name = AlarmName(kind: "input-lost", subject: "input.1")
        _ = take(.alarmLevel(lost(1, true)), from: "renderd.a", &fixture)
        let second = take(.alarmLevel(lost(1, true)), from: "renderd.b", &fixture)
        #expect(!second.events.contains("alarm_raised"), "it is the same alarm")
        _ = take(.alarmLevel(lost(1, false)), from: "renderd.a", &fixture)
        #expect(fixture.state.alarms[name]?.isActive == true)
        let gone = take(.alarmLevel(lost(1, false)), from: "renderd.b", &fixture)
        #expect(fixture.state.alarms[name]?.isActive == false)
        #expect(gone.events.contains("alarm_cleared"))
    }

    @Test("A lane's words for a lost input give way to those of the process that captures it")
    func captureKnowsWhy() {
        var fixture = Fixture.withStack()
        let name = AlarmName(kind: "input-lost", subject: "input.1")
        let seen = AlarmLevel(
            key: AlarmKey(kind: name.kind, subject: name.subject), active: true, severity: .major,
            text: "input 1 is lost")
        _ = take(.alarmLevel(seen), from: "renderd.a", &fixture)
        #expect(fixture.state.alarms[name]?.text == "input 1 is lost")
        _ = take(.alarmLevel(lost(1, true)), &fixture)
        #expect(fixture.state.alarms[name]?.text == "no signal")
        _ = take(.alarmLevel(seen), from: "renderd.a", &fixture)
        _ = take(.alarmLevel(seen), from: "renderd.b", &fixture)
        #expect(fixture.state.alarms[name]?.text == "no signal")
    }

    @Test("An alarm nobody has seen stays listed when its cause goes, until it is cleared")
    func unseen() {
        var fixture = Fixture.withStack()
        let name = AlarmName(kind: "test", subject: "thing")
        fixture.state =
            Decide.alarm(
                name, severity: .warning, text: nil, in: fixture.state, fixture.context
            ).state
        #expect(fixture.state.alarms[name]?.isActive == false)
        let key = AlarmKey(kind: "test", subject: "thing")
        #expect(fixture.perform(.clearAlarm(ClearAlarm(key: key))).outcome.accepted)
        #expect(fixture.state.alarms.isEmpty)
    }

    @Test("A status report supersedes: alarms of its sender that are not in it stand no more")
    func statusReport() {
        var fixture = Fixture.withStack()
        _ = take(.alarmLevel(lost(1, true)), &fixture)
        _ = take(.alarmLevel(lost(2, true)), &fixture)
        let report = StatusReport(levels: [LevelFact(kind: .alarmLevel(lost(2, true)))])
        _ = take(.statusReport(report), &fixture)
        let active = fixture.state.alarms.filter(\.value.isActive).map(\.key.subject).sorted()
        #expect(active == ["input.2", "thing"], "another sender's alarm is not touched")
    }

    @Test("A failed build of the present text is an alarm; one of an older text is not")
    func builds() {
        var fixture = Fixture.withStack()
        let name = AlarmName(kind: "shader-build-failed", subject: "grade")
        func failed(_ generation: UInt64) -> Fact.Kind {
            .shaderBuildFailed(
                ShaderBuildFailed(lane: "a", shaderId: "grade", generation: generation))
        }
        _ = take(failed(10), &fixture)
        #expect(fixture.state.alarms[name] == nil)
        _ = take(failed(11), &fixture)
        #expect(fixture.state.alarms[name]?.isActive == true)
        func applied(_ generation: UInt64) -> Fact.Kind {
            .shaderBuildApplied(
                ShaderBuildApplied(lane: "a", shaderId: "grade", generation: generation))
        }
        // The kept text that stands in for it is drawn; the file is as broken as before.
        _ = take(applied(9), &fixture)
        #expect(fixture.state.alarms[name]?.isActive == true)
        _ = take(applied(11), &fixture)
        #expect(fixture.state.alarms[name]?.isActive == false)
    }

    @Test("The alarm of a shader whose file the library could not use names file, line and remedy")
    func brokenFile() {
        var fixture = Fixture.withStack()
        let problem = "/shaders/grade.fs:3: the header is no JSON (close the brace)"
        fixture.catalogue.shaders["grade"] = nil
        fixture.catalogue.broken["grade"] = problem
        let fact = ShaderBuildFailed(
            lane: "a", shaderId: "grade", generation: 0,
            diagnostics: [
                BuildDiagnostic(file: "grade.fs", text: "no usable file"),
                BuildDiagnostic(text: "its last good version stays on air"),
            ])
        _ = take(.shaderBuildFailed(fact), &fixture)
        let alarm = fixture.state.alarms[
            AlarmName(kind: "shader-build-failed", subject: "grade")]
        #expect(
            alarm?.text == "grade cannot be built: \(problem); its last good version stays on air")
    }
}
