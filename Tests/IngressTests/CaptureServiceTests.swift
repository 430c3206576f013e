import Common
import Foundation
import Frames
import Glibc
import Proto
import TestKit
import Testing

@testable import IngressCapture

/// Capture in this process, with a real timeline page, real rings and real ffmpeg.
@Suite(.serialized, .realTime) struct CaptureServiceTests {
    @Test("Bars: every index once, counter and tone true, the clean ring delayed")
    func bars() throws {
        let bench = try CaptureBench()
        try bench.startTimeline(at: 1_000)
        try bench.start()
        let format = try bench.configuration().format
        let frames = try bench.frames(.input(1), count: 60)
        #expect(frames.map(\.index) == Array(frames[0].index..<frames[0].index + 60))
        for frame in frames {
            #expect(frame.metadata.inputFrameNumber == frame.index)
            #expect(frame.metadata.inputIndex == FrameIndex(frame.index))
            #expect(frame.metadata.flags == .testSignal)
            #expect(frame.sound.count == 960 * 2)
            let counter = frame.picture.withUnsafeBytes { CounterStrip.read($0, format: format) }
            #expect(counter == UInt32(frame.index))
        }
        let clean = try bench.frames(.clean, count: 5)
        for frame in clean {
            let counter = frame.picture.withUnsafeBytes { CounterStrip.read($0, format: format) }
            #expect(counter == UInt32(frame.index - 7))
            #expect(frame.metadata.inputIndex == FrameIndex(frame.index - 7))
        }
    }

    @Test(
        "A clip: its frames in order, each with its own number and picture, samples exact, looped",
        arguments: [("25", "160x90p25"), ("50", "160x90p50"), ("60000/1001", "160x90p59.94")])
    func clip(rate: String, format: String) throws {
        let bench = try CaptureBench(format: format)
        let path = try bench.makeClip("clip.mov", frames: 40, rate: rate)
        bench.settings["HOLDOVER_INPUT_1_SOURCE"] = "file:\(path)"
        try bench.startTimeline(at: 1_003)
        try bench.start()
        let before = try bench.lossesBeforeNext()
        let frames = try bench.frames(.input(1), count: 100)
        let parsed = try bench.configuration().format
        try expectInOrder(frames, clipLength: 40, bench, since: before)
        for frame in frames {
            let number = try #require(frame.metadata.inputFrameNumber)
            #expect(frame.picture[1] == CaptureBench.luma(number))
            let samples = AudioFormat.sampleCount(
                at: FrameIndex(frame.index), rate: parsed.rate)
            #expect(frame.sound.count == samples * 2)
            #expect(frame.metadata.audioSampleCount == samples)
        }
        // The sine goes on from slot to slot: between the loop's seams no step is larger than a
        // 500 Hz sine of this level makes. Its largest step is known from within one slot.
        let middle = frames.filter { $0.metadata.inputFrameNumber != 0 }.flatMap(\.sound)
        #expect(middle.contains { $0 != 0 })
        var within: Int32 = 0
        for frame in frames {
            let left = stride(from: 0, to: frame.sound.count, by: 2).map { frame.sound[$0] }
            for (a, b) in zip(left, left.dropFirst()) { within = max(within, abs(b - a)) }
        }
        for (a, b) in zip(frames, frames.dropFirst())
        where b.metadata.inputFrameNumber != 0 && b.index == a.index + 1 {
            let last = a.sound[a.sound.count - 2]
            #expect(abs(b.sound[0] - last) <= within)
        }
    }

    @Test(
        "Line-up works as an input whatever the channel's pixel format is",
        arguments: ["test:ebu", "test:smpte", "test:lipsync"], ["v210", "bgra", "argb"])
    func lineUp(source: String, pixelFormat: String) throws {
        let bench = try CaptureBench(source: source)
        bench.settings["HOLDOVER_CHANNEL_PIXEL_FORMAT"] = pixelFormat
        try bench.startTimeline(at: 1_000)
        try bench.start()
        let frames = try bench.frames(.input(1), count: 2)
        for frame in frames {
            #expect(frame.metadata.flags == .testSignal)
            #expect(frame.picture.count == 160 * 90 * 2)
            #expect(Set(frame.picture).count > 2)
        }
    }

