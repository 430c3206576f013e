/// Why a transport end could not be made.
public enum TransportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A high-water mark of 0 would mean unlimited.
    case unlimited(socket: String)
    /// The transport did not keep the mark it was given.
    case markNotKept(socket: String, wanted: Int, found: Int)
    /// Another coordinator of this instance is there.
    case alreadyBound(path: String)
    /// A call of the library or the system failed.
    case system(call: String, path: String, reason: String)

    /// A sentence that says what to do.
    public var description: String {
        switch self {
        case .unlimited(let socket):
            "the high-water mark of \(socket) is 0, which means unlimited. Give a number from 1"
        case .markNotKept(let socket, let wanted, let found):
            "the high-water mark of \(socket) is \(found) although \(wanted) was set"
        case .alreadyBound(let path):
            "\(path): a coordinator of this instance already runs. "
                + "Stop it, or use another --instance name"
        case .system(let call, let path, let reason):
            "\(call) of \(path) failed: \(reason)"
        }
    }
}
