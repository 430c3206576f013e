import Common
import Foundation
import Proto

/// One thing that happened to an alarm, as a facility is told.
struct HookMessage: Sendable {
    /// What happened.
    enum Happening: String, Sendable {
        case raised, updated, acknowledged, cleared
    }

    let happening: Happening
    let instance: String
    let runID: String
    let alarm: Alarm

    /// What an event says of an alarm; nil for any other. A shelved alarm is nobody's business.
    init?(_ event: SequencedEvent, instance: String) {
        switch event.event.kind {
        case .alarmRaised(let value): (happening, alarm) = (.raised, value.alarm)
        case .alarmUpdated(let value): (happening, alarm) = (.updated, value.alarm)
        case .alarmAcknowledged(let value): (happening, alarm) = (.acknowledged, value.alarm)
        case .alarmCleared(let value): (happening, alarm) = (.cleared, value.alarm)
        default: return nil
        }
        guard alarm.shelvedUntilWallNanoseconds == 0 else { return nil }
        self.instance = instance
        runID = event.runId
    }

    /// Its fields, by the names of the environment variables and of the JSON members.
    var fields: [(name: String, value: String)] {
        [
            ("event", happening.rawValue), ("instance", instance), ("run", runID),
            ("kind", alarm.key.kind), ("subject", alarm.key.subject),
            ("severity", alarm.severity.name), ("text", alarm.text),
            ("active", alarm.active ? "true" : "false"), ("count", "\(alarm.count)"),
            ("source", alarm.source), ("raised", RunText.wall(alarm.raisedWallNanoseconds)),
            ("acknowledged_by", alarm.acknowledgedBy), ("comment", alarm.acknowledgedComment),
        ]
    }

    /// As one JSON object.
    var json: String {
        let object = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts always encode.
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// As a syslog message (RFC 5424), facility local0.
    func syslog(host: String) -> String {
        let level =
            switch alarm.severity {
            case .critical: 2
            case .major: 3
            case .warning: 4
            default: 6
            }
        let priority = 16 * 8 + (alarm.active ? level : 5)
        func quoted(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("]", with: "\\]").replacing("\n", with: " ")
        }
        let data = fields.filter { $0.name != "text" }.map { "\($0.name)=\"\(quoted($0.value))\"" }
            .joined(separator: " ")
        let time = RunText.wall(alarm.updatedWallNanoseconds)
        return "<\(priority)>1 \(time.isEmpty ? "-" : time) \(host) holdover - "
            + "\(happening.rawValue) [holdover@32473 \(data)] "
            + alarm.text.replacing("\n", with: " ")
    }
}
