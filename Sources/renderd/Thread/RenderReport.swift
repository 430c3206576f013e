import Common
import Proto

/// Everything the render thread tells the rest of its process.
enum RenderReport: Sendable {
    /// The first frame is in the ring.
    case firstFrame(index: FrameIndex)
    /// An input was lost or came back.
    case input(number: Int, isPresent: Bool, index: FrameIndex)
    /// A build is what the programme draws with now.
    case applied(id: String, generation: UInt64, index: FrameIndex)
    /// A build is ready, and waits until both lanes agree when to draw it.
    case held(LaneBuild, generation: UInt64)
    /// A build is drawn.
    case drawing(LaneBuild)
    /// Feedback was forgotten.
    case reset(RenderResetRequested, index: FrameIndex)
    /// A snapshot came after its index had been drawn.
    case lateSnapshot(number: UInt64, frames: Int)
    /// A message was dropped before it took effect: the snapshot has to be asked for again.
    case lostMessage
    /// What the other lane needs to draw the same.
    case memory(StackMemory)
    /// Frames may differ from the other lane's, or do no longer.
    case step(isOut: Bool)
    /// A frame could not be drawn; the text is the GL error.
    case failed(String)
}