    @Test("A killed decoder is replaced at the next picture; no frame and no sample is missing")
    func killedDecoder() throws {
        let bench = try CaptureBench()
        let path = try bench.makeClip("clip.mov", frames: 400, rate: "50")
        bench.settings["HOLDOVER_INPUT_1_SOURCE"] = "file:\(path)"
        try bench.startTimeline()
        try bench.start()
        _ = try bench.frames(.input(1), count: 30)
        let victims = bench.decoders()
        #expect(!victims.isEmpty)
        let frames = try bench.frames(.input(1), count: 200) { position in
            if position == 20 { for victim in victims { kill(victim, SIGKILL) } }
        }
        #expect(Set(bench.decoders()).isDisjoint(with: victims))
        #expect(
            bench.registry.render().contains(
                "holdover_capture_decoder_restarts_total{input=\"1\"} 1"))
        try expectUnbroken(frames, clipLength: 400)
    }

    @Test("A capture that is replaced within its lead goes on at the next picture and sample")
    func resumed() throws {
        let bench = try CaptureBench()
        let path = try bench.makeClip("clip.mov", frames: 400, rate: "50")
        bench.settings["HOLDOVER_INPUT_1_SOURCE"] = "file:\(path)"
        try bench.startTimeline()
        try bench.start()
        let losses = try bench.lossesBeforeNext()
        let before = try bench.frames(.input(1), count: 60)
        let last = try #require(before.last).index
        let reader = try RingReader(.input(1), in: bench.plane)
        bench.stop()
        try bench.start()
        try bench.wait { (reader.newest?.index.value ?? 0) > last + 45 }
        let after = try bench.frames(.input(1), count: 60, from: last + 1)
        let all = before + after
        try expectInOrder(all, clipLength: 400, bench, since: losses)
        let isWhole = zip(all, all.dropFirst()).allSatisfy { $0.index + 1 == $1.index }
        if isWhole { try expectUnbroken(all, clipLength: 400) }
    }

    /// Each picture follows the one before it. A slow host may cost slots, and each of them is counted:
    /// as skipped where the medium's time went on, as missed where it stood. Where nothing is counted
    /// every slot has the very next picture.
    private func expectInOrder(
        _ frames: [CaptureBench.Frame], clipLength: Int64, _ bench: CaptureBench,
        since before: CaptureBench.Losses
    ) throws {
        var (unwritten, stood) = (0, 0)
        for (a, b) in zip(frames, frames.dropFirst()) {
            let number = try #require(b.metadata.inputFrameNumber)
            let previous = try #require(a.metadata.inputFrameNumber)
            let moved = (number - previous + clipLength) % clipLength
            let step = b.index - a.index
            #expect((1...step).contains(moved))
            #expect(b.picture[1] == CaptureBench.luma(number))
            unwritten += Int(step) - 1
            stood += Int(step - moved)
        }
        let now = bench.losses()
        let missed = now.missed - before.missed
        let others = now.skipped - before.skipped + now.unwritable - before.unwritable
        #expect(
            unwritten <= missed + others + bench.lappedCount,
            "\(unwritten) slots are not there, \(missed) missed and \(others) others were told")
        #expect(stood <= missed, "the medium stood for \(stood) slots, \(missed) were told")
    }

    /// Every index, every picture by its number, and a sine without a step.
    private func expectUnbroken(_ frames: [CaptureBench.Frame], clipLength: Int64) throws {
        for (a, b) in zip(frames, frames.dropFirst()) {
            #expect(b.index == a.index + 1)
            let number = (try #require(a.metadata.inputFrameNumber) + 1) % clipLength
            #expect(b.metadata.inputFrameNumber == number)
            #expect(b.picture[1] == CaptureBench.luma(number))
        }
        var step: Int32 = 0
        for frame in frames {
            let left = stride(from: 0, to: frame.sound.count, by: 2).map { frame.sound[$0] }
            for (a, b) in zip(left, left.dropFirst()) { step = max(step, abs(b - a)) }
        }
        for (a, b) in zip(frames, frames.dropFirst())
        where b.metadata.inputFrameNumber != 0 {
            #expect(abs(b.sound[0] - a.sound[a.sound.count - 2]) <= step + 1)
        }
    }

    @Test("A hanging decoder is killed and replaced")
    func hangingDecoder() throws {
        let bench = try CaptureBench()
        let path = try bench.makeClip("clip.mov", frames: 500, rate: "50")
        bench.settings["HOLDOVER_INPUT_1_SOURCE"] = "file:\(path)"
        try bench.startTimeline()
        try bench.start()
        _ = try bench.frames(.input(1), count: 30)
        let victims = bench.decoders()
        for victim in victims { kill(victim, SIGSTOP) }
        let reader = try RingReader(.input(1), in: bench.plane)
        // It lives from what had been decoded, then stands still, then comes back.
        try bench.wait { Set(bench.decoders()).intersection(victims).count < victims.count }
        let before = try #require(reader.newest).index
        try bench.wait { (reader.newest?.index ?? before) > before + 50 }
    }

    @Test("A missing, a broken and a soundless file; what is wrong is said, nothing dies")
    func badMedia() throws {
        let missing = try CaptureBench(source: "file:/nowhere/clip.mov")
        let facts = FactCollector()
        try missing.startTimeline()
        try missing.start(facts)
        try missing.wait {
            facts.alarms.contains { $0.active && $0.text.contains("/nowhere/clip.mov") }
        }
        #expect(facts.inputs.last?.state == .missing)
        missing.stop()

        let broken = try CaptureBench()
        let path = broken.folder + "/clip.mov"
        try Data(repeating: 0x42, count: 100_000).write(to: URL(fileURLWithPath: path))
        broken.settings["HOLDOVER_INPUT_1_SOURCE"] = "file:\(path)"
        try broken.startTimeline()
        try broken.start()
        try broken.wait {
            broken.registry.render().contains("capture_missed_slots_total{input=\"1\"} 1")
        }
        // The file is put right while capture runs: the input comes up by itself.
        let good = try broken.makeClip("good.mov", frames: 50, rate: "50", sound: false)
        #expect(rename(good, path) == 0)
        let frames = try broken.frames(.input(1), count: 20)
        #expect(frames.allSatisfy { $0.metadata.flags.contains(.silent) })
        #expect(frames.allSatisfy { $0.sound.allSatisfy { $0 == 0 } && $0.sound.count == 1_920 })
    }

    @Test("Without ffmpeg the input is lost, with the remedy; no bars are put in its place")
    func noFFmpeg() throws {
        let bench = try CaptureBench()
        let path = try bench.makeClip("clip.mov", frames: 10, rate: "50")
        bench.settings["HOLDOVER_INPUT_1_SOURCE"] = "file:\(path)"
        bench.settings["PATH"] = bench.folder
        let facts = FactCollector()
        try bench.startTimeline()
        try bench.start(facts)
        try bench.wait {
            facts.alarms.contains { $0.active && $0.text.contains("apt-get install") }
        }
        #expect(try RingReader(.input(1), in: bench.plane).newest == nil)
    }

    @Test("A file that does not loop ends: the input is lost and says why")
    func endOfFile() throws {
        let bench = try CaptureBench()
        let path = try bench.makeClip("clip.mov", frames: 30, rate: "50")
        bench.settings["HOLDOVER_INPUT_1_SOURCE"] = "file:\(path)"
        bench.settings["HOLDOVER_INPUT_1_LOOP"] = "false"
        let facts = FactCollector()
        try bench.startTimeline()
        try bench.start(facts)
        try bench.wait { facts.alarms.contains { $0.active && $0.text.contains("has ended") } }
        #expect(facts.inputs.contains { $0.state == .present && $0.cleanAvailable })
        #expect(bench.decoders().isEmpty)
    }

    @Test("A stream is played, and comes back when its sender does")
    func stream() throws {
        let bench = try CaptureBench()
        let fifo = bench.folder + "/live.nut"
        #expect(mkfifo(fifo, 0o600) == 0)
        bench.settings["HOLDOVER_INPUT_1_SOURCE"] = "url:file:\(fifo)"
        try bench.startTimeline()
        try bench.start()
        func send(_ count: Int) throws {
            try CaptureBench.ffmpeg([
                "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=50", "-f", "lavfi",
                "-i", "sine=r=48000", "-frames:v", "\(count)", "-shortest", "-c:v", "rawvideo",
                "-c:a", "pcm_s16le", "-f", "nut", "-y", fifo,
            ])
        }
        try send(40)
        let reader = try RingReader(.input(1), in: bench.plane)
        let first = try #require(reader.newest).index
        try send(60)
        #expect(try #require(reader.newest).index > first + 30)
    }

    @Test("A restarted capture writes on into the same ring, under its own epoch")
    func restart() throws {
        let bench = try CaptureBench()
        try bench.startTimeline()
        try bench.start()
        let before = try bench.frames(.input(1), count: 5)
        let reader = try RingReader(.input(1), in: bench.plane)
        bench.stop()
        let head = try #require(reader.newest).index
        try bench.start()
        try bench.wait { (reader.newest?.index ?? head) > head + 20 }
        let other = try RingReader(.input(1), in: bench.plane)
        #expect(other.objectIdentity == reader.objectIdentity)
        #expect(before[0].metadata.inputFrameNumber == before[0].index)
    }

    @Test("Without an output clock capture waits, and starts with it; a new epoch is followed")
    func timelines() throws {
        let bench = try CaptureBench()
        try bench.start()
        usleep(300_000)
        #expect(try RingReader(.input(1), in: bench.plane).newest == nil)
        try bench.startTimeline(at: 500, epoch: 8)
        let first = try bench.frames(.input(1), count: 3)
        #expect(first[0].epoch == 8 && first[0].index >= 500)
        try bench.startTimeline(at: 100_000, epoch: 9)
        try bench.wait {
            try RingReader(.input(1), in: bench.plane).newest?.timelineEpoch == 9
        }
        #expect(try bench.frames(.input(1), count: 1)[0].index >= 100_000)
    }
}
