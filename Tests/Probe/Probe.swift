import ArgumentParser

/// The other process of tests that need two: each subcommand does one thing to shared memory or
/// sockets, says so in lines on standard output, and can be told to die in the middle.
struct Probe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        subcommands: [
            FramesProbe.self, MessagingProbe.self, CoordinatorBench.self, AlarmLatency.self,
            AlarmStorm.self, AlarmBurst.self,
        ])
}
