internal import Foundation
internal import Common

/// Sound as EBU R 128 and ITU-R BS.1770-4 measure it: momentary loudness over 400 ms, true peak, and
/// the plain peak that silence is judged by.
public struct SoundMeter: Sendable {
    /// What a slot's sound came to.
    public struct Reading: Sendable, Hashable {
        /// Largest sample of any channel, dBFS; −∞ as −200.
        public var peak: Double
        /// Largest true peak of any channel, dBTP. Below −12 dBFS the sample peak stands for it.
        public var truePeak: Double
        /// Momentary loudness, LUFS; −200 for none.
        public var momentary: Double
    }

    private let channels: Int
    private var filters: [WeightingFilter]
    private var peaks: [TruePeakFilter]
    /// Energy of 100 ms blocks, newest last; four make a moment.
    private var blocks: [Double] = []
    private var blockEnergy = 0.0
    private var blockFill = 0
    private static let blockLength = 4_800

    /// Silence so far. Channel weights are those of stereo: all count alike.
    public init(channels: Int) {
        self.channels = channels
        filters = Array(repeating: WeightingFilter(), count: channels)
        peaks = Array(repeating: TruePeakFilter(), count: channels)
    }

    /// Takes interleaved 32-bit samples in. Allocates nothing after the first second.
    public mutating func take(_ samples: UnsafeBufferPointer<Int32>) -> Reading {
        let count = samples.count / channels
        var peak: Int64 = 0
        for sample in samples { peak = max(peak, abs(Int64(sample))) }
        let linear = Double(peak) / 2_147_483_648
        var truePeak = linear
        for channel in 0..<channels {
            // Between samples a signal can rise above them, but not fourfold.
            let own = peaks[channel].take(
                samples, channel: channel, of: channels, isLoud: linear > 0.25)
            truePeak = max(truePeak, own)
        }
        for position in 0..<count {
            for channel in 0..<channels {
                let value = Double(samples[position * channels + channel]) / 2_147_483_648
                let weighted = filters[channel].step(value)
                blockEnergy += weighted * weighted
            }
            blockFill += 1
            if blockFill == Self.blockLength { closeBlock() }
        }
        return Reading(
            peak: Self.decibels(linear), truePeak: Self.decibels(truePeak), momentary: momentary)
    }

    private mutating func closeBlock() {
        if blocks.count == 4 { blocks.removeFirst() }
        blocks.append(blockEnergy / Double(Self.blockLength))
        blockEnergy = 0
        blockFill = 0
    }

    private var momentary: Double {
        let mean = blocks.reduce(0, +) / 4
        return mean > 1e-20 ? -0.691 + 10 * log10(mean) : -200
    }

    static func decibels(_ linear: Double) -> Double { linear > 1e-10 ? 20 * log10(linear) : -200 }
}

/// The K weighting of BS.1770 at 48 kHz: a shelf for the head, then a high pass.
struct WeightingFilter: Sendable {
    private var shelf = (0.0, 0.0)
    private var pass = (0.0, 0.0)

    mutating func step(_ input: Double) -> Double {
        // Transposed direct form II.
        let head = 1.53512485958697 * input + shelf.0
        shelf.0 = -2.69169618940638 * input + 1.69065929318241 * head + shelf.1
        shelf.1 = 1.19839281085285 * input - 0.73248077421585 * head
        let output = head + pass.0
        pass.0 = -2 * head + 1.99004745483398 * output + pass.1
        pass.1 = head - 0.99007225036621 * output
        return output
    }
}

/// Fourfold oversampling with the interpolator of BS.1770-4 annex 2.
struct TruePeakFilter: Sendable {
    private static let phases: [[Double]] = {
        let first = [
            0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875,
            0.1373291015625, 0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250,
            0.0148925781250, -0.0083007812500,
        ]
        let second = [
            -0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500,
            0.4650878906250, 0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625,
            0.0330810546875, -0.0189208984375,
        ]
        return [first, second, second.reversed(), first.reversed()]
    }()
    /// The last twelve samples, newest first.
    private var history = InlineArray<12, Double>(repeating: 0)

    mutating func take(
        _ samples: UnsafeBufferPointer<Int32>, channel: Int, of channels: Int, isLoud: Bool
    ) -> Double {
        let count = samples.count / channels
        var peak = 0.0
        for position in (isLoud ? 0 : max(count - 12, 0))..<count {
            for place in stride(from: 11, to: 0, by: -1) { history[place] = history[place - 1] }
            history[0] = Double(samples[position * channels + channel]) / 2_147_483_648
            guard isLoud else { continue }
            for phase in Self.phases {
                var sum = 0.0
                for place in 0..<12 { sum += phase[place] * history[place] }
                peak = max(peak, abs(sum))
            }
        }
        return peak
    }
}
