/// Why a virtual card cannot start.
public enum VirtualCardError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another card of this instance runs.
    case alreadyRunning(lockPath: String)
    /// A socket cannot be opened.
    case cannotListen(path: String, reason: String)
    /// Shared memory for the tick log cannot be had.
    case tickLog(TickLogError)
    /// A folder of the instance cannot be used.
    case folder(String)
    /// A sink cannot work: bad text, no such folder, ffmpeg missing.
    case sink(String)
    /// The metrics port is taken.
    case metrics(String)

    public var description: String {
        switch self {
        case .alreadyRunning(let lockPath):
            "a virtual card of this instance runs already (\(lockPath) is locked): stop it, or "
                + "choose another instance with --instance"
        case .cannotListen(let path, let reason):
            "cannot listen at \(path): \(reason). Make the folder writable"
        case .tickLog(let error): error.description
        case .folder(let text), .sink(let text), .metrics(let text): text
        }
    }
}
