internal import Common
internal import Frames

/// What a source says about the frame it has just written.
struct CapturedFrame: Equatable {
    /// The media's own frame number, or the counter of a test signal.
    var number: Int64?
    var flags: FrameFlags
    var audioSampleCount: Int
    /// As rings carry it.
    var timecode: UInt32?
    /// Packets as `AncillaryArea` writes them.
    var ancillary: [UInt8] = []
}

/// Why a source has no frame.
struct SourceTrouble: Equatable, Sendable {
    /// The format is one we cannot take, rather than a signal that is not there.
    var isUnsupported = false
    /// A sentence that names the thing and the remedy.
    var detail: String
}

/// Where an input's frames come from. Owned by the input's thread; never blocks.
protocol CaptureSource: AnyObject {
    /// Whether what comes is known beforehand, so that it can be written ahead of time.
    var isLive: Bool { get }
    /// Goes on after this frame, which a predecessor wrote. Before anything else.
    func resume(after number: Int64)
    /// The slot that is asked for next began at `start`: of a live source, what comes from then on until
    /// the next begins is its. Before `hasFrame()`.
    func begin(slotAt start: MonotonicInstant)
    /// Whether a frame is there to be written now.
    func hasFrame() -> Bool
    /// Whether the last frame may stand for the next one that did not come in time.
    var canRepeat: Bool { get }
    /// Writes the next frame with the sound of slot `index`. Only after `hasFrame()` or `canRepeat`
    /// said true.
    func write(
        index: FrameIndex, picture: UnsafeMutableRawBufferPointer,
        sound: UnsafeMutableRawBufferPointer
    ) -> CapturedFrame
    /// Lets the media time of `count` slots pass that could not be written.
    func skip(from index: FrameIndex, count: Int)
    /// The pictures it writes where they are not of the channel's own size; nil while they are. Their
    /// rate is always the channel's: one a slot. May change with `hasFrame()`.
    var ownFormat: VideoFormat? { get }
    /// What is wrong; nil while nothing is known to be.
    var trouble: SourceTrouble? { get }
    /// What is wrong with what comes beside picture and sound, which go on, with the remedy; nil while
    /// nothing is.
    var complaint: String? { get }
    /// What the signal is, for people, e.g. "1280x720p50 UYVY from clip.mov".
    var signalDescription: String { get }
    /// Ends it and everything it started. Blocks shortly.
    func stop()
}

extension CaptureSource {
    var ownFormat: VideoFormat? { nil }
    var canRepeat: Bool { false }
    var complaint: String? { nil }
    func begin(slotAt start: MonotonicInstant) {}
}
