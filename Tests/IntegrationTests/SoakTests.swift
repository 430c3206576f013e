import Foundation
import TestKit
import Testing

/// The short form of `make soak`: counts only, never milliseconds.
@Suite(.serialized, .realTime) struct SoakTests {
    private func soak(_ arguments: [String]) throws -> (CommandResult, [String: Any]) {
        let result = try CommandResult.run(
            LiveInstance.programs + "/holdover",
            ["soak", "--json", "--format", "320x180p25"] + arguments)
        let value = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return (result, value as? [String: Any] ?? [:])
    }

    /// The witness looked at every slot it could, and contradicts nobody.
    private func expectAgreement(_ report: [String: Any]) throws {
        let witness = try #require(report["witness"] as? [String: Any])
        #expect(witness["disagreements"] as? Int == 0, "\(witness)")
        #expect(witness["jumped"] as? Int == 0)
        let count = witness["slot_count"] as? Int ?? 0
        #expect(count > 50 && witness["unseen"] as? Int ?? count < count / 50)
    }

    @Test(.timeLimit(.minutes(4)))
    func `faults of every daemon but outputd lose no slot`() throws {
        let (result, report) = try soak(["--faults", "14", "--seed", "5"])
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        #expect(report["lost"] as? Int == 0)
        #expect(report["card_missed"] as? Int == 0)
        #expect(report["changes_lost"] as? Int == 0)
        #expect(report["changes_stored"] as? Int ?? 0 > 0)
        #expect(report["run_state"] as? String == "running")
        let outcomes = report["outcomes"] as? [[String: Any]] ?? []
        #expect(outcomes.count == 14)
        #expect(Set(outcomes.compactMap { $0["daemon"] as? String }).count == 4)
        // The demo's levels are legal, and every other alarm clears.
        #expect((report["alarms"] as? [String]) == [], "\(report["alarms"] ?? "")")
        try expectAgreement(report)
    }

    @Test(.timeLimit(.minutes(4)))
    func `what a killed outputd misses, the card counts too`() throws {
        let (result, report) = try soak([
            "--faults", "4", "--seed", "9", "--daemon", "outputd", "--fault", "kill",
        ])
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        let outcomes = report["outcomes"] as? [[String: Any]] ?? []
        #expect(outcomes.count == 4)
        for outcome in outcomes {
            #expect(outcome["lost"] as? Int == outcome["card_missed"] as? Int)
            let witness = try #require(outcome["witness"] as? [String: Any])
            let isWhole = witness["unseen"] as? Int == 0
            #expect(!isWhole || outcome["lost"] as? Int == witness["held"] as? Int)
        }
        try expectAgreement(report)
    }

    @Test(.timeLimit(.minutes(4)))
    func `a renderer that hangs is repeated, and slate waits for its time`() throws {
        let (result, report) = try soak([
            "--faults", "3", "--seed", "2", "--daemon", "renderd.a", "--fault", "stop",
        ])
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        for outcome in report["outcomes"] as? [[String: Any]] ?? [] {
            let slots = outcome["slots"] as? [String: Int] ?? [:]
            // The ladder's two seconds: more than the watchdog and a restart take, by far.
            let isLong = outcome["first_fresh_milliseconds"] as? Double ?? 0 >= 2_000
            #expect(slots["slate"] == nil || isLong, "\(outcome)")
        }
        try expectAgreement(report)
    }

    @Test(.timeLimit(.minutes(4)))
    func `whichever of two lanes is on air dies, the other takes over`() throws {
        let (result, report) = try soak([
            "--faults", "6", "--seed", "4", "--lanes", "2", "--on-air", "--daemon", "renderd.a",
            "--daemon", "renderd.b", "--fault", "kill",
        ])
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        // None on a host that has time for both; with one lane each kill costs four or more.
        let repeats = (report["slots"] as? [String: Int])?["repeat"] ?? 0
        #expect(repeats <= 6)
        let outcomes = report["outcomes"] as? [[String: Any]] ?? []
        // The one killed was on air, so the other is next.
        #expect(Set(outcomes.compactMap { $0["daemon"] as? String }).count == 2)
        try expectAgreement(report)
    }
}
