import Foundation
import TestKit
import Testing

/// The short form of `make soak`: counts only, never milliseconds.
@Suite(.serialized) struct SoakTests {
    private func soak(_ arguments: [String]) throws -> (CommandResult, [String: Any]) {
        let result = try CommandResult.run(
            LiveInstance.programs + "/holdover",
            ["soak", "--json", "--format", "320x180p25"] + arguments)
        let value = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return (result, value as? [String: Any] ?? [:])
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
        }
    }
}
