import Common
import Foundation
import Glibc
import TestKit
import Testing

@testable import VirtualCard

/// Recordings by real ffmpeg children.
@Suite(.serialized, .realTime) struct SinkTests {
    @Test("Sinks are read from text, and a bad one is told what to write")
    func parsing() throws {
        #expect(
            try SinkSpecification(parsing: "file:/a/b.mov")
                == .file(path: "/a/b.mov", container: .mov, codec: .ffvhuff))
        #expect(
            try SinkSpecification(parsing: "file:b.MKV?codec=utvideo")
                == .file(path: "b.MKV", container: .mkv, codec: .utvideo))
        #expect(
            try SinkSpecification(parsing: "url:srt://127.0.0.1:9?mode=caller")
                == .stream(url: "srt://127.0.0.1:9?mode=caller", muxer: "mpegts"))
        for bad in [
            "pipe:rm -rf", "file:x", "file:x.avi", "file:x.mp4?codec=ffvhuff",
            "file:x.mov?codec=divx", "url:file:///etc/passwd", "url:concat:a|b", "",
        ] {
            #expect(throws: SinkSpecificationError.self) { try SinkSpecification(parsing: bad) }
        }
    }

    @Test("What a killed card recorded is joined by the next one, beside the new recording")
    func recovery() throws {
        let bench = try CardBench()
        let path = bench.folder + "/it's out.mov"
        bench.options.sinks = [try SinkSpecification(parsing: "file:\(path)")]
        // Two pieces of a run that nobody joined, one of them cut off, and one without a picture.
        for (number, frames) in [(1, 30), (2, 20)] {
            let made = try CommandResult.run(
                "/usr/bin/env",
                ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=50"]
                    + ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-frames:v", "\(frames)"]
                    + ["-t", "\(Double(frames) / 50)", "-c:v", "ffvhuff", "-pix_fmt", "yuv422p"]
                    + ["-c:a", "pcm_s32le", path + ".c0ffee-\(number).mkv"])
            #expect(made.code == 0, "\(made.errors)")
        }
        let cut = try FileHandle(forUpdating: URL(fileURLWithPath: path + ".c0ffee-2.mkv"))
        try cut.truncate(atOffset: cut.seekToEnd() - 200)
        try cut.close()
        try Data("nothing".utf8).write(to: URL(fileURLWithPath: path + ".c0ffee-3.mkv"))
        try bench.start()
        let recovered = bench.folder + "/it's out.recovered-c0ffee.mov"
        try bench.wait(20) { access(recovered, F_OK) == 0 }
        try bench.wait(20) { access(path + ".c0ffee-1.mkv", F_OK) != 0 }
        let facts = try Media.probe(recovered)
        #expect((49...50).contains(facts.frameCount))
        _ = bench.stop()
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder)
        #expect(names.filter { $0.contains("c0ffee") } == ["it's out.recovered-c0ffee.mov"])
    }

    @Test(
        "A recording has exactly the frames asked for, from the first programme picture, with sound",
        arguments: [("320x180p50", "mov"), ("320x180p59.94", "mov"), ("320x180p25", "mkv")])
    func exactRecording(format: String, ending: String) throws {
        let bench = try CardBench(format: format)
        let path = bench.folder + "/it's out.\(ending)"
        bench.options.sinks = [try SinkSpecification(parsing: "file:\(path)")]
        bench.options.recordsFromProgramme = true
        bench.options.recordFrameCount = 40
        try bench.start()
        let object = try bench.makePictures(16) { position, bytes in
            Pattern.fill(bytes, position: position)
        }
        let playout = try TestPlayout(bench)
        try playout.attach()
        let rate = bench.format.rate
        // Slate before programme is not recorded.
        playout.schedule(95, object, source: .slate)
        for index in Int64(96)..<100 { playout.schedule(index, object, source: .slate) }
        playout.start(at: 95)
        try playout.play(from: 100, count: 60, object, starts: false) { index in
            Pattern.sound(index, rate: rate)
        }
        try bench.wait(20) {
            (try bench.status()["sinks"] as? [[String: Any]])?.first?["state"] as? String
                == "finished"
        }
        let outcome = try #require(bench.stop())
        #expect(outcome.isComplete && outcome.sinks[0].droppedCount == 0)
        let facts = try Media.probe(path)
        #expect(facts.frameCount == 40)
        let wantedRate = "\(rate.numerator)/\(rate.denominator)"
        #expect(facts.rate == wantedRate || ending == "mkv")
        let samples = try Media.decodeSound(path)
        let expected = (100..<140).flatMap { Pattern.sound($0, rate: rate) }
        #expect(samples == expected)
        let pictures = try Media.decodePictures(path, byteCount: object.pictureByteCount)
        #expect(pictures.count == 40)
        for (position, picture) in pictures.enumerated() {
            // Play began at index 100 with picture 0, and the codec loses nothing.
            let wanted = Pattern.picture(position % 16, byteCount: object.pictureByteCount)
            #expect(picture == wanted, "frame \(position)")
        }
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: bench.folder)
        #expect(Set(leftovers) == ["it's out.\(ending)", "run", "state"])
    }

    @Test("mp4 keeps at least 45 dB")
    func quality() throws {
        let bench = try CardBench(format: "320x180p50")
        let path = bench.folder + "/out.mp4"
        bench.options.sinks = [try SinkSpecification(parsing: "file:\(path)")]
        bench.options.recordsFromProgramme = true
        bench.options.recordFrameCount = 8
        try bench.start()
        let object = try bench.makePictures(8) { position, bytes in
            Pattern.fill(bytes, position: position)
        }
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playout.play(from: 100, count: 10, object)
        #expect(try #require(bench.stop()).isComplete)
        let pictures = try Media.decodePictures(path, byteCount: object.pictureByteCount)
        #expect(pictures.count == 8)
        for (position, picture) in pictures.enumerated() {
            let wanted = Pattern.picture(position, byteCount: object.pictureByteCount)
            #expect(Media.psnr(picture, wanted) >= 45)
        }
    }

    @Test("A killed recorder is replaced, and the recording lacks nothing")
    func killedChild() throws {
        let bench = try CardBench(format: "320x180p50")
        let path = bench.folder + "/out.mov"
        bench.options.sinks = [try SinkSpecification(parsing: "file:\(path)")]
        bench.options.recordsFromProgramme = true
        bench.options.recordFrameCount = 120
        try bench.start()
        let object = try bench.makePictures(16) { position, bytes in
            Pattern.fill(bytes, position: position)
        }
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playout.play(from: 100, count: 60, object)
        let victims = Media.children(named: "ffmpeg", mentioning: bench.folder)
        #expect(victims.count == 1)
        for victim in victims { kill(victim, SIGKILL) }
        // Without a gap: the queue is fed again before it runs dry is up to the host, so that the
        // rest is asked of the records below.
        let next = (playout.completions.last?.tickIndex ?? 0) + 50
        try playout.play(from: next, count: 90, object, starts: false)
        let outcome = try #require(bench.stop())
        #expect(outcome.isComplete && outcome.sinks[0].restartCount == 1)
        let records = try TickFile.read(path: TickFile.path(bench.paths))
            .filter { $0.recordedFrame != nil }
        #expect(records.count == 120)
        let pictures = try Media.decodePictures(path, byteCount: object.pictureByteCount)
        #expect(pictures.count == 120)
        for (record, picture) in zip(records, pictures) {
            let index = try #require(record.displayedIndex)
            let position = Int(index < next ? index - 100 : index - next) % 16
            let wanted = Pattern.picture(position, byteCount: object.pictureByteCount)
            #expect(picture == wanted, "recorded frame \(record.recordedFrame ?? -1)")
        }
    }

    @Test("A recorder that cannot write never stops the card, and says why")
    func unwritable() throws {
        let bench = try CardBench(format: "320x180p50")
        mkdir(bench.folder + "/gone", 0o700)
        bench.options.sinks = [
            try SinkSpecification(parsing: "url:tcp://127.0.0.1:9"),
            try SinkSpecification(parsing: "file:\(bench.folder)/good.mkv"),
            try SinkSpecification(parsing: "file:\(bench.folder)/gone/bad.mkv"),
        ]
        bench.options.recordFrameCount = 50
        try bench.start()
        rmdir(bench.folder + "/gone")
        try bench.wait { (try bench.status()["ticks"] as? Int ?? 0) >= 60 }
        let outcome = try #require(bench.stop())
        #expect(outcome.sinks[0].state == .failed)
        #expect(outcome.sinks[0].problem?.isEmpty == false)
        #expect(outcome.sinks[2].state == .failed)
        #expect(outcome.sinks[2].problem?.contains("No such file") == true)
        #expect(outcome.sinks[1].state == .finished)
        #expect(try Media.probe(bench.folder + "/good.mkv").frameCount == 50)
    }

    @Test("A recorder that stands still: its queue is full, grows older, and then counts drops")
    func stalled() throws {
        let bench = try CardBench(format: "1920x1080p60")
        let program = bench.folder + "/ffmpeg"
        try "#!/bin/sh\nexec sleep 600\n".write(
            toFile: program, atomically: true, encoding: .utf8)
        chmod(program, 0o755)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        bench.options.environment["PATH"] = bench.folder + ":" + path
        bench.options.sinks = [try SinkSpecification(parsing: "url:tcp://127.0.0.1:9")]
        bench.options.metricsAddress = "127.0.0.1"
        try bench.start()
        try bench.wait(60) {
            try bench.sinkSeries("depth") == bench.sinkSeries("capacity")
                && bench.sinkSeries("capacity") > 0
        }
        let age = try bench.sinkSeries("oldest_age_seconds")
        try bench.wait { try bench.sinkSeries("oldest_age_seconds") > age }
        try bench.wait { try bench.sinkSeries("dropped_total") > 0 }
        _ = bench.stop()
    }

    @Test("What cannot work is refused at the start, with the remedy")
    func refusals() throws {
        let bench = try CardBench()
        bench.options.sinks = [try SinkSpecification(parsing: "file:/nowhere/at/all/x.mov")]
        #expect(throws: VirtualCardError.self) { try bench.start() }
        bench.options.sinks = [try SinkSpecification(parsing: "file:\(bench.folder)/x.mov")]
        bench.options.environment["PATH"] = bench.folder
        do {
            try bench.start()
            Issue.record("started without ffmpeg")
        } catch let error as VirtualCardError {
            #expect(error.description.contains("apt-get install ffmpeg"))
        }
    }
}
