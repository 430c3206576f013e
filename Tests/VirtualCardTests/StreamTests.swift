import Common
import Foundation
import Glibc
import TestKit
import Testing

@testable import VirtualCard

/// Streams by real ffmpeg children to real receivers, which come, go and never were there.
@Suite(.serialized) struct StreamTests {
    private static let port = Int.random(in: 20_000...39_000)

    /// Plays six seconds and expects that each slot was shown on its own tick.
    private func playUndisturbed(_ bench: CardBench) throws {
        let object = try bench.makePictures(16) { position, bytes in
            Pattern.fill(bytes, position: position)
        }
        let playout = try TestPlayout(bench)
        try playout.attach()
        try playout.play(from: 100, count: 300, object)
        #expect(playout.results(.completed).count == 300, "none late, none dropped")
    }

    /// A receiver that takes `seconds` of the stream and dies.
    private func receive(_ arguments: [String], seconds: Int, into path: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments =
            ["-v", "error", "-nostdin", "-y"] + arguments
            + ["-t", "\(seconds)", "-c", "copy", "-f", "mpegts", path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test("A receiver gets the stream; when it dies the card goes on", arguments: ["srt", "rtmp"])
    func dies(scheme: String) throws {
        let bench = try CardBench(format: "320x180p50")
        let port = Self.port + (scheme == "srt" ? 1 : 2)
        let path = bench.folder + "/received.ts"
        let receiver: Process
        switch scheme {
        case "srt":
            receiver = try receive(
                ["-i", "srt://127.0.0.1:\(port)?mode=listener"], seconds: 2, into: path)
        default:
            receiver = try receive(
                ["-listen", "1", "-i", "rtmp://127.0.0.1:\(port)/live/x"], seconds: 2, into: path)
        }
        defer { receiver.terminate() }
        usleep(500_000)
        let url =
            scheme == "srt"
            ? "srt://127.0.0.1:\(port)?mode=caller" : "rtmp://127.0.0.1:\(port)/live/x"
        bench.options.sinks = [try SinkSpecification(parsing: "url:\(url)")]
        try bench.start()
        try playUndisturbed(bench)
        #expect(!receiver.isRunning, "it got its two seconds, and died")
        _ = bench.stop()
        #expect(try Media.probe(path).frameCount >= 40)
    }

    @Test("RTP to nobody, and SRT to nobody, cost no tick")
    func nobody() throws {
        let bench = try CardBench(format: "320x180p50")
        bench.options.sinks = [
            try SinkSpecification(parsing: "url:rtp://127.0.0.1:\(Self.port + 4)"),
            try SinkSpecification(parsing: "url:srt://127.0.0.1:\(Self.port + 6)?mode=caller"),
        ]
        try bench.start()
        try playUndisturbed(bench)
        _ = bench.stop()
    }

    @Test("HLS is a playlist with segments that can be played")
    func playlist() throws {
        let bench = try CardBench(format: "320x180p50")
        let path = bench.folder + "/live.m3u8"
        bench.options.sinks = [try SinkSpecification(parsing: "hls:\(path)")]
        try bench.start()
        try playUndisturbed(bench)
        _ = bench.stop()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let segments = text.split(separator: "\n").filter { $0.hasSuffix(".ts") }
        #expect(segments.count >= 2 && text.hasPrefix("#EXTM3U"))
        // The list stays open, as that of a live stream does: each segment is looked at by itself.
        let frames = try segments.reduce(0) {
            try $0 + Media.probe("\(bench.folder)/\($1)").frameCount
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
