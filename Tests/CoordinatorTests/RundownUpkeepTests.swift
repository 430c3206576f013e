import Common
@testable import CoordinatorDecision
import Proto
import Testing

/// Whose a rundown is, what of it is missing, and the alarm of one that does not go on.
@Suite("Rundown around its run")
struct RundownUpkeepTests {
    private static let stuck = AlarmName(kind: "rundown-stuck", subject: "night")

    private static func importing(
        _ items: String, _ world: inout RunWorld, overwrite: Bool = false
    ) -> MutationOutcome {
        world.perform(
            .importRundown(
                ImportRundown(
                    name: "night", json: #"{"holdover_rundown":1,"items":["# + items + "]}",
                    overwrite: overwrite)))
    }

    /// On air with item 1 of a rundown whose second item's preset is then deleted.
    private static func stuckWorld() -> RunWorld {
        var world = RunWorld()
        world.perform(.savePreset(SavePreset(name: "guest")))
        #expect(
            importing(#"{"preset":"show","seconds":5},{"preset":"guest","seconds":5}"#, &world)
                .accepted)
        world.goOnAir()
        world.perform(.loadRundown(LoadRundown(name: "night")))
        world.perform(.cueItem(CueItem()))
        world.perform(.deletePreset(DeletePreset(name: "guest")))
        let taken = world.perform(.takeNextItem(TakeNextItem()))
        #expect(taken.accepted && taken.telemetryNotes.contains { $0.contains("cannot be cued") })
        return world
    }

    @Test("A show after a finished rundown has none of it, unless it is named or loaded anew")
    func newShow() throws {
        for stopsEarly in [false, true] {
            var world = RunWorld()
            #expect(Self.importing(#"{"preset":"show","seconds":1}"#, &world).accepted)
            world.perform(.prepareRun(PrepareRun(title: "first", rundown: "night")))
            world.probed()
            world.perform(.startRun(StartRun()))
            world.shows()
            world.perform(.cueItem(CueItem()))
            if stopsEarly {
                world.perform(.stopRun(StopRun()))
            } else {
                world.perform(.takeNextItem(TakeNextItem()))
                world.wait(.seconds(2))
            }
            world.shows()
            #expect(world.run.state == (stopsEarly ? .stopped : .completed))
            let prepared = world.perform(.prepareRun(PrepareRun(title: "second")))
            #expect(prepared.telemetryNotes.contains { $0.contains("put away") })
            #expect(world.run.rundown == nil)
            world.probed()
            world.perform(.startRun(StartRun()))
            world.shows()
            world.wait(.seconds(60))
            #expect(world.run.state == .running)
            world.perform(.stopRun(StopRun()))
            world.shows()
            #expect(world.fixture.state.finished.map(\.rundown) == ["night", ""])
            world.perform(.loadRundown(LoadRundown(name: "night")))
            world.perform(.resetRun(ResetRun()))
            world.perform(.prepareRun(PrepareRun(title: "third")))
            let rundown = try #require(world.run.rundown)
            #expect(rundown.name == "night" && rundown.position == 0)
        }
    }

    @Test("A preparing that fails gives back the rundown of before, and it stays that show's")
    func cancelled() {
        var world = RunWorld()
        #expect(Self.importing(#"{"preset":"show"}"#, &world).accepted)
        world.perform(.prepareRun(PrepareRun(rundown: "night")))
        world.probed()
        world.perform(.startRun(StartRun()))
        world.shows()
        world.perform(.abortRun(AbortRun()))
        let ended = world.run.rundown
        #expect(ended?.name == "night")
        world.perform(.prepareRun(PrepareRun()))
        world.perform(.cancelPreparing(CancelPreparing()))
        #expect(world.run.rundown == ended)
        world.perform(.resetRun(ResetRun()))
        #expect(world.run.rundown == nil)
    }

