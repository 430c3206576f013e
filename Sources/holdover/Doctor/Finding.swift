/// One thing `holdover doctor` looked at.
struct Finding: Encodable {
    enum Level: String, Encodable { case ok, warning, problem }

    let subject: String
    let level: Level
    let text: String
    /// What to do about it; empty where it is in order.
    let remedy: String

    static func ok(_ subject: String, _ text: String) -> Finding {
        Finding(subject: subject, level: .ok, text: text, remedy: "")
    }
    static func warning(_ subject: String, _ text: String, _ remedy: String) -> Finding {
        Finding(subject: subject, level: .warning, text: text, remedy: remedy)
    }
    static func problem(_ subject: String, _ text: String, _ remedy: String) -> Finding {
        Finding(subject: subject, level: .problem, text: text, remedy: remedy)
    }
}
