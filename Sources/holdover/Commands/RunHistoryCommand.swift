import ArgumentParser
import Proto

/// `holdover history`: what was on air.
struct RunHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List runs, and what was on air in one, for reading, as CSV or as JSON.",
        subcommands: [List.self, Show.self, AsRun.self], defaultSubcommand: List.self)

    /// How a list is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, csv, json
    }

    /// The summary of the run with this id.
    private static func existing(_ id: String, _ client: CoordinatorClient) throws -> RunSummary {
        guard let run = try client.runs(limit: 1, id: id).first else {
            throw CommandFailure(
                "there is no run \"\(id)\"", remedy: "`holdover history list` names them")
        }
        return run
    }

    /// `history list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the runs, the newest first: one summary each.")
        @OptionGroup var options: InstanceOptions
        @Option(help: "At most so many.")
        var limit = 20
        @Option(help: "text, csv or json (one object a line).")
        var format = Format.text

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            if format == .csv { print(HistoryText.runHeader) }
            for run in try client.runs(limit: limit) {
                switch format {
                case .text: print(HistoryText.line(run))
                case .csv: print(HistoryText.row(run))
                case .json: print(run.jsonLine)
                }
            }
        }
    }

    /// `history show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The summary of one run.")
        @OptionGroup var options: InstanceOptions
        @Argument(help: "The run's id.")
        var id: String
        @Flag(help: "As JSON.")
        var json = false

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            let run = try RunHistoryCommand.existing(id, client)
            print(json ? run.jsonLine : HistoryText.summary(run))
        }
    }

    /// `history as-run`
    struct AsRun: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "as-run",
            abstract: "What was on air in a run, when and by whom, the oldest first.")
        @OptionGroup var options: InstanceOptions
        @Argument(help: "The run's id; without one the present run.")
        var id = ""
        @Option(help: "text, csv or json (one object a line).")
        var format = Format.text

        func run() throws {
            let client = try CoordinatorClient(options.load())
            defer { client.close() }
            if !id.isEmpty { _ = try RunHistoryCommand.existing(id, client) }
            if format == .csv { print(HistoryText.asRunHeader) }
            try client.forEachAsRunEntry(of: id) { entry in
                switch format {
                case .text: print(HistoryText.line(entry))
                case .csv: print(HistoryText.row(entry))
                case .json: print(entry.jsonLine)
                }
            }
        }
    }
}
