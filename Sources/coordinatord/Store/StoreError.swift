/// Why the store could not be opened. Each names its remedy.
public enum StoreOpenError: Error, Equatable, CustomStringConvertible {
    /// The file was written by a newer version of this program; it is left exactly as it is.
    case newerVersion(path: String, found: Int, known: Int)
    /// The folder or file cannot be created, read or written.
    case unusable(path: String, reason: String)

    public var description: String {
        switch self {
        case .newerVersion(let path, let found, let known):
            "\(path) was written by a newer holdover (store version \(found), this program knows"
                + " \(known)); install that version again, or move the file away to start empty"
        case .unusable(let path, let reason):
            "the store \(path) cannot be used: \(reason); check the folder's owner, its"
                + " permissions and the free space"
        }
    }
}
