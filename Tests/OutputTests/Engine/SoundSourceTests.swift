import Common
import Frames
import TestKit
import Testing

@testable import Output

/// Sound from a real input ring.
@Suite struct SoundSourceTests {
    /// Every sample is its own number in the stream; what comes out must be the stream, late by a
    /// fixed count, with nothing missing and nothing twice.
    @Test(
        "Sound is continuous at every rate, late by a fixed number of samples",
        arguments: FrameRate.broadcastRates)
    func continuous(rate: FrameRate) throws {
        let bench = try SoundBench(rate: rate, delay: 7)
        let first = FrameIndex(90_000_123)
        for index in 0..<9 { try bench.write(first + index) }
        let sound = bench.source(audible: first + 7)
        var expected: Int32?
        for step in 8..<200 {
            try bench.write(first + step + 1)
            let piece = sound.make(first + step, at: bench.now)
            let samples = sound.bytes(piece).bindMemory(to: Int32.self)
            #expect(
                samples.count
                    == AudioFormat.sampleCount(at: first + step, rate: rate) * bench.channels)
            for position in stride(from: 0, to: samples.count, by: bench.channels) {
                if let expected { #expect(samples[position] == expected) }
                expected = samples[position] + 1
                #expect(samples[position + 1] == -samples[position])
            }
        }
    }

    @Test("Only the input's own end fades to silence, and its return fades in")
    func fades() throws {
        let bench = try SoundBench(rate: FrameRate(25), delay: 3)
        let first = FrameIndex(1_000)
        for index in 0..<10 { try bench.write(first + index, level: 1_000_000) }
        let sound = bench.source(audible: nil)
        var levels: [[Int32]] = []
        for step in 3..<18 {
            if step == 15 {
                for index in 13..<20 { try bench.write(first + index, level: 1_000_000) }
            }
            let piece = sound.make(first + step, at: bench.now)
            let samples = sound.bytes(piece).bindMemory(to: Int32.self)
            levels.append(
                stride(from: 0, to: samples.count, by: bench.channels).map { samples[$0] })
            #expect(piece.isSilent == (10...12).contains(step - 3))
        }
        // In over 480 samples, then full.
        #expect(levels[0][0] == 0 && levels[0][240] == 500_000)
        #expect(levels[0][480...].allSatisfy { $0 == 1_000_000 })
        #expect(levels[5].allSatisfy { $0 == 1_000_000 })
        // Input index 1009 is the last: its slot ends at zero.
        #expect(levels[9][0] == 1_000_000 && levels[9].last == 0)
        #expect(levels[10].allSatisfy { $0 == 0 })
        #expect(levels[13][0] == 0 && levels[13].last == 1_000_000)
    }

    @Test("Taken off air it fades within 10 ms, is silent, and fades in when it comes back")
    func muted() throws {
        let bench = try SoundBench(rate: FrameRate(25), delay: 3)
        let first = FrameIndex(1_000)
        for index in 0..<4 { try bench.write(first + index, level: 1_000_000) }
        let sound = bench.source(audible: first + 2)
        var levels: [[Int32]] = []
        for step in 3..<12 {
            try bench.write(first + step + 1, level: 1_000_000)
            let piece = sound.make(
                first + step, isMuted: (6..<9).contains(step), at: bench.now)
            let samples = sound.bytes(piece).bindMemory(to: Int32.self)
            levels.append(
                stride(from: 0, to: samples.count, by: bench.channels).map { samples[$0] })
            #expect(!piece.isInputLost && piece.isSilent == (7..<9).contains(step))
        }
        #expect(levels[2].allSatisfy { $0 == 1_000_000 })
        #expect(levels[3][0] == 1_000_000 && levels[3][240] == 500_000)
        #expect(levels[3][480...].allSatisfy { $0 == 0 })
        #expect(levels[4].allSatisfy { $0 == 0 })
        #expect(levels[6][0] == 0 && levels[6].last == 1_000_000)
    }

