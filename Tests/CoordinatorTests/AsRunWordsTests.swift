import Common
@testable import CoordinatorDecision
import Proto
import Testing

/// What the as-run log says was commanded, and from which frame on.
@Suite("Words of the as-run log")
struct AsRunWordsTests {
    private static func world() -> RunWorld {
        var world = RunWorld()
        let json =
            #"{"holdover_rundown":1,"items":[{"preset":"show","name":"News"},{"preset":"show"}]}"#
        #expect(
            world.perform(.importRundown(ImportRundown(name: "night", json: json))).accepted)
        world.goOnAir()
        world.lines = []
        return world
    }

    @Test("Each rundown command has a line of its own, with rundown, item and name")
    func rundown() {
        var world = Self.world()
        world.perform(.loadRundown(LoadRundown(name: "night")))
        world.perform(.holdRundown(HoldRundown(held: true)))
        world.perform(.holdRundown(HoldRundown(held: false)))
        world.perform(.cueItem(CueItem()))
        world.perform(.takeNextItem(TakeNextItem()))
        world.perform(.takeNextItem(TakeNextItem(position: 1)))
        world.perform(.loadRundown(LoadRundown()))
        let said = world.lines.filter { $0.kind == "command" || $0.kind == "programme" }.map(\.text)
        #expect(
            said == [
                "load_rundown night", "hold_rundown night", "go_rundown night",
                #"cue_item item 1 "News" of night"#, #"take_next_item item 1 "News" of night"#,
                #"take_next_item did nothing: item 1 "News" of night is on air"#,
                "unload_rundown night",
            ])
    }

    @Test("A source that the run wants does not read like the panic control")
    func source() {
        var world = Self.world()
        func says() -> String? {
            world.report(
                .outputSourceChanged(OutputSourceChanged(to: "hold", index: 7, forced: true)),
                "outputd")
            return world.lines.last { $0.kind == "source" }?.text
        }
        world.perform(.pauseRun(PauseRun()))
        #expect(says() == "hold (run)")
        world.fixture.state =
            Decide.alarm(
                AlarmName(kind: "output-forced", subject: "outputd"), severity: .warning,
                text: "forced", in: world.fixture.state, world.context
            ).state
        #expect(says() == "hold (forced)")
    }

    @Test("A start or stop at a frame is told with that frame, and not missed before it")
    func atAFrame() {
        var world = RunWorld()
        world.perform(.prepareRun(PrepareRun()))
        world.probed()
        world.shows()
        let start = world.perform(.startRun(StartRun(transition: Transition(atIndex: 5_650))))
        #expect(start.accepted && start.effectiveIndex == 5_650)
        #expect(world.lines.last { $0.kind == "programme" }?.index == 5_650)
        #expect(world.run.order.index == 5_650)
        world.wait(world.context.rate.duration(ofFrames: 650))
        #expect(world.fixture.state.alarms[RunPolicy.silent] == nil)
        world.wait(world.fixture.settings.run.outputTimeout + .milliseconds(10))
        #expect(world.fixture.state.alarms[RunPolicy.silent]?.isActive == true)
        world.shows()
        let stop = world.perform(.stopRun(StopRun(transition: Transition(atIndex: 5_300))))
        #expect(stop.effectiveIndex == 5_300)
    }

    @Test("A start at a frame that has passed says from which one it began")
    func atAPassedFrame() {
        var world = RunWorld()
        world.perform(.prepareRun(PrepareRun()))
        world.probed()
        let start = world.perform(.startRun(StartRun(transition: Transition(atIndex: 100))))
        #expect(start.effectiveIndex == 5_000)
    }
}
