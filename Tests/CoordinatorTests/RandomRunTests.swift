import Common
@testable import CoordinatorDecision
import Foundation
import Proto
import Testing

/// Runs driven at random, with faults, deaths and late answers: each ends once, for the right cause.
@Suite("Random runs")
struct RandomRunTests {
    /// How many; HOLDOVER_RANDOM_RUNS says another number.
    static let runCount =
        ProcessInfo.processInfo.environment["HOLDOVER_RANDOM_RUNS"].flatMap(Int.init) ?? 1_000

    private static let actions: [Command.Action] = [
        .startRun(StartRun()), .startRun(StartRun()), .startRun(StartRun()),
        .pauseRun(PauseRun()), .resumeRun(ResumeRun()),
        .resumeRun(ResumeRun()), .stopRun(StopRun()),
        .stopRun(StopRun(transition: Transition(kind: .mix, durationFrames: 10))),
        .abortRun(AbortRun()), .acknowledgeFault(AcknowledgeFault()),
        .acknowledgeFault(AcknowledgeFault()), .clearFault(ClearFault()),
        .clearFault(ClearFault()), .recoverRun(RecoverRun()), .recoverRun(RecoverRun()),
        .cancelPreparing(CancelPreparing()), .prepareRun(PrepareRun()),
        .overrideInterlock(OverrideInterlock(interlock: "disk-healthy", reason: "test")),
        .resetRun(ResetRun()),
    ]

    /// One step; the causes for which a run may end in it.
    private func step(
        _ world: inout RunWorld, _ random: inout SeededGenerator
    ) -> Set<RunCause> {
        let before = world.run
        switch Int.random(in: 0..<20, using: &random) {
        case 0...9:
            let action = Self.actions.randomElement(using: &random) ?? .stopRun(StopRun())
            world.perform(action, by: Bool.random(using: &random) ? "anna" : "ben")
            return [.operator]
        case 10, 11:
            world.shows()
            return before.state == .stopping ? [before.cause] : []
        case 12:
            // An answer to something that was asked long ago.
            world.shows(operation: "op-0")
            return []
        case 13:
            world.probed(
                Bool.random(using: &random) ? nil : "no space",
                operation: Bool.random(using: &random) ? nil : "op-0")
            return []
        case 14:
            world.wait(.milliseconds(Int64.random(in: 1...12_000, using: &random)))
            return before.state == .preparing
                ? [.timeout] : before.state == .stopping ? [before.cause] : []
        case 15:
            world.dies(Bool.random(using: &random) ? "outputd" : "renderd.a")
            return []
        case 16:
            world.returns("outputd")
            world.returns("renderd.a")
            return []
        case 17:
            world.device(
                [.running, .recovering, .prerolling, .failed].randomElement(using: &random)
                    ?? .running)
            return [.fault]
        case 18:
            let isReboot = Int.random(in: 0..<8, using: &random) == 0
            world.restart(boot: isReboot ? "boot-\(random.next())" : nil)
            return [.fault]
        default:
            world.perform(.prepareRun(PrepareRun()))
            world.probed()
            return [.operator, .fault]
        }
    }

    /// What the sentence of an end by this cause says.
    private static func words(of cause: RunCause) -> [String] {
        switch cause {
        case .operator: ["by anna", "by ben"]
        case .timeout: ["not in order in time"]
        case .fault: ["device-prerolled failed", "the host went down", "the coordinator ended"]
        default: []
        }
    }

    @Test("One summary each, no orphan, the right cause, no alarm left behind")
    func runs() {
        var random = SeededGenerator(seed: 6)
        var world = RunWorld()
        var summaries: [String: RunCause] = [:]
        var begun: Set<String> = []
        var causes: [RunCause: Int] = [:]
        var stepCount = 0
        while summaries.count < Self.runCount, stepCount < 200_000 {
            stepCount += 1
            let known = world.events.count
            let wasActive = world.run.isActive ? world.run.id : ""
            let expected = step(&world, &random)
            if world.run.isActive { begun.insert(world.run.id) }
            if !wasActive.isEmpty { begun.insert(wasActive) }
            for case .runSummaryRecorded(let summary) in world.events.dropFirst(known) {
                #expect(summaries[summary.runId] == nil, "\(summary.runId) has two summaries")
                summaries[summary.runId] = summary.cause
                causes[summary.cause, default: 0] += 1
                begun.insert(summary.runId)
                let detail = world.fixture.state.finished.last?.detail ?? ""
                // A device that has failed for good ends a preparing in whatever step it is seen.
                let isDevice = detail.contains("device-prerolled failed")
                let isExpected =
                    isDevice ? summary.cause == .fault : expected.contains(summary.cause)
                #expect(
                    isExpected && Self.words(of: summary.cause).contains(where: detail.contains),
                    "\(summary.runId) ended by \(summary.cause), not \(expected): \(detail)")
            }
            if !wasActive.isEmpty, world.run.id != wasActive || !world.run.isActive {
                #expect(summaries[wasActive] != nil, "\(wasActive) ended without a summary")
            }
            let isFaulted = world.run.state == .faulted
            #expect(
                (world.fixture.state.alarms[RunPolicy.alarm]?.isActive == true) == isFaulted,
                "the alarm of a fault stands as long as the fault")
            // The world keeps only what the next steps need.
            world.events.removeAll()
            world.lines.removeAll()
        }
        let open = begun.subtracting(summaries.keys)
        #expect(open.isEmpty || open == [world.run.id] && world.run.isActive, "orphans: \(open)")
        #expect(summaries.count >= Self.runCount)
        let told = causes.map { "\($0.key.name) \($0.value)" }.sorted()
        print("random runs: \(summaries.count) in \(stepCount) steps, by cause \(told)")
        #expect(causes.keys.contains(.timeout) && causes.keys.contains(.fault))
    }
}
