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
