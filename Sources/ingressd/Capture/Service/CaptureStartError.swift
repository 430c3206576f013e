/// Why capture cannot start at all. A missing medium is not among them: its input is lost, and the
/// rest goes on.
public enum CaptureStartError: Error, Sendable, CustomStringConvertible {
    /// A ring cannot be written: another capture runs, or shared memory is full.
    case ring(String)
    /// The channel's format cannot be captured in.
    case unsupportedFormat(String)

    public var description: String {
        switch self {
        case .ring(let text): text
        case .unsupportedFormat(let format):
            "capture works in UYVY, not in \(format): set channel.format to such as 1280x720p50"
        }
    }
}
