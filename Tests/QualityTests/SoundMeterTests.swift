import Common
import Foundation
import Testing

@testable import Quality

@Suite struct SoundMeterTests {
    /// `seconds` of a sine of `level` dBFS peak on the given channels of two, in slots of 20 ms.
    private func reading(
        hertz: Double, level: Double, channels: [Int] = [0, 1], phase: Double = 0,
        seconds: Double = 1
    ) -> SoundMeter.Reading {
        var meter = SoundMeter(channels: 2)
        var reading = SoundMeter.Reading(peak: -200, truePeak: -200, momentary: -200)
        var truePeak = -200.0
        var position = 0
        let amplitude = pow(10, level / 20) * 2_147_483_647
        for _ in 0..<Int(seconds * 50) {
            var samples: [Int32] = []
            for _ in 0..<960 {
                let value = sin(2 * .pi * hertz * Double(position) / 48_000 + phase)
                for channel in 0..<2 {
                    samples.append(channels.contains(channel) ? Int32(amplitude * value) : 0)
                }
                position += 1
            }
            reading = samples.withUnsafeBufferPointer { meter.take($0) }
            // The beginning of a sine is a step; what counts is what comes after.
            if position > 4_800 { truePeak = max(truePeak, reading.truePeak) }
        }
        reading.truePeak = truePeak
        return reading
    }

    @Test func `loudness is that of BS 1770`() {
        // The reference of the recommendation: 997 Hz at 0 dBFS on one channel is −3.01 LKFS.
        #expect(abs(reading(hertz: 997, level: 0, channels: [0]).momentary + 3.01) < 0.02)
        #expect(abs(reading(hertz: 997, level: -20).momentary + 20) < 0.05)
        #expect(abs(reading(hertz: 1_000, level: -23).momentary + 23) < 0.05, "EBU Tech 3341, 1")
        #expect(abs(reading(hertz: 1_000, level: -33).momentary + 33) < 0.05, "EBU Tech 3341, 2")
        // Bass counts less, treble more.
        #expect(reading(hertz: 50, level: -20).momentary < -22)
        #expect(reading(hertz: 10_000, level: -20).momentary > -18)
    }

    @Test func `a true peak lies between the samples`() {
        // A quarter of the sample rate at 45°: samples are 3 dB below the peak (EBU Tech 3341, 16).
        let between = reading(hertz: 12_000, level: -6, phase: .pi / 4)
        #expect(abs(between.peak + 9.03) < 0.05)
        #expect(abs(between.truePeak + 6) < 0.4)
        let plain = reading(hertz: 997, level: -1)
        #expect(abs(plain.truePeak + 1) < 0.2)
    }

    @Test func `silence has no level`() {
        let silent = reading(hertz: 1_000, level: -200)
        #expect(silent.peak == -200 && silent.momentary == -200)
        #expect(abs(reading(hertz: 1_000, level: -70).peak + 70) < 0.1)
    }
}
