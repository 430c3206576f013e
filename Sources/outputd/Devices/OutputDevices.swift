import Common
import DeckLink

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
        let devices = configuration.outputs.map { output -> Follower.Device in
            switch output.device {
            case .decklink(let selector):
                if let pair = selector.pair {
                    return .pair(
                        KeyFillPair(
                            fill: pair.fill, key: pair.key, settings: output.decklink,
                            libraryPath: configuration.text("decklink.library"),
                            scheduledDepth: configuration.playout.scheduledDepth))
                }
                return .decklink(
                    DeckLinkDevice(
                        selector, settings: output.decklink,
                        libraryPath: configuration.text("decklink.library"),
                        scheduledDepth: configuration.playout.scheduledDepth))
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
}
