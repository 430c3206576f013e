import Foundation
import Messaging
import Proto
import Testing

/// docs/EVENTS.md says for each event and fact what the schema and the code say.
@Suite struct EventsDocumentTests {
    private static let bridges: Set = [
        "fifo-fact", "coalesced-latest", "sync-command-with-event", "observation-only",
    ]
    private static let queues: Set = ["events.outgoing", "facts.outbox", "telemetry.outgoing"]

    private func rows(width: Int) throws -> [[String]] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("docs/EVENTS.md"), encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| ") else { return nil }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .dropFirst().dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
            return cells.count == width ? cells : nil
        }
    }

    /// `state_beat` is `StateBeat`.
    private func typeName(_ name: String) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    @Test func everyEventHasARow() throws {
        let rows = try rows(width: 6).filter { $0[0] != "event" }
        #expect(rows.map { $0[0] } == Event.Kind.names.map(typeName))
        let facts = Set(Fact.Kind.names.map(typeName))
        for row in rows {
            #expect(row.allSatisfy { !$0.isEmpty }, "\(row[0]) has an empty column")
            #expect(Self.bridges.contains(row[3]), "\(row[0]): \(row[3]) is no bridge category")
            #expect(Self.queues.contains(row[4]), "\(row[0]): \(row[4]) is no declared queue")
            if row[3] == "coalesced-latest" { #expect(row[5] != "–", "\(row[0]) needs a key") }
            if row[4] == "facts.outbox" { #expect(facts.contains(row[0]), "\(row[0]): no fact") }
        }
    }

    @Test func everyFactHasARowWithItsDiscipline() throws {
        let rows = try rows(width: 3).filter { $0[0] != "fact" }
        let expected = Dictionary(
            uniqueKeysWithValues: Self.facts.map { kind -> (String, String) in
                if case .edge = kind.discipline { return (typeName(kind.name), "edge") }
                return (typeName(kind.name), "level")
            })
        #expect(Set(rows.map { $0[0] }) == Set(Fact.Kind.names.map(typeName)))
        #expect(expected.count == Fact.Kind.names.count)
        for row in rows { #expect(row[1] == expected[row[0]], "\(row[0]) is declared otherwise") }
    }

    private static let facts: [Fact.Kind] = [
        .shaderBuildPrepared(.init()), .shaderBuildApplied(.init()), .shaderBuildFailed(.init()),
        .inputSignalChanged(.init()), .backendStateChanged(.init()), .outputForceChanged(.init()),
        .alarmLevel(.init()), .laneStatusChanged(.init()), .shaderPackageList(.init()),
        .processPhase(.init()), .resourceLevel(.init()), .renderResetApplied(.init()),
        .signalDefectStarted(.init()), .signalDefectEnded(.init()), .subsystemRecovered(.init()),
        .handlerFailed(.init()), .statusReport(.init()),
    ]
}
