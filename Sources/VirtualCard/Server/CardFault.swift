/// A fault to inject into a running card; one line of text on `card-control.sock`.
public enum CardFault: Sendable, Equatable {
    /// The next `count` shown slots are shown too late instead.
    case late(count: Int)
    /// The next `count` shown slots are dropped.
    case drop(count: Int)
    /// For `ticks` ticks nothing is taken from the queue and nothing is answered.
    case stall(ticks: Int)
    /// The connector is pulled: the queue is flushed, playout disconnected and kept away.
    case unplug
    /// The connector is back.
    case replug
    /// The crystal runs this much faster from the next tick on; −100 000…100 000 ppm.
    case drift(partsPerMillion: Int)
    /// The reference comes or goes.
    case reference(isPresent: Bool)

    /// Reads "late 3", "drop 1", "stall 25", "unplug", "replug", "drift -40" or "reference off".
    public init?(parsing text: String) {
        let words = text.split(separator: " ").map(String.init)
        let number = words.count == 2 ? Int(words[1]) : nil
        switch (words.first, words.count) {
        case ("late", 2):
            if let number, number >= 0 { self = .late(count: number) } else { return nil }
        case ("drop", 2):
            if let number, number >= 0 { self = .drop(count: number) } else { return nil }
        case ("stall", 2):
            if let number, number >= 0 { self = .stall(ticks: number) } else { return nil }
        case ("unplug", 1): self = .unplug
        case ("replug", 1): self = .replug
        case ("drift", 2):
            guard let number, (-100_000...100_000).contains(number) else { return nil }
            self = .drift(partsPerMillion: number)
        case ("reference", 2):
            guard words[1] == "on" || words[1] == "off" else { return nil }
            self = .reference(isPresent: words[1] == "on")
        default: return nil
        }
    }

    /// As it is written in a command.
    public var text: String {
        switch self {
        case .late(let count): "late \(count)"
        case .drop(let count): "drop \(count)"
        case .stall(let ticks): "stall \(ticks)"
        case .unplug: "unplug"
        case .replug: "replug"
        case .drift(let partsPerMillion): "drift \(partsPerMillion)"
        case .reference(let isPresent): "reference \(isPresent ? "on" : "off")"
        }
    }
}
