import ArgumentParser

/// `holdover status`: everything at a glance.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show processes, output, slots by source and result, renderer, alarms.",
        discussion: """
            Reads shared memory where the coordinator is away. --json has the names of the metrics.
            """)

    @OptionGroup var options: InstanceOptions

    @Flag(help: "One JSON document.")
    var json = false

    func run() throws {
        let report = try StatusReport.gather(options.load())
        print(json ? try JSONLine.pretty(report) : report.text)
    }
}
