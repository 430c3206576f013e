/// Why the control ingress cannot start.
public enum ControlStartError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Remote control without tokens and TLS is refused.
    case notLoopback(address: String)
    /// A port is taken or may not be bound.
    case cannotListen(what: String, place: String, key: String, reason: String)

    /// A sentence with the remedy.
    public var description: String {
        switch self {
        case .notLoopback(let address):
            "control.bind \"\(address)\" is not a loopback address, and this server has no tokens "
                + "and no TLS. Keep 127.0.0.1 and reach it through SSH "
                + "(ssh -L 8080:127.0.0.1:8080 HOST) or a reverse proxy that authenticates"
        case .cannotListen(let what, let place, let key, let reason):
            "\(what) cannot listen at \(place): \(reason). Free the port, set \(key), or use another "
                + "instance name (other instances take any free port)"
        }
    }
}
