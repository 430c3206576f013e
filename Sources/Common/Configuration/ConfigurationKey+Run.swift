extension ConfigurationKey {
    /// The run's workflow, its alarms and its history.
    static let runKeys: [ConfigurationKey] = [
        Self(
            "run", "autostart", .flag, .flag(true),
            "Takes the last show to air by itself after a start; false: waits for an operator."),
        Self(
            "run", "prepare_timeout_ms", .integer(100...600_000), .integer(10_000),
            "All interlocks together must be in order within this time."),
        Self(
            "run", "output_timeout_ms", .integer(100...60_000), .integer(2_000),
            "The output must confirm what the run asks of it within this time."),
        Self(
            "run", "drain_timeout_ms", .integer(100...60_000), .integer(5_000),
            "After its out-transition a stopping run waits this long for the last slots."),
        Self(
            "run", "fault_after_ms", .integer(0...3_600_000), .integer(10_000),
            "A critical component may be away this long before the run is faulted."),
        Self(
            "run", "probe_limit", .integer(1...64), .integer(4),
            "Slow checks of a preparing run under way at a time, hung ones included."),
        Self(
            "run", "disk_free_mb", .integer(0...1_000_000), .integer(200),
            "Free space that the state directory must have for a run."),
        Self(
            "run", "criticality", .list, .list([]),
            "Exceptions to the built-in table, such as \"input=critical\", "
                + "\"ingressd.capture=cosmetic\"."),
        Self(
            "alarms", "escalate_after_s", .integer(0...86_400), .integer(60),
            "An alarm nobody has acknowledged becomes more severe after this time; 0: never."),
        Self(
            "alarms", "storm_limit", .integer(1...1_000), .integer(50),
            "Subjects of one kind that are listed one by one; more are grouped."),
        Self(
            "hooks", "command", .text, .text(""),
            "A program that is run for each alarm, its fields in the environment; empty: none."),
        Self(
            "hooks", "webhook", .text, .text(""),
            "An http:// address that is sent each alarm as JSON; empty: none."),
        Self(
            "hooks", "syslog", .text, .text(""),
            "HOST:PORT that is sent each alarm as a syslog message (RFC 5424); empty: none."),
        Self(
            "hooks", "snmp", .text, .text(""),
            "HOST:PORT that is sent each alarm as an SNMPv2c trap; empty: none."),
        Self(
            "hooks", "limit", .integer(1...64), .integer(4),
            "Hooks under way at a time; more wait, and the oldest of too many go, counted."),
        Self(
            "hooks", "timeout_ms", .integer(100...60_000), .integer(5_000),
            "A hook that has not ended by then is killed."),
        Self(
            "history", "runs", .integer(1...100_000), .integer(1_000),
            "Newest runs that are kept."),
        Self(
            "history", "entries", .integer(1_000...10_000_000), .integer(1_000_000),
            "Newest as-run lines that are kept, of all runs together."),
        Self(
            "history", "days", .integer(1...36_500), .integer(400),
            "Runs older than this are deleted."),
    ]
}
