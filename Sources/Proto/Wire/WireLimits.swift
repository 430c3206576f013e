/// Limits of the wire, the same for every process.
public enum WireLimits {
    /// No message is longer; a peer that sends a longer one is closed.
    public static let messageBytes = 1 << 20
    /// A mutation whose snapshot would be longer is refused.
    public static let snapshotBytes = 512 << 10
    /// Memory one decode may use; what needs more is malformed.
    static let decodeArenaBytes = 16 << 20
}
