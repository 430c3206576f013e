/// Why a shared object cannot be used. Each text names the object and the next step.
public enum SharedObjectError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such object: its writer has not started.
    case missing(path: String)
    /// Something that is not ours has our name.
    case foreign(path: String, reason: String)
    /// Written by another version of the layout.
    case wrongVersion(path: String, found: UInt32, expected: UInt32)
    /// Another kind of object than the name says.
    case wrongKind(path: String, found: UInt32, expected: UInt32)
    /// The file is shorter or longer than its header says, or than a header.
    case wrongSize(path: String, found: UInt64, expected: UInt64)
    /// The header does not match its checksum or contradicts itself.
    case damaged(path: String, reason: String)
    /// Another live process writes this object.
    case locked(path: String)
    /// Shared memory is full.
    case noSpace(path: String, byteCount: UInt64)
    /// A call into the system failed.
    case system(path: String, call: String, errno: Int32)

    /// The file concerned.
    public var path: String {
        switch self {
        case .missing(let path), .foreign(let path, _), .wrongVersion(let path, _, _),
            .wrongKind(let path, _, _), .wrongSize(let path, _, _), .damaged(let path, _),
            .locked(let path), .noSpace(let path, _), .system(let path, _, _):
            path
        }
    }

    /// True where the writer of the object mends this by creating it again.
    var isMendedByWriter: Bool {
        switch self {
        case .missing, .wrongVersion, .wrongKind, .wrongSize, .damaged: true
        case .foreign, .locked, .noSpace, .system: false
        }
    }

    public var description: String {
        switch self {
        case .missing(let path):
            "\(path) does not exist: start the daemon that writes it (holdover status)"
        case .foreign(let path, let reason):
            "\(path) is not a Holdover object (\(reason)): remove it, or choose another instance "
                + "name with --instance"
        case .wrongVersion(let path, let found, let expected):
            "\(path) has layout version \(found), this program reads \(expected): restart its "
                + "writer from the same release"
        case .wrongKind(let path, let found, let expected):
            "\(path) holds an object of kind \(found), expected \(expected): restart its writer"
        case .wrongSize(let path, let found, let expected):
            "\(path) has \(found) bytes, expected \(expected): restart its writer, which creates "
                + "it again"
        case .damaged(let path, let reason):
            "\(path) is damaged (\(reason)): restart its writer, which creates it again"
        case .locked(let path):
            "\(path) is held by another process: stop the other instance of that name, or choose "
                + "another with --instance"
        case .noSpace(let path, let byteCount):
            "no room for \(byteCount) bytes of shared memory at \(path): free or enlarge /dev/shm "
                + "(mount -o remount,size=… /dev/shm), or choose a smaller format"
        case .system(let path, let call, let number):
            "\(call) of \(path) failed with errno \(number): check permissions and limits "
                + "(holdover doctor)"
        }
    }
}
