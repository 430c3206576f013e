import ArgumentParser
import Common
import Proto

/// What every command about the run has.
struct RunOptions: ParsableArguments {
    @OptionGroup var instance: InstanceOptions

    /// How long a command waits for what it started.
    static let patience = Nanoseconds.seconds(60)

    /// Performs an action, waits until the model is as wanted, and says where the run is. Exit code 1
    /// where the run ended up aborted or faulted by what was waited for.
    func perform(
        _ action: Command.Action, until isDone: ((ReadModel) -> Bool)? = nil
    ) throws {
        let client = try CoordinatorClient(instance.load())
        defer { client.close() }
        let outcome = try client.perform(action)
        for note in outcome.telemetryNotes { print(note) }
        let time = SystemTimeSource()
        let deadline = time.now() + Self.patience
        var model = try client.state()
        while let isDone, !isDone(model), time.now() < deadline {
            time.sleep(until: time.now() + .milliseconds(50))
            model = try client.state()
        }
        print(RunText.line(model.run))
        let isFailed = model.run.state == .aborted || model.run.state == .faulted
        if isDone != nil, isFailed { throw ExitCode.failure }
    }
}

/// A subcommand of `holdover run` that gives one command and waits for the state on its way to go by.
protocol RunStep: ParsableCommand {
    /// What it does, for the help.
    static var abstract: String { get }
    /// The state that the run passes through; nil where the command's answer is its end.
    static var passing: RunState? { get }
    var options: RunOptions { get }
    /// The command.
    var action: Command.Action { get }
}

extension RunStep {
    static var passing: RunState? { nil }
    static var configuration: CommandConfiguration { CommandConfiguration(abstract: abstract) }

    func run() throws {
        try options.perform(
            action, until: Self.passing.map { passing in { $0.run.state != passing } })
    }
}

/// Why somebody does it.
struct ReasonOption: ParsableArguments {
    @Option(help: "Why; for the history.")
    var reason = ""
}

/// What somebody says to it.
struct CommentOption: ParsableArguments {
    @Option(help: "For the history.")
    var comment = ""
}
