internal import Common
internal import Frames
internal import LineUp

/// `test:smpte`, `test:ebu` and `test:lipsync` as an input. Owned by the input's thread.
final class LineUpSource: CaptureSource {
    private let format: VideoFormat
    private let signal: LineUpSignal
    private let motion: LineUpMotion
    private let sound: LineUpSound
    private let still: [UInt8]

    /// Paints the still part. Nil where the format is not UYVY.
    init?(_ signal: LineUpSignal, format: VideoFormat, audio: AudioFormat, name: String) {
        guard format.pixelFormat == .uyvy else { return nil }
        self.signal = signal
        self.format = format
        motion = LineUpMotion(rate: format.rate)
        sound = LineUpSound(signal, rate: format.rate, audio: audio)
        var bytes = [UInt8](repeating: 0, count: format.payloadByteCount)
        bytes.withUnsafeMutableBytes {
            LineUpPicture(signal, format: format, name: name).paint($0)
        }
        still = bytes
    }

    var trouble: SourceTrouble? { nil }
    var signalDescription: String { "\(format) line-up (\(signal.rawValue))" }
    var isLive: Bool { false }
    func resume(after number: Int64) {}
    func hasFrame() -> Bool { true }
    func skip(from index: FrameIndex, count: Int) {}
    func stop() {}

    func write(
        index: FrameIndex, picture: UnsafeMutableRawBufferPointer,
        sound area: UnsafeMutableRawBufferPointer
    ) -> CapturedFrame {
        if signal == .lipsync, motion.isSecond(index) {
            UYVY.fill(
                picture, stride: format.strideBytes, x: 0, y: 0, width: format.width,
                height: format.height, word: UYVY.grey(235))
        } else {
            still.withUnsafeBytes { picture.copyMemory(from: $0) }
        }
        // The moving element: a white box on a black track below the name.
        let size = max(format.height / 24, 2)
        let top = format.height * 13 / 24
        let x = Int(motion.progress(of: index) * Double(format.width - size)) & ~1
        UYVY.fill(
            picture, stride: format.strideBytes, x: 0, y: top, width: format.width, height: size,
            word: UYVY.grey(16))
        UYVY.fill(
            picture, stride: format.strideBytes, x: x, y: top, width: size, height: size,
            word: UYVY.grey(235))
        let count = sound.write(index, into: area)
        return CapturedFrame(
            number: BarsPattern.number(of: index), flags: .testSignal, audioSampleCount: count)
    }
}
