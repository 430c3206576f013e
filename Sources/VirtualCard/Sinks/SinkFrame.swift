/// One frame on its way to a sink: picture and sound of one tick.
struct SinkFrame: Sendable {
    /// Its place in the recording, from 0 without gaps as the card makes them.
    let position: Int64
    let picture: PooledFrame
    /// Interleaved signed 32-bit samples, exactly as many as the slot has.
    let audio: [UInt8]
}
