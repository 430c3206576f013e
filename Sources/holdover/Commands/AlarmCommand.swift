import ArgumentParser
import Proto

/// `holdover alarm`: what needs attention.
struct AlarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm", abstract: "List, acknowledge, clear and shelve alarms.",
        subcommands: [
            List.self, Acknowledge.self, Clear.self, Shelve.self, Unshelve.self,
        ], defaultSubcommand: List.self)

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
            for alarm in try client.alarms(past: past) {
                print(json ? alarm.jsonLine : Self.line(alarm))
            }
        }

        private static func line(_ alarm: Alarm) -> String {
            var text =
                "\(alarm.severity)  \(alarm.key.kind) \(alarm.key.subject)  \(alarm.text)  "
                + "(\(alarm.count) times, \(alarm.active ? "stands" : "gone"))"
            if !alarm.acknowledgedBy.isEmpty {
                let comment = alarm.acknowledgedComment
                text +=
                    "  seen by \(alarm.acknowledgedBy) at"
                    + " \(RunText.wall(alarm.acknowledgedWallNanoseconds))"
                    + (comment.isEmpty ? "" : ": \(comment)")
            }
            if alarm.escalatedWallNanoseconds != 0 {
                text += "  escalated at \(RunText.wall(alarm.escalatedWallNanoseconds))"
            }
            if alarm.shelvedUntilWallNanoseconds != 0 {
                text +=
                    "  shelved until \(RunText.wall(alarm.shelvedUntilWallNanoseconds)):"
                    + " \(alarm.shelvedReason)"
            }
            return text
        }
    }

    /// Which alarm a command is about.
    struct KeyOptions: ParsableArguments {
        @Argument(help: "The kind, such as input-lost.")
        var kind: String
        @Argument(help: "The subject, such as input.1.")
        var subject: String

        var key: AlarmKey { AlarmKey(kind: kind, subject: subject) }
    }

    /// `alarm clear`
    struct Clear: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Clear an alarm whose cause is gone.")
        @OptionGroup var options: MutationOptions
        @OptionGroup var alarm: KeyOptions
        @Option(help: "For the history.")
        var comment = ""

        func run() throws {
            try options.perform(.clearAlarm(ClearAlarm(key: alarm.key, comment: comment)))
        }
    }

    /// `alarm shelve`
    struct Shelve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hide an alarm for a while; then it comes back by itself.")
        @OptionGroup var options: MutationOptions
        @OptionGroup var alarm: KeyOptions
        @Option(help: "For so many seconds, up to a day.")
        var seconds: UInt64 = 3_600
        @Option(help: "Why.")
        var reason: String

        func run() throws {
            try options.perform(
                .shelveAlarm(
                    ShelveAlarm(
                        key: alarm.key,
                        durationNanoseconds: seconds.multipliedReportingOverflow(
                            by: 1_000_000_000
                        ).partialValue, reason: reason)))
        }
    }

    /// `alarm unshelve`
    struct Unshelve: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a shelved alarm again.")
        @OptionGroup var options: MutationOptions
        @OptionGroup var alarm: KeyOptions

        func run() throws { try options.perform(.unshelveAlarm(UnshelveAlarm(key: alarm.key))) }
    }

    /// `alarm acknowledge`
    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that somebody has seen it; clears nothing.")
        @OptionGroup var options: MutationOptions
        @OptionGroup var alarm: KeyOptions
        @Option(help: "For the history.")
        var comment = ""

        func run() throws {
            try options.perform(
                .acknowledgeAlarm(AcknowledgeAlarm(key: alarm.key, comment: comment)))
        }
    }
}
