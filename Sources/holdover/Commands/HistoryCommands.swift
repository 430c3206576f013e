import ArgumentParser
import Proto

/// How one picture gives way to another.
struct TransitionOptions: ParsableArguments {
    @Option(help: "Length of the transition in frames; 0 cuts.")
    var mix: UInt32 = 0
    @Option(help: "A transition shader that draws it; without one it is a mix.")
    var shader: String?
    @Option(help: "Output frame index at which it begins; without one as soon as possible.")
    var at: Int64?

    func validate() throws {
        guard shader == nil || mix > 0 else {
            throw ValidationError("--shader needs --mix, the length of the transition in frames")
        }
    }

    var transition: Transition {
        Transition(
            kind: mix == 0 ? .cut : shader == nil ? .mix : .shader, durationFrames: mix,
            atIndex: at, shaderId: shader ?? "")
    }
}

/// `holdover take`: preview to air.
struct TakeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Bring preview to air; what was on air goes to preview.")
    @OptionGroup var instance: InstanceOptions
    @OptionGroup var transition: TransitionOptions

    func run() throws {
        let client = try CoordinatorClient(instance.load())
        defer { client.close() }
        try client.perform(.take(Take(transition: transition.transition)))
    }
}

/// `holdover undo`: takes durable changes back.
struct UndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back the last stored change of stack or presets, or the last COUNT.")
    @OptionGroup var instance: InstanceOptions
    @Argument(help: "How many.")
    var count: UInt32 = 1

    func run() throws { try perform(.undo(Undo(count: count)), instance) }
}

/// `holdover redo`: does again what an undo took back.
struct RedoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redo", abstract: "Do again what was taken back last, or the last COUNT.")
    @OptionGroup var instance: InstanceOptions
    @Argument(help: "How many.")
    var count: UInt32 = 1

    func run() throws { try perform(.redo(Redo(count: count)), instance) }
}

/// Performs an undo or redo and says what it was about.
private func perform(_ action: Command.Action, _ instance: InstanceOptions) throws {
    let client = try CoordinatorClient(instance.load())
    defer { client.close() }
    for note in try client.perform(action).telemetryNotes { print(note) }
}
