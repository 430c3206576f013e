/// Where a child is in its life.
enum ChildState: String, Codable, Sendable {
    /// Its stage has not begun.
    case waiting
    /// Running, not ready yet.
    case starting
    /// Ready.
    case running
    /// Dead; starts again when the pause is over.
    case pausing
    /// Asked to stop.
    case stopping
    case stopped
}
