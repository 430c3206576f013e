import ArgumentParser

/// `ingressd`: what brings wishes and pictures in. One role a process.
struct IngressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingressd",
        abstract: "Brings control and video in.",
        subcommands: [ControlCommand.self, CaptureCommand.self, DecodeCommand.self])
}
