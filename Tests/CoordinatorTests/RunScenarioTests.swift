import Common
@testable import Coordinator
@testable import CoordinatorDecision
import Proto
import Testing

/// What an operator sees of a run.
@Suite("Run")
struct RunScenarioTests {
    @Test("The happy path: prepared, started, paused, resumed, stopped, one summary")
    func happyPath() throws {
        var world = RunWorld()
        #expect(world.perform(.prepareRun(PrepareRun(title: "evening"))).accepted)
        #expect(world.run.state == .preparing && world.probes == ["op-1"])
        world.probed()
        #expect(world.run.state == .ready)
        #expect(world.perform(.startRun(StartRun())).accepted)
        #expect(world.run.order.output == .programme && world.run.order.index == 5000)
        world.shows()
        world.perform(.pauseRun(PauseRun(reason: "weather")))
        #expect(world.run.state == .pausing && world.run.order.output == .hold)
        world.shows()
        #expect(world.run.state == .paused)
        world.perform(.resumeRun(ResumeRun()))
        world.shows()
        #expect(world.run.state == .running)
        world.perform(.stopRun(StopRun()))
        #expect(world.run.state == .stopping && world.run.order.output == .idle)
        world.shows()
        #expect(world.run.state == .stopped)
        #expect(
            world.transitions == [
                "idle→preparing", "preparing→ready", "ready→running", "running→pausing",
                "pausing→paused", "paused→resuming", "resuming→running", "running→stopping",
                "stopping→stopped",
            ])
        let summary = try #require(world.fixture.state.finished.first)
        #expect(world.fixture.state.finished.count == 1)
        #expect(summary.title == "evening" && summary.cause == .operator)
        #expect(summary.endedBy == "anna" && summary.startedAtWall > 0)
        #expect(world.lines.allSatisfy { $0.run == summary.id })
        #expect(AsRunLine.documents(world.lines).contains { $0.contains("grade") })
    }

    @Test("Of several programmes for one frame only the last carries its document")
    func oneDocumentAFrame() {
        func line(_ index: Int64, _ red: Double?, detail: String = "") -> AsRunLine {
            AsRunLine(
                run: "r", wall: 1, index: index, kind: "programme", text: "", operation: "",
                principal: "", detail: detail,
                stack: red.map { LayerStack(background: [$0, 0, 0, 1]) })
        }
        let documents = AsRunLine.documents([
            line(7, 0.5), line(7, nil, detail: "thumb.png"), line(7, 0.25), line(8, 0.125),
            line(9, 0.75), line(9, 0.625),
        ])
        #expect(documents[0].isEmpty && documents[1] == "thumb.png" && documents[4].isEmpty)
        #expect(documents[2].contains("0.25") && documents[3].contains("0.125"))
        #expect(documents[5].contains("0.625"))
    }

    @Test("Lines that find no room leave a line that says how many are gone")
    func gap() {
        func line(_ number: UInt64) -> AsRunLine {
            var line = AsRunLine(
                run: "r", wall: 1, index: 7, kind: "alarm", text: "line", operation: "op",
                principal: "anna", detail: "")
            line.number = number
            return line
        }
        var kept = AsRunLine.bounded((1...10).map(line), to: 4)
        #expect(kept.map(\.number) == [7, 8, 9, 10])
        #expect(kept[0].kind == "gap" && kept[0].detail == "7" && kept[1] == line(8))
        kept = AsRunLine.bounded(kept + (11...12).map(line), to: 4)
        #expect(kept.map(\.number) == [9, 10, 11, 12] && kept[0].detail == "9")
        #expect(AsRunLine.bounded((1...4).map(line), to: 4) == (1...4).map(line))
    }

    @Test("Two starts are one start; the second operator is told why")
    func doubleStart() {
        var world = RunWorld()
        world.goOnAir()
        let before = world.fixture.state
        let outcome = world.perform(.startRun(StartRun()), by: "ben")
        #expect(!outcome.accepted && outcome.errorCode == .notAllowedNow)
        #expect(outcome.errorSentence.contains("running already"))
        #expect(world.fixture.state == before)
    }

    @Test("Stop fades out and drains; abort cuts at once to the last rung")
    func stopAgainstAbort() throws {
        var stopped = RunWorld()
        stopped.goOnAir()
        var aborted = stopped
        stopped.perform(
            .stopRun(StopRun(transition: Transition(kind: .mix, durationFrames: 25))))
        #expect(stopped.run.state == .stopping)
        #expect(stopped.run.order.output == .idle && stopped.run.order.index == 5025)
        let provider = SnapshotProvider(
            workingFormat: Fixture.format, settings: PolicySettings(), epoch: 77)
        let fading = provider.snapshot(
            of: stopped.fixture.state, .programme, catalogue: Fixture.catalogue,
            effectiveIndex: 5000)
        #expect(fading.layers.isEmpty && fading.outgoing?.layers.count == 2)
        stopped.shows()
        #expect(stopped.run.state == .stopped)
        let after = provider.snapshot(
            of: stopped.fixture.state, .programme, catalogue: Fixture.catalogue,
            effectiveIndex: 5100)
        #expect(after.layers.count == 2 && after.outgoing == nil)

        aborted.perform(.abortRun(AbortRun(reason: "wrong show")))
        #expect(aborted.run.state == .aborted)
        #expect(aborted.run.order.output == .safe && aborted.run.order.index == 0)
        #expect(try #require(aborted.fixture.state.finished.last).detail.contains("wrong show"))
    }

    @Test("Abort during a stop cuts; the stop's late answer changes nothing")
    func abortDuringStop() {
        var world = RunWorld()
        world.goOnAir()
        world.perform(.stopRun(StopRun()))
        let late = world.run.order.operation
        world.perform(.abortRun(AbortRun()))
        #expect(world.run.state == .aborted && world.run.order.output == .safe)
        world.report(
            .runOutputApplied(RunOutputApplied(output: .idle, index: 1, operationId: late)),
            "outputd")
        #expect(world.run.state == .aborted && !world.run.order.isConfirmed)
        #expect(world.fixture.state.finished.count == 1)
    }

    @Test("A stop that the output never confirms ends by itself, and says so")
    func stopWithoutAnswer() throws {
        var world = RunWorld()
        world.goOnAir()
        world.perform(.stopRun(StopRun()))
        world.wait(.milliseconds(2_100))
        #expect(world.fixture.state.alarms[RunPolicy.silent]?.isActive == true)
        world.wait(.seconds(4))
        #expect(world.run.state == .stopped)
        #expect(try #require(world.fixture.state.finished.last).detail.contains("in time"))
    }

    @Test("Within the patience a daemon's death is an alarm and no fault")
    func patience() {
        var world = RunWorld()
        world.goOnAir()
        world.dies("renderd.a")
        world.wait(.milliseconds(9_900))
        #expect(world.run.state == .running)
        world.returns("renderd.a")
        world.wait(.seconds(60))
        #expect(world.run.state == .running)
    }

    @Test(
        "Fault, acknowledge, still blocked, clear, still blocked, recover; nothing changes on air")
    func faultAndBack() throws {
        var world = RunWorld()
        world.goOnAir()
        world.perform(.pauseRun(PauseRun()))
        world.dies("outputd")
        world.wait(.milliseconds(10_100))
        #expect(world.run.state == .faulted && world.run.fault?.component == "outputd")
        #expect(world.fixture.state.alarms[RunPolicy.alarm]?.isActive == true)
        #expect(world.run.order.output == .hold)
        for action: Command.Action in [.resumeRun(ResumeRun()), .recoverRun(RecoverRun())] {
            let outcome = world.perform(action)
            #expect(!outcome.accepted && outcome.errorSentence.contains("acknowledge"))
        }
        #expect(world.perform(.clearFault(ClearFault())).errorSentence.contains("acknowledge"))
        world.perform(.acknowledgeFault(AcknowledgeFault(comment: "on my way")), by: "ben")
        #expect(world.run.fault?.acknowledgedBy == "ben" && world.run.state == .faulted)
        #expect(world.perform(.clearFault(ClearFault())).errorCode == .causeStands)
        world.returns("outputd")
        #expect(world.run.fault?.stands == false)
        #expect(!world.perform(.recoverRun(RecoverRun())).accepted)
        #expect(world.perform(.clearFault(ClearFault())).accepted)
        #expect(world.run.state == .faulted && world.run.order.output == .hold)
        #expect(world.fixture.state.alarms[RunPolicy.alarm]?.isActive == true)
        #expect(world.perform(.recoverRun(RecoverRun())).accepted)
        #expect(world.run.state == .recovering && world.run.order.output == .hold)
        world.shows()
        #expect(world.run.state == .paused && world.run.fault == nil)
        #expect(world.fixture.state.alarms[RunPolicy.alarm]?.isActive != true)
    }

    @Test("A cleared fault whose cause comes back is not cleared any more")
    func causeReturns() {
        var world = RunWorld()
        world.goOnAir()
        world.dies("outputd")
        world.wait(.seconds(11))
        world.perform(.acknowledgeFault(AcknowledgeFault()))
        world.returns("outputd")
        world.perform(.clearFault(ClearFault()))
        world.dies("outputd")
        #expect(world.run.fault?.stands == true)
        #expect(!world.perform(.recoverRun(RecoverRun())).accepted)
    }

    @Test("A recovery that the output does not confirm is a fault again, by timeout")
    func recoveryWithoutAnswer() {
        var world = RunWorld()
        world.goOnAir()
        world.dies("renderd.a")
        world.wait(.seconds(11))
        world.perform(.acknowledgeFault(AcknowledgeFault()))
        world.returns("renderd.a")
        world.perform(.clearFault(ClearFault()))
        world.perform(.recoverRun(RecoverRun()))
        world.wait(.milliseconds(2_100))
        #expect(world.run.state == .faulted && world.run.cause == .timeout)
    }

    @Test("A coordinator that dies in a run resumes it; its summary says how often")
    func coordinatorDeath() throws {
        var world = RunWorld()
        world.goOnAir()
        let id = world.run.id
        world.restart()
        #expect(world.run.id == id && world.run.state == .running)
        #expect(world.run.cause == .hydration && world.fixture.state.finished.isEmpty)
        world.perform(.stopRun(StopRun()))
        world.shows()
        #expect(try #require(world.fixture.state.finished.first).resumedCount == 1)
    }

    @Test(
        "A host that goes down closes the run; the show is taken to air anew only where configured")
    func hostDeath() throws {
        for autostart in [true, false] {
            var world = RunWorld(autostart: autostart)
            world.goOnAir()
            let id = world.run.id
            world.restart(boot: "boot-2")
            let summary = try #require(world.fixture.state.finished.first)
            #expect(summary.id == id && summary.state == .aborted && summary.cause == .fault)
            #expect(world.run.state == (autostart ? .running : .aborted))
            #expect((world.run.id == id) == !autostart)
            #expect(world.fixture.state.finished.count == 1)
        }
    }

    @Test("A first start takes the show to air by itself, or waits with the idle source")
    func firstStart() {
        var world = RunWorld(autostart: true)
        world.restart()
        #expect(world.run.state == .running && world.run.cause == .autostart)
        #expect(world.run.order.output == .programme)
        var waiting = RunWorld()
        waiting.restart()
        #expect(waiting.run.state == .idle && waiting.run.order.output == .idle)
        world.perform(.stopRun(StopRun()))
        world.shows()
        world.restart()
        #expect(world.run.state == .stopped, "a show that somebody stopped stays stopped")
    }

    @Test("What dies together with the coordinator and stays away is missed all the same")
    func deathTogether() {
        var world = RunWorld()
        world.goOnAir()
        world.restart(returns: false)
        world.wait(.seconds(9))
        #expect(world.run.state == .running)
        world.wait(.seconds(2))
        #expect(world.run.state == .faulted && world.run.fault?.component == "outputd")
    }

    @Test("A wall clock that is stepped back moves no run, loses no summary and ends no alarm")
    func clockSteppedBack() throws {
        var world = RunWorld()
        world.goOnAir()
        world.dies("renderd.a")
        world.wall -= 3_600_000_000_000
        world.wait(.milliseconds(9_900))
        #expect(world.run.state == .running, "the patience is counted by the monotonic clock")
        world.wait(.milliseconds(200))
        #expect(world.run.state == .faulted)
        #expect(world.fixture.state.alarms[RunPolicy.alarm]?.isActive == true)
        world.perform(.abortRun(AbortRun()))
        let summary = try #require(world.fixture.state.finished.first)
        #expect(world.fixture.state.finished.count == 1 && summary.state == .aborted)
        #expect(summary.endedAtWall < summary.startedAtWall, "as the clock had it")
        // The next show starts as if nothing had happened.
        world.returns("renderd.a")
        world.report(.laneStatusChanged(LaneStatusChanged(lane: "a", state: .inStep)), "renderd.a")
        world.built("grade", 11)
        world.built("title", 21)
        world.goOnAir()
        #expect(world.run.state == .running && world.run.id != summary.id)
    }

    @Test("The guards say beforehand what a command would be told")
    func guards() {
        var world = RunWorld()
        world.goOnAir()
        let guards = RunPresenter.guards(world.fixture.state, world.context)
        #expect(guards.count == RunCommand.allCases.count)
        #expect(guards.first { $0.action == "stop_run" }?.allowed == true)
        let start = guards.first { $0.action == "start_run" }
        #expect(start?.allowed == false)
        let outcome = world.perform(.startRun(StartRun()))
        #expect(outcome.errorSentence == start?.reason)
    }
}
