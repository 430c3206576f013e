internal import Foundation
public import Common

/// 1 kHz at −20 dBFS on every channel. Its phase follows the timeline's sample count, so that it
/// goes on without a click over slots, restarts and processes.
public struct LineUpTone: Sendable {
    /// 48 samples are one period of 1 kHz at 48 kHz exactly.
    static let period: [Int32] = (0..<48).map { step in
        Int32((0.1 * 2_147_483_648 * sin(2 * .pi * Double(step) / 48)).rounded())
    }

    /// Writes the samples of slot `index` interleaved into `area` and returns how many (of each
    /// channel). Precondition: `area` holds the largest slot of this rate.
    public static func write(
        index: FrameIndex, rate: FrameRate, audio: AudioFormat,
        into area: UnsafeMutableRawBufferPointer
    ) -> Int {
        let count = AudioFormat.sampleCount(at: index, rate: rate)
        let first = AudioFormat.samplesBefore(index, rate: rate)
        var phase = Int(first % 48)
        if phase < 0 { phase += 48 }
        var offset = 0
        for _ in 0..<count {
            let sample = period[phase]
            for _ in 0..<audio.channelCount {
                area.storeBytes(of: sample, toByteOffset: offset, as: Int32.self)
                offset += 4
            }
            phase = phase == 47 ? 0 : phase + 1
        }
        return count
    }
}
