import Common

/// A picture of an input as it came, with the sound of its slot. Points into memory of whoever gives it,
/// valid for the call.
struct InputArrival {
    /// Which slot it is for.
    var index: FrameIndex
    /// Its number in the medium, where it has one.
    var frameNumber: Int64?
    var format: VideoFormat
    /// `format.payloadByteCount` bytes.
    var payload: UnsafeRawPointer
    /// Interleaved 32-bit samples.
    var sound = UnsafeRawBufferPointer(start: nil, count: 0)
    var channelCount = 0
}
