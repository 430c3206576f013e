import Common
import DeckLink
import Frames
import Logging

extension Configuration.Output {
    /// A DeckLink answers for a frame when it has been shown, the virtual card when it begins to be.
    var completionLag: Int { if case .decklink = device { 1 } else { 0 } }
}

/// The devices of the configuration's `[[output]]` list: the first is the clock, the others follow.
struct OutputDevices {
    let clock: Follower.Device
    let followers: [Follower]

    init(
        _ configuration: Configuration, environment: [String: String], registry: MetricsRegistry
    ) {
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        // After a crash the output must be back at once, and the firmware is the same.
        let playedLast = TimelineReader(in: FramePlane(paths)).latest()?.heartbeat
        let isCold = playedLast.map { SystemTimeSource().now() - $0 > .seconds(5) } ?? true
        var isLogged = !isCold
        let devices = configuration.outputs.map { output -> Follower.Device in
            switch output.device {
            case .decklink(let selector):
                // The tool lists every card: it is asked once.
                let asks = !isLogged
                let onFirstTake: @Sendable () -> Void = {
                    if asks { Self.logFirmware(environment) }
                }
                isLogged = true
                if let pair = selector.pair {
                    return .pair(
                        KeyFillPair(
                            fill: pair.fill, key: pair.key, settings: output.decklink,
                            libraryPath: configuration.text("decklink.library"),
                            scheduledDepth: configuration.playout.scheduledDepth,
                            onFirstTake: onFirstTake))
                }
                return .decklink(
                    DeckLinkDevice(
                        selector, settings: output.decklink,
                        libraryPath: configuration.text("decklink.library"),
                        scheduledDepth: configuration.playout.scheduledDepth,
                        onFirstTake: onFirstTake))
            case .virtual(let name):
                // A named card is that of another instance.
                return .virtual(
                    VirtualCardDevice(
                        path: InstancePaths(
                            instance: name ?? configuration.instance, environment: environment
                        ).socket("card")))
            }
        }
        clock = devices[0]
        followers = zip(configuration.outputs, devices).dropFirst().map { output, device in
            Follower(
                device, depth: configuration.playout.scheduledDepth,
                instruments: Follower.Instruments(number: output.number, registry: registry))
        }
    }

    /// Two seconds at most, on a thread that may block.
    private static func logFirmware(_ environment: [String: String]) {
        let log = Logger(label: "decklink")
        switch DeckLinkFirmware.ask(environment: environment) {
        case .lines(let lines):
            for line in lines { log.notice("firmware", metadata: ["tool": "\(line)"]) }
        case .unknown(let reason):
            log.notice("firmware unknown", metadata: ["reason": "\(reason)"])
        }
    }
}