    @Test("A slot that is not due yet is taken to come; one that never comes sinks to nothing")
    func notYetDue() throws {
        let bench = try SoundBench(rate: FrameRate(50), delay: 5)
        let first = FrameIndex(1_000)
        for index in 0..<4 { try bench.write(first + index, level: 1_000_000) }
        let sound = bench.source(audible: first + 4)
        // Low latency: three slots before its air time the input's next slot is still under way.
        let onAir = bench.now + .milliseconds(60)
        var samples: [Int32] = []
        for step in 5..<10 {
            if step == 7 { try bench.write(first + 4, level: 1_000_000) }
            let piece = sound.make(first + step, onAir: onAir, at: bench.now)
            let bytes = sound.bytes(piece).bindMemory(to: Int32.self)
            samples += stride(from: 0, to: bytes.count, by: bench.channels).map { bytes[$0] }
        }
        // Inputs 1000 to 1004 are aired as 1005 to 1009.
        #expect(samples.allSatisfy { $0 == 1_000_000 }, "no dip while the input goes on")
        let last = sound.make(first + 10, onAir: onAir, at: bench.now)
        let bytes = sound.bytes(last).bindMemory(to: Int32.self)
        let end = stride(from: 0, to: bytes.count, by: bench.channels).map { bytes[$0] }
        #expect(last.isSilent && end[0] == 1_000_000 && end[480...].allSatisfy { $0 == 0 })
        let steps = zip(end, end.dropFirst()).map { $0 - $1 }
        #expect((steps.max() ?? 0) <= 1_000_000 / 480 + 1, "no click")
        // Where the next slot is due and not there, the slot fades out by itself.
        let other = try SoundBench(rate: FrameRate(50), delay: 5)
        for index in 0..<4 { try other.write(first + index, level: 1_000_000) }
        let late = other.source(audible: first + 7)
        let piece = late.make(first + 8, onAir: other.now + .milliseconds(20), at: other.now)
        #expect(late.bytes(piece).bindMemory(to: Int32.self).last == 0)
    }
}

/// An input ring of its own and a source that reads it.
final class SoundBench {
    let channels = 2
    let now = SystemTimeSource().now()
    private let instance: TestInstance
    private let ring: RingWriter
    private let rate: FrameRate
    private let delay: Int
    private let format: AudioFormat

    init(rate: FrameRate, delay: Int) throws {
        self.rate = rate
        self.delay = delay
        instance = try TestInstance()
        format = try #require(AudioFormat(channelCount: 2))
        let video = try #require(VideoFormat(width: 16, height: 16, rate: rate))
        let layout = try #require(
            RingLayout(kind: .input, video: video, audio: format, slotCount: 16))
        ring = try RingWriter(.input(1), in: instance.plane, layout: layout, writerEpoch: 1)
    }

    func source(audible: FrameIndex?) -> SoundSource {
        SoundSource(
            input: 1, plane: instance.plane, timelineEpoch: 5, rate: rate, format: format,
            delay: delay, audible: audible)
    }

    /// The input slot of `index`: a ramp through the whole stream, or a constant level.
    func write(_ index: FrameIndex, level: Int32? = nil) throws {
        guard let slot = ring.begin(index: index, timelineEpoch: 5) else {
            throw SharedObjectError.missing(path: "the input ring")
        }
        let count = AudioFormat.sampleCount(at: index, rate: rate)
        let before = AudioFormat.samplesBefore(index, rate: rate)
        let samples = slot.audio.bindMemory(to: Int32.self)
        for position in 0..<count {
            let value = level ?? Int32(truncatingIfNeeded: (before + Int64(position)) & 0xFFF_FFFF)
            samples[position * 2] = value
            samples[position * 2 + 1] = -value
        }
        slot.commit(FrameMetadata(renderStart: now, renderEnd: now, audioSampleCount: count))
    }
}
