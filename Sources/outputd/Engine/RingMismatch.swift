import Common
import Frames

/// A ring whose pictures are not of the output's format, so that they are never shown.
struct RingMismatch: Equatable, Sendable {
    let ring: ObjectName
    let video: VideoFormat

    /// What to tell people, with the remedy.
    func sentence(wanted: VideoFormat) -> String {
        "\(ring) carries \(video) in \(video.pixelFormat.rawValue), the output is \(wanted) in "
            + "\(wanted.pixelFormat.rawValue): it is not shown. Give all daemons the same "
            + "configuration and restart the one that writes it"
    }
}
