internal import Common
internal import Messaging
internal import Proto

/// Tells the coordinator how one input stands. Any thread; levels only, so that repeating is free.
struct InputReport: Sendable {
    /// Takes a fact with the operation under which it can be followed.
    let facts: @Sendable (Fact.Kind, String) -> Void
    let number: Int

    func send(
        _ condition: InputCondition.State, description: String, trouble: SourceTrouble?,
        hasClean: Bool, at now: MonotonicInstant
    ) {
        let state: InputState =
            switch condition {
            case .present, .holding: .present
            case .returning: .unstable
            case .missing, .lost: trouble?.isUnsupported == true ? .unsupported : .missing
            }
        let operation = newOperation
        facts(
            .inputSignalChanged(
                InputSignalChanged(
                    input: UInt32(number), state: state,
                    format: state == .present ? description : "",
                    detail: trouble?.detail ?? "", cleanAvailable: hasClean && state == .present)),
            operation)
        let isAlarming = condition == .lost || condition == .returning
        alarm(
            "input-lost", .major,
            isAlarming ? trouble?.detail ?? "input \(number) brings no frames" : nil, at: now,
            operation)
    }

    /// What comes beside picture and sound is damaged, or is no longer.
    func send(complaint: String?, at now: MonotonicInstant) {
        alarm("input-ancillary", .warning, complaint, at: now, newOperation)
    }

    private var newOperation: String {
        "input.\(number)-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    }

    private func alarm(
        _ kind: String, _ severity: Severity, _ text: String?, at now: MonotonicInstant,
        _ operation: String
    ) {
        facts(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: kind, subject: "input.\(number)"), active: text != nil,
                    severity: severity, text: text ?? "",
                    sinceMonotonicNanoseconds: now.nanoseconds)), operation)
    }
}
