internal import Common
internal import Frames

/// `test:bars` as an input. Owned by the input's thread.
final class BarsSource: CaptureSource {
    private let pattern: BarsPattern
    private let audio: AudioFormat

    init(pattern: BarsPattern, audio: AudioFormat) {
        self.pattern = pattern
        self.audio = audio
    }

    var trouble: SourceTrouble? { nil }
    var signalDescription: String { "\(pattern.format) line-up bars" }
    var isLive: Bool { false }
    func resume(after number: Int64) {}
    func hasFrame() -> Bool { true }
    func skip(from index: FrameIndex, count: Int) {}
    func stop() {}

    func write(
        index: FrameIndex, picture: UnsafeMutableRawBufferPointer,
        sound: UnsafeMutableRawBufferPointer
    ) -> CapturedFrame {
        let number = BarsPattern.number(of: index)
        pattern.draw(number: number, into: picture)
        let count = LineUpTone.write(
            index: index, rate: pattern.format.rate, audio: audio, into: sound)
        return CapturedFrame(number: number, flags: .testSignal, audioSampleCount: count)
    }
}
