import Common
@testable import CoordinatorDecision
import Proto
import Testing

/// Preparing: interlocks, its three ends, and how it is undone.
@Suite("Preparing a run")
struct RunPreparingTests {
    private func result(_ name: InterlockName, _ world: RunWorld) -> InterlockResult? {
        world.run.interlocks.first { $0.name == name }?.result
    }

    @Test("The input interlock looks at the sound's input and at what the rundown shows later")
    func inputs() throws {
        func reports(_ number: UInt32, _ state: InputState, _ world: inout RunWorld) {
            world.report(
                .inputSignalChanged(InputSignalChanged(input: number, state: state)),
                "ingressd.capture")
        }
        var world = RunWorld()
        // No layer shows it, and its sound would be missed all the same.
        reports(1, .missing, &world)
        world.perform(.prepareRun(PrepareRun()))
        world.probed()
        #expect(world.run.state == .preparing && result(.input, world) == .failed)
        reports(1, .present, &world)
        #expect(world.run.state == .ready && result(.input, world) == .passed)
        world.perform(.cancelPreparing(CancelPreparing()))

        // An item of the rundown needs the second input; the programme does not.
        let layer = try #require(world.fixture.state.programme.layers.first)
        func bind(_ source: InputBinding.Source, _ world: inout RunWorld) {
            let binding = InputBinding(parameter: "inputImage", source: source)
            let outcome = world.perform(
                .setInputBinding(
                    SetInputBinding(layer: LayerSelector(by: .any(layer.id)), binding: binding)))
            #expect(outcome.accepted, "\(outcome.errorSentence)")
        }
        bind(.input(2), &world)
        #expect(world.perform(.savePreset(SavePreset(name: "two"))).accepted)
        bind(.below(PictureBelow()), &world)
        let json = #"{"holdover_rundown":1,"items":[{"preset":"show"},{"preset":"two"}]}"#
        world.perform(.importRundown(ImportRundown(name: "night", json: json)))
        world.perform(.prepareRun(PrepareRun(rundown: "night")))
        world.probed()
        #expect(world.run.state == .preparing && result(.input, world) == .pending)
        reports(2, .present, &world)
        #expect(world.run.state == .ready)
    }

    @Test("Cancel, timeout and fault are three different ends, each with one summary")
    func threeEnds() {
        var cancelled = RunWorld()
        cancelled.perform(.prepareRun(PrepareRun()))
        cancelled.perform(.cancelPreparing(CancelPreparing(reason: "later")))
        #expect(cancelled.run.state == .aborted && cancelled.run.cause == .operator)

        var late = RunWorld()
        late.perform(.prepareRun(PrepareRun()))
        late.wait(.seconds(11))
        #expect(late.run.state == .aborted && late.run.cause == .timeout)
        #expect(late.run.detail.contains("disk-healthy"))

        var broken = RunWorld()
        broken.perform(.prepareRun(PrepareRun()))
        broken.device(.failed)
        #expect(broken.run.state == .aborted && broken.run.cause == .fault)
        #expect(broken.run.detail.contains("device-prerolled"))
        for world in [cancelled, late, broken] {
            #expect(world.fixture.state.finished.count == 1)
            #expect(world.fixture.state.finished.first?.cause == world.run.cause)
            #expect(world.run.order.output == .idle || !world.run.order.isConfirmed)
        }
    }

    @Test("All that failed is told, not only the first")
    func allFailures() throws {
        var world = RunWorld()
        world.device(.recovering, locked: false)
        world.perform(.prepareRun(PrepareRun()))
        world.probed("no space")
        world.wait(.seconds(11))
        let detail = try #require(world.fixture.state.finished.first).detail
        for name in ["device-prerolled", "reference-locked", "disk-healthy"] {
            #expect(detail.contains(name), "\(detail)")
        }
    }

    @Test("An answer that comes after the timeout, or to an earlier preparing, counts for nothing")
    func lateAnswer() {
        var world = RunWorld()
        world.perform(.prepareRun(PrepareRun()))
        let first = world.probes.last
        world.wait(.seconds(11))
        let ended = world.fixture.state
        world.probed(operation: first)
        #expect(world.fixture.state == ended)
        world.perform(.prepareRun(PrepareRun()))
        world.probed(operation: first)
        #expect(result(.disk, world) == .pending)
        world.probed()
        #expect(world.run.state == .ready)
    }

    @Test("A failed preparing puts back what it had loaded, unless somebody has changed it since")
    func undo() {
        var world = RunWorld()
        world.fixture.perform(.removeLayer(RemoveLayer(layer: layer("layer-2"))))
        let before = world.fixture.state.programme
        world.perform(.prepareRun(PrepareRun(preset: "show")))
        #expect(world.fixture.state.programme.layers.count == 2)
        var changed = world
        world.perform(.cancelPreparing(CancelPreparing()))
        #expect(world.fixture.state.programme == before)
        changed.fixture.perform(.setOpacity(SetOpacity(layer: LayerSelector(by: .position(1)))))
        let edited = changed.fixture.state.programme
        changed.perform(.cancelPreparing(CancelPreparing()))
        #expect(changed.fixture.state.programme == edited)
    }

