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
        let operation = "input.\(number)-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        facts(
            .inputSignalChanged(
                InputSignalChanged(
                    input: UInt32(number), state: state,
                    format: state == .present ? description : "",
                    detail: trouble?.detail ?? "", cleanAvailable: hasClean && state == .present)),
            operation)
        let isAlarming = condition == .lost || condition == .returning
        facts(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: "input-lost", subject: "input.\(number)"),
                    active: isAlarming, severity: .major,
                    text: isAlarming
                        ? trouble?.detail ?? "input \(number) brings no frames" : "",
                    sinceMonotonicNanoseconds: now.nanoseconds)), operation)
    }
}
