import Common
import Foundation
import Glibc
import TestKit
import Testing

@testable import VirtualCard

/// Streams by real ffmpeg children to real receivers, which come, go and never were there.
@Suite(.serialized, .realTime) struct StreamTests {
    /// Even, as RTP and RIST want it.
    private static let port = Int.random(in: 5_000...8_000) * 2

    /// A card with these sinks, running.
    private func makeBench(_ sinks: [String]) throws -> CardBench {
        let bench = try CardBench(format: "320x180p50")
        bench.options.sinks = try sinks.map { try SinkSpecification(parsing: $0) }
        try bench.start()
        return bench
    }

    /// Plays `count` slots and expects that each was shown on its own tick.
    private func playUndisturbed(
        _ playout: TestPlayout, _ bench: CardBench, count: Int, isFirst: Bool = true
    ) throws {
        let object = try bench.makePictures(16) { position, bytes in
            Pattern.fill(bytes, position: position)
        }
        let before = playout.results(.completed).count
        let first = isFirst ? 100 : try tick(of: bench) + 100
        try playout.play(from: first, count: count, object, starts: isFirst)
        #expect(
            playout.results(.completed).count == before + count, "none late, none dropped")
    }

    /// The tick the card is at.
    private func tick(of bench: CardBench) throws -> Int64 {
        Int64(try #require(bench.status()["index"] as? Int))
    }

    /// A receiver that takes a second of the stream and dies.
    private func receive(_ arguments: [String], into path: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments =
            ["-v", "error", "-nostdin", "-y", "-probesize", "200000", "-analyzeduration", "500000"]
            + arguments + ["-t", "1", "-c", "copy", "-f", "mpegts", path]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test("Receivers of each protocol get the stream; when they die the card goes on")
    func receivers() throws {
        let port = Self.port
        let streams: [(receiver: [String], sender: String)] = [
            (
                ["-i", "srt://127.0.0.1:\(port)?mode=listener"],
                "srt://127.0.0.1:\(port)?mode=caller"
            ),
            (
                ["-listen", "1", "-i", "rtmp://127.0.0.1:\(port + 2)/live/x"],
                "rtmp://127.0.0.1:\(port + 2)/live/x"
            ),
            (["-i", "rist://@127.0.0.1:\(port + 4)"], "rist://127.0.0.1:\(port + 4)"),
            (
                ["-rtsp_flags", "listen", "-i", "rtsp://127.0.0.1:\(port + 6)/live"],
                "rtsp://127.0.0.1:\(port + 6)/live"
            ),
            (
                ["-listen", "1", "-f", "mpegts", "-i", "http://127.0.0.1:\(port + 8)/live"],
                "http://127.0.0.1:\(port + 8)/live"
            ),
        ]
        let folder = try CardBench(format: "320x180p50")
        let receivers = try streams.enumerated().map { number, stream in
            try receive(stream.receiver, into: "\(folder.folder)/\(number).ts")
        }
        defer { for receiver in receivers where receiver.isRunning { receiver.terminate() } }
        // Listening; a sender that comes too early is started again.
        usleep(500_000)
        let bench = try makeBench(streams.map { "url:\($0.sender)" })
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playUndisturbed(playout, bench, count: 100)
        // The last picture stands, and goes on being sent, until each has its second.
        try bench.wait(40) { receivers.allSatisfy { !$0.isRunning } }
        for (number, stream) in streams.enumerated() {
            let frames = try Media.probe("\(folder.folder)/\(number).ts").frameCount
            #expect(frames >= 25, "\(stream.sender)")
        }
        try playUndisturbed(playout, bench, count: 100, isFirst: false)
        _ = bench.stop()
    }

    @Test("RTP and SRT to nobody cost no tick; HLS is a playlist with segments that can be played")
    func nobodyAndPlaylist() throws {
        let folder = try CardBench(format: "320x180p50")
        let path = folder.folder + "/live.m3u8"
        let bench = try makeBench([
            "url:rtp://127.0.0.1:\(Self.port + 20)",
            "url:srt://127.0.0.1:\(Self.port + 22)?mode=caller", "hls:\(path)",
        ])
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playUndisturbed(playout, bench, count: 100)
        var segments: [Substring] = []
        try bench.wait(40) {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            segments = text.split(separator: "\n").filter { $0.hasSuffix(".ts") }
            return segments.count >= 2 && text.hasPrefix("#EXTM3U")
        }
        _ = bench.stop()
        // The list stays open, as that of a live stream does: each segment is looked at by itself.
        let frames = try segments.reduce(0) {
            try $0 + Media.probe("\(folder.folder)/\($1)").frameCount
        }
        #expect(frames >= 150)
    }

    @Test("What reaches files or programs by a URL is refused")
    func refusals() throws {
        for bad in [
            "url:file:///etc/passwd", "url:concat:a|b", "url:pipe:1", "url:tee:a", "hls:live.m3u8",
            "hls:/x/y.mp4", "hls:/x:y.m3u8", "url:subfile:///x",
        ] {
            #expect(throws: SinkSpecificationError.self) { try SinkSpecification(parsing: bad) }
        }
        #expect(
            try SinkSpecification(parsing: "url:https://h/live.m3u8")
                == .stream(url: "https://h/live.m3u8", muxer: "hls"))
        #expect("\(try SinkSpecification(parsing: "hls:/a/b.m3u8"))" == "hls:/a/b.m3u8")
    }
}
