import ArgumentParser
import Proto

/// `holdover alarm`: what needs attention.
struct AlarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm", abstract: "List and acknowledge alarms.",
        subcommands: [List.self, Acknowledge.self], defaultSubcommand: List.self)

    /// `alarm list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List active and unacknowledged alarms.")
        @OptionGroup var options: InstanceOptions
        @Flag(help: "Past ones too.")
        var past = false
        @Flag(help: "One JSON object a line.")
        var json = false

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            let answer = try client.ask(.listAlarms(ListAlarms(includePast: past)))
            guard case .alarms(let reply) = answer else {
                throw CommandFailure("the coordinator answered something else", remedy: "")
            }
            for alarm in reply.alarms {
                guard !json else {
                    var text = JSONText()
                    alarm.writeJSON(to: &text)
                    print(text.text)
                    continue
                }
                let seen = alarm.acknowledgedBy.isEmpty ? "" : "  seen by \(alarm.acknowledgedBy)"
                print(
                    "\(alarm.severity)  \(alarm.key.kind) \(alarm.key.subject)  \(alarm.text)  "
                        + "(\(alarm.count) times, \(alarm.active ? "stands" : "gone"))\(seen)")
            }
        }
    }

    /// `alarm acknowledge`
    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that somebody has seen it; clears nothing.")
        @OptionGroup var options: MutationOptions
        @Argument(help: "The kind, such as input-lost.")
        var kind: String
        @Argument(help: "The subject, such as input.1.")
        var subject: String
        @Option(help: "For the history.")
        var comment = ""

        func run() throws {
            try options.perform(
                .acknowledgeAlarm(
                    AcknowledgeAlarm(
                        key: AlarmKey(kind: kind, subject: subject), comment: comment)))
        }
    }
}