    @Test("A next item that cannot be cued holds the rundown and raises an alarm")
    func stall() throws {
        let world = Self.stuckWorld()
        let alarm = try #require(world.fixture.state.alarms[Self.stuck])
        #expect(alarm.isActive && alarm.text.contains("item 2") && alarm.text.contains("guest"))
        #expect(world.run.rundown?.isHeld == true && world.run.rundown?.position == 1)
    }

    @Test("The alarm of a stuck rundown goes with its cause, whichever way that goes")
    func alarmEnds() {
        func isOver(_ end: (inout RunWorld) -> Void) -> Bool {
            var world = Self.stuckWorld()
            end(&world)
            return world.fixture.state.alarms[Self.stuck]?.isActive != true
        }
        #expect(isOver { $0.perform(.loadRundown(LoadRundown())) })
        #expect(isOver { $0.perform(.loadRundown(LoadRundown(name: "night"))) })
        #expect(isOver { $0.perform(.cueItem(CueItem(position: 1))) })
        #expect(isOver { $0.perform(.abortRun(AbortRun())) })
        #expect(
            isOver {
                $0.perform(.stopRun(StopRun()))
                $0.shows()
            })
        let isMended = isOver { world in
            world.perform(.savePreset(SavePreset(name: "guest")))
            world.perform(.holdRundown(HoldRundown(held: false)))
            #expect(world.run.rundown?.cued == 2)
            world.wait(.seconds(6))
            #expect(world.run.rundown?.position == 2)
        }
        #expect(isMended)
        #expect(!isOver { $0.perform(.holdRundown(HoldRundown(held: false))) }, "it is still gone")
        #expect(!isOver { $0.restart() }, "the cause stands over a restart")
        #expect(
            isOver {
                $0.fixture.state.run.rundown?.problem = nil
                $0.restart()
            }, "one that a store of before left standing")
    }

    @Test("Loading and preparing say which items could not go on air")
    func missing() {
        var world = RunWorld()
        world.perform(.savePreset(SavePreset(name: "guest")))
        #expect(Self.importing(#"{"preset":"show"},{"preset":"guest"}"#, &world).accepted)
        world.perform(.deletePreset(DeletePreset(name: "guest")))
        let note = "item 2: there is no preset \"guest\""
        #expect(
            world.perform(.loadRundown(LoadRundown(name: "night"))).telemetryNotes.contains(note))
        #expect(world.perform(.prepareRun(PrepareRun())).telemetryNotes.contains(note))
        world.perform(.cancelPreparing(CancelPreparing()))
        #expect(
            world.perform(.prepareRun(PrepareRun(rundown: "night"))).telemetryNotes.contains(note))
    }

    @Test("A transition's shader that is not there is named at import, and in the guard of take")
    func shaderOfATransition() throws {
        var world = RunWorld()
        let items = #"{"preset":"show"},{"preset":"show","frames":25,"shader":"wipe"}"#
        let refused = Self.importing(items, &world)
        #expect(refused.errorCode == .shaderNotFound)
        #expect(refused.errorSentence.contains("item 2") && refused.errorSentence.contains("wipe"))
        let wipe = ShaderRules(
            id: "wipe", path: "/w", generation: 5,
            parameters: [ParameterRule(name: "progress", type: .float, defaultValue: .float(0))],
            imageInputs: ["startImage", "endImage"])
        let all = ShaderCatalogue([Fixture.grade, Fixture.title, wipe])
        world.fixture.catalogue = all
        #expect(Self.importing(items, &world).accepted)
        world.fixture.catalogue = Fixture.catalogue
        world.goOnAir()
        world.perform(.loadRundown(LoadRundown(name: "night")))
        world.perform(.cueItem(CueItem(position: 2)))
        func guarding() throws -> CommandGuard {
            try #require(
                RunPresenter.guards(world.fixture.state, world.context).first {
                    $0.action == "take_next_item"
                })
        }
        let closed = try guarding()
        #expect(!closed.allowed && closed.reason.contains("wipe"))
        #expect(!RunPresenter.status(world.fixture.state, world.context).cueReady)
        world.fixture.catalogue = all
        #expect(try guarding().allowed)
    }
}
