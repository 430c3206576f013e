import ArgumentParser
import Common
import Proto

/// What every command that changes the stack has.
struct MutationOptions: ParsableArguments {
    @OptionGroup var instance: InstanceOptions

    @Flag(help: "Change the preview stack instead of the programme.")
    var preview = false

    var stack: Stack { preview ? .preview : .programme }

    /// Performs one action and closes the connection.
    @discardableResult
    func perform(_ action: Command.Action) throws -> MutationOutcome {
        let client = try CoordinatorClient(instance.load())
        defer { client.close() }
        return try client.perform(action, on: stack)
    }

    /// Performs one action, and prints what is to be noted of it.
    func report(_ action: Command.Action) throws {
        for note in try perform(action).telemetryNotes { print(note) }
    }

    /// Whatever somebody typed: id, name or position.
    static func layer(_ text: String) -> LayerSelector { LayerSelector(by: .any(text)) }
}
