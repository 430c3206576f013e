import Common
import Foundation
import Messaging
import Proto
import Synchronization
import TestKit
import Testing

/// Runs through a real coordinator process, with its store, its disk check and its death.
@Suite("Live runs", .serialized, .realTime)
struct LiveRunTests {
    @Test("Prepared by real checks, stopped, in the history with its as-run log")
    func history() throws {
        let live = try LiveCoordinator()
        try live.start()
        let run = try LiveRun(live)
        #expect(try run.wait { $0.state == .running && $0.outputConfirmed }.cause == .autostart)
        try run.perform(.stopRun(StopRun(reason: "end")))
        _ = try run.wait { $0.state == .stopped }
        try run.goOnAir("evening")
        try run.perform(.abortRun(AbortRun(reason: "wrong show")))
        let runs = try run.history()
        #expect(runs.map(\.status.title) == ["evening", "Holdover"])
        #expect(runs.map(\.status.state) == [.aborted, .stopped])
        #expect(runs.first?.status.interlocks.allSatisfy { $0.result == .passed } == true)
        let lines = try run.asRun(try #require(runs.first?.status.runId))
        #expect(lines.contains { $0.kind == "run" && $0.text.contains("wrong show") })
        #expect(lines.contains { $0.kind == "programme" && $0.detail.contains("holdover_preset") })
        try live.end(SIGTERM)
    }

    @Test("kill -9 in every state: the run goes on or is closed, with one summary in the end")
    func deaths() throws {
        let live = try LiveCoordinator()
        try live.start()
        let run = try LiveRun(live)
        _ = try run.wait { $0.outputConfirmed }
        var titles: [String] = []
        let actions: [Command.Action] = [
            .pauseRun(PauseRun()), .stopRun(StopRun()), .abortRun(AbortRun()),
            .pauseRun(PauseRun()),
        ]
        for (number, action) in actions.enumerated() {
            let settled: Set<RunState> = [.running, .paused, .stopped, .aborted]
            let state = try run.wait { settled.contains($0.state) }.state
            if state != .running, state != .paused {
                titles.append("show \(number)")
                try run.goOnAir("show \(number)")
            }
            #expect(try run.perform(action).stored)
            let wanted = try live.model().run
            try live.end()
            try live.start()
            // What was answered as stored is not undone by a death: nobody is put back on air.
            let back = try run.wait { _ in true }
            #expect(back.runId == wanted.runId && back.output == wanted.output)
        }
        // The last one is paused: it went on.
        #expect(try run.perform(.abortRun(AbortRun())).accepted)
        let runs = try run.history()
        let ids = runs.map(\.status.runId)
        #expect(Set(ids).count == ids.count, "one summary each")
        #expect(runs.count == titles.count + 1)
        #expect(runs.allSatisfy { $0.endedWallNanoseconds != 0 })
        #expect(runs.contains { $0.resumedCount > 0 })
        for summary in runs {
            let states = try run.states(summary.status.runId)
            #expect(states?.last == summary.status.state.name, "\(states ?? [])")
        }
        try live.end(SIGTERM)
    }

    @Test("Two operators at once: one of them does it, the other is told why, every time")
    func twoOperators() throws {
        let live = try LiveCoordinator()
        try live.start()
        let run = try LiveRun(live)
        _ = try run.wait { $0.outputConfirmed }
        func both(_ action: Command.Action) -> [MutationOutcome] {
            let outcomes = Mutex<[MutationOutcome]>([])
            let threads = ["anna", "ben"].map { name in
                WorkerThread.start(named: name, owner: "tests", .cosmetic) {
                    let command = Command(
                        idempotencyKey: UUID().uuidString, principal: name, action: action)
                    let outcome = try? live.link.client.settle(
                        command, deadline: live.time.now() + .seconds(20))
                    if let outcome { outcomes.withLock { $0.append(outcome) } }
                }
            }
            for thread in threads { thread.join() }
            return outcomes.withLock { $0 }
        }
        for round in 0..<5 {
            for action: Command.Action in [
                .abortRun(AbortRun()), .prepareRun(PrepareRun(title: "show \(round)")),
                .startRun(StartRun()),
            ] {
                let outcomes = both(action)
                #expect(outcomes.count(where: \.accepted) == 1, "\(action): \(outcomes)")
                let refused = outcomes.first { !$0.accepted }
                #expect(refused?.errorSentence.isEmpty == false)
                if case .prepareRun = action { _ = try run.wait { $0.state == .ready } }
            }
            _ = try run.wait { $0.outputConfirmed }
        }
        try run.perform(.abortRun(AbortRun()))
        #expect(try run.history().count == 6)
        try live.end(SIGTERM)
    }

    @Test("25 runs at real speed, driven at random, the coordinator killed in some")
    func randomRuns() throws {
        let live = try LiveCoordinator()
        try live.start()
        let run = try LiveRun(live)
        _ = try run.wait { $0.outputConfirmed }
        try run.perform(.stopRun(StopRun()))
        var random = SeededGenerator(seed: 25)
        for number in 0..<25 {
            _ = try run.wait { [.stopped, .aborted].contains($0.state) }
            try run.goOnAir("run \(number)")
            if Bool.random(using: &random) {
                try run.perform(.pauseRun(PauseRun()))
                _ = try run.wait { $0.state == .paused }
            }
            if Int.random(in: 0..<5, using: &random) == 0 {
                try live.end()
                try live.start()
                #expect(try run.wait { _ in true }.title == "run \(number)")
            }
            let isAbort = Bool.random(using: &random)
            try run.perform(isAbort ? .abortRun(AbortRun()) : .stopRun(StopRun()))
            let end = try run.wait { [.stopped, .aborted].contains($0.state) }
            #expect(end.cause == .operator && end.state == (isAbort ? .aborted : .stopped))
        }
        let runs = try run.history()
        #expect(runs.count == 26 && Set(runs.map(\.status.runId)).count == 26)
        #expect(runs.allSatisfy { $0.status.cause == .operator })
        for summary in runs {
            let states = try run.states(summary.status.runId)
            #expect(states?.last == summary.status.state.name, "\(states ?? [])")
        }
        try live.end(SIGTERM)
    }
}
