import Common
import Foundation
import Messaging
import Proto
import Testing

/// docs/EVENTS.md says for each event and fact what the schema and the code say.
@Suite struct EventsDocumentTests {
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
        #expect(EventDeclaration.all.map(\.name) == Event.Kind.names, "in the schema's order")
        let declared = EventDeclaration.all.map { event in
            [
                typeName(event.name), event.producer, event.consumers, event.bridge.rawValue,
                event.queue.rawValue, event.coalescingKey ?? "–",
            ]
        }
        let written = try rows(width: 6).filter {
            $0[0] != "event" && $0[0].first?.isUppercase == true
        }
        for (row, event) in zip(written, declared) { #expect(row == event) }
        #expect(written.count == declared.count)
        let facts = Set(Fact.Kind.names)
        for event in EventDeclaration.all {
            if event.bridge == .coalescedLatest { #expect(event.coalescingKey != nil, "\(event)") }
            if event.queue == .facts { #expect(facts.contains(event.name), "\(event)") }
        }
    }

    @Test func everyQueueHasARow() throws {
        let declared = QueuePolicy.all.map { queue in
            [
                queue.name, queue.process, "\(queue.capacity)", "\(queue.overflow)",
                queue.carries, queue.whenFull,
            ]
        }
        let written = try rows(width: 6).filter {
            $0[0] != "queue" && $0[0].first?.isLowercase == true
        }
        #expect(written.filter { $0[0] != "event" } == declared)
        #expect(Set(QueuePolicy.all.map(\.name)).count == QueuePolicy.all.count)
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
        .handlerFailed(.init()), .outputSourceChanged(.init()), .runOutputApplied(.init()),
        .statusReport(.init()),
    ]
}
