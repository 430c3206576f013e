/// The processes of an instance, under the names used in envelopes, metrics, logs and status.
public enum ProcessName: String, Sendable, Hashable, Codable, CaseIterable {
    case ingressControl = "ingressd.control"
    case ingressCapture = "ingressd.capture"
    case coordinator = "coordinatord"
    case rendererA = "renderd.a"
    case rendererB = "renderd.b"
    case output = "outputd"
    case card = "card"
    case hooks = "hooks"

    /// The Prometheus port for this configuration: base + place in the list + offset; 0 is any.
    public func metricsPort(_ configuration: Configuration) -> Int {
        guard let offset = configuration.portOffset else { return 0 }
        let place =
            switch self {
            case .ingressControl: 0
            case .coordinator: 1
            case .rendererA: 2
            case .output: 3
            case .ingressCapture: 4
            case .rendererB: 5
            case .card: 6
            case .hooks: 7
            }
        return configuration.integer("metrics.base_port") + place + offset
    }
}

extension Configuration {
    /// A base port with the instance's offset. Where the instance has none: the port that was given
    /// for it, as it is, and 0 (any) where none was.
    public func port(_ key: String) -> Int {
        guard integer(key) != 0 else { return 0 }
        if let portOffset { return integer(key) + portOffset }
        return settings.isGiven(key) ? integer(key) : 0
    }
}