    @Test("A rundown that somebody has loaded or cued meanwhile outlives a preparing that fails")
    func undoOfARundown() {
        var world = RunWorld()
        for name in ["one", "two"] {
            world.perform(
                .importRundown(
                    ImportRundown(
                        name: name,
                        json: #"{"holdover_rundown":1,"items":[{"preset":"show"}]}"#)))
        }
        world.perform(.loadRundown(LoadRundown(name: "one")))
        world.perform(.prepareRun(PrepareRun(rundown: "two")))
        #expect(world.run.rundown?.name == "two")
        var touched = world
        world.perform(.cancelPreparing(CancelPreparing()))
        #expect(world.run.rundown?.name == "one", "what preparing did is undone")
        touched.perform(.cueItem(CueItem()))
        touched.perform(.cancelPreparing(CancelPreparing()))
        #expect(touched.run.rundown?.name == "two" && touched.run.rundown?.cued == 1)
    }

    @Test(
        "Summaries that the store does not have are kept, and no run begins that would push one out"
    )
    func summariesWait() {
        var world = RunWorld()
        func run() -> MutationOutcome {
            let outcome = world.perform(.prepareRun(PrepareRun()))
            world.perform(.cancelPreparing(CancelPreparing()))
            world.unstoredRuns = Set(world.fixture.state.finished.map(\.id))
            return outcome
        }
        for _ in 0..<FinishedRun.waitingMax { #expect(run().accepted) }
        #expect(world.fixture.state.finished.count == FinishedRun.waitingMax)
        let refused = run()
        #expect(refused.errorCode == .storeUnavailable)
        #expect(refused.errorSentence.contains("free disk space"))
        #expect(world.fixture.state.finished.count == FinishedRun.waitingMax)
        // The store has them: the newest few stay.
        world.unstoredRuns = []
        world.perform(.prepareRun(PrepareRun()))
        world.perform(.cancelPreparing(CancelPreparing()))
        #expect(world.fixture.state.finished.count == FinishedRun.keptCount)
    }

    @Test("An override needs a reason, is kept with who and why, and is never for the device")
    func overrides() {
        var world = RunWorld()
        world.device(.running, locked: false)
        world.perform(.prepareRun(PrepareRun()))
        world.probed()
        #expect(world.run.state == .preparing && result(.reference, world) == .failed)
        func outcome(_ name: String, _ reason: String) -> MutationOutcome {
            world.perform(
                .overrideInterlock(OverrideInterlock(interlock: name, reason: reason)))
        }
        #expect(!outcome("reference-locked", "").accepted)
        #expect(!outcome("reference-locked", " \t").accepted)
        #expect(!outcome("device-prerolled", "no card here").accepted)
        #expect(!outcome("nothing", "why").accepted)
        #expect(outcome("reference-locked", "studio without genlock").accepted)
        #expect(world.run.state == .ready && result(.reference, world) == .overridden)
        let line = world.lines.first { $0.kind == "override" }
        #expect(line?.text.contains("studio without genlock") == true)
        #expect(line?.text.contains("anna") == true)
        world.device(.running, locked: false)
        #expect(world.lines.count { $0.kind == "override" } == 1, "told once")
    }

    @Test("What gets lost between ready and start refuses the start, with what is missing")
    func lostWhileReady() {
        var world = RunWorld()
        world.perform(.prepareRun(PrepareRun()))
        world.probed()
        world.device(.recovering)
        let outcome = world.perform(.startRun(StartRun()))
        #expect(outcome.errorCode == .interlockFailed)
        #expect(outcome.errorSentence.contains("device-prerolled"))
        world.device(.running)
        #expect(world.perform(.startRun(StartRun())).accepted)
    }

    @Test("Criticality decides: a cosmetic interlock is not in the way, a critical one ends it")
    func criticality() throws {
        var world = RunWorld()
        world.fixture.settings.run.criticalities = try RunComponent.criticalities([
            "reference=cosmetic", "shaders=critical",
        ])
        world.device(.running, locked: false)
        world.perform(.prepareRun(PrepareRun()))
        world.probed()
        #expect(world.run.state == .ready)
        world.perform(.cancelPreparing(CancelPreparing()))
        world.report(
            .shaderBuildFailed(
                ShaderBuildFailed(lane: "a", shaderId: "grade", generation: 11)), "renderd.a")
        world.perform(.prepareRun(PrepareRun()))
        #expect(world.run.state == .aborted && world.run.detail.contains("shaders-built"))
        #expect(throws: RunSettingError.self) {
            _ = try RunComponent.criticalities(["shader=critical"])
        }
    }
}
