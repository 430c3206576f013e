import Common
import Foundation
import Frames
import Imaging
import Testing

@testable import IngressControl

@Suite struct ControlPictureTests {
    private static let format = VideoFormat(
        width: 64, height: 36, rate: FrameRate(25, 1), matrix: .bt709)

    /// Writes a frame of one colour: Y, Cb, Cr.
    private static func write(
        _ writer: RingWriter, _ index: Int64, _ colour: (UInt8, UInt8, UInt8)
    ) {
        guard let slot = writer.begin(index: FrameIndex(index), timelineEpoch: 7) else { return }
        let payload = slot.payload
        for at in stride(from: 0, to: payload.count, by: 4) {
            payload[at] = colour.1
            payload[at + 1] = colour.0
            payload[at + 2] = colour.2
            payload[at + 3] = colour.0
        }
        let now = SystemTimeSource().now()
        slot.commit(FrameMetadata(renderStart: now, renderEnd: now))
    }

    /// Decodes a PNG with ffmpeg to RGB bytes.
    private static func decode(_ png: [UInt8], in folder: String) throws -> [UInt8] {
        let path = folder + "/picture.png"
        try Data(png).write(to: URL(fileURLWithPath: path))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments = [
            "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", path + ".raw", "-y",
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + ".raw")))
    }

    @Test func previewAndScreenshotShowWhatTheRingsHold() throws {
        let bench = try ControlBench()
        let plane = FramePlane(bench.paths)
        defer { plane.removeAll() }
        let format = try #require(Self.format)
        let preview = try RingWriter(
            .preview, in: plane,
            layout: #require(RingLayout(kind: .preview, video: format, slotCount: 4)),
            writerEpoch: 1)
        Self.write(preview, 1, (63, 102, 240))  // BT.709 red
        let client = try bench.client()
        let shown = try ControlBench.eventually {
            try client.get("/api/v1/preview.png").status == 200
        }
        #expect(shown)
        let first = try client.get("/api/v1/preview.png")
        try #require(first.status == 200, Comment(rawValue: first.text))
        #expect(first.headers["content-type"] == "image/png")
        #expect(first.headers["x-frame-index"] == "1")
        let pixels = try Self.decode(first.body, in: bench.folder)
        #expect(pixels.count == 64 * 36 * 3)
        #expect(pixels[0] > 250 && pixels[1] < 5 && pixels[2] < 5)
        let tag = try #require(first.headers["etag"])
        let same = try client.request(
            "GET", "/api/v1/preview.png", headers: [("If-None-Match", tag)])
        #expect(same.status == 304)
        Self.write(preview, 2, (235, 128, 128))
        let next = try client.request(
            "GET", "/api/v1/preview.png", headers: [("If-None-Match", tag)])
        #expect(next.status == 200)
        #expect(try Self.decode(next.body, in: bench.folder).allSatisfy { $0 == 255 })
        #expect(try client.get("/api/v1/screenshot.png").status == 503)
        let programme = try RingWriter(
            .programA, in: plane,
            layout: #require(RingLayout(kind: .program, video: format, slotCount: 8)),
            writerEpoch: 1)
        Self.write(programme, 5, (16, 128, 128))
        let black = try ControlBench.eventually {
            try client.get("/api/v1/screenshot.png").status == 200
        }
        #expect(black)
        let screenshot = try client.get("/api/v1/screenshot.png")
        #expect(screenshot.headers["x-source"] == "program.a")
        #expect(try Self.decode(screenshot.body, in: bench.folder).allSatisfy { $0 == 0 })
    }

    @Test func convertedBarsAreWhatFfmpegMakesOfThem() throws {
        let folder = "/tmp/holdover-test-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func ffmpeg(_ arguments: [String]) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
            process.arguments = ["-v", "error", "-y"] + arguments
            try process.run()
            process.waitUntilExit()
        }
        let raw = folder + "/bars.uyvy"
        let reference = folder + "/bars.rgb"
        let size = ["-f", "rawvideo", "-pix_fmt", "uyvy422", "-video_size", "160x90"]
        try ffmpeg([
            "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=1:duration=1", "-frames:v", "1", "-vf",
            "scale=out_color_matrix=bt709:out_range=tv,format=uyvy422", "-f", "rawvideo", raw,
        ])
        try ffmpeg(
            size + [
                "-i", raw, "-vf",
                "scale=in_color_matrix=bt709:in_range=tv:flags=neighbor+accurate_rnd+full_chroma_int,"
                    + "format=rgb24", "-f", "rawvideo", reference,
            ])
        let source = [UInt8](try Data(contentsOf: URL(fileURLWithPath: raw)))
        let wanted = [UInt8](try Data(contentsOf: URL(fileURLWithPath: reference)))
        let image = try source.withUnsafeBytes {
            try PictureConversion.rgb(
                fromUYVY: $0, width: 160, height: 90, strideBytes: 320, matrix: .bt709)
        }
        // ffmpeg repeats chroma here; on the left pixel of each pair both must agree.
        var squares = 0.0
        for at in wanted.indices where (at / 3).isMultiple(of: 2) {
            let difference = Double(image.bytes[at]) - Double(wanted[at])
            squares += difference * difference
        }
        let psnr = 10 * log10(255 * 255 / max(1e-9, squares / Double(wanted.count / 2)))
        #expect(psnr > 45, "PSNR \(psnr) dB")
    }

    @Test func whatIsNoPictureIsRefused() {
        let bytes = [UInt8](repeating: 0, count: 100)
        bytes.withUnsafeBytes { raw in
            #expect(throws: ImagingError.self) {
                try PictureConversion.rgb(fromUYVY: raw, width: 64, height: 2, strideBytes: 128)
            }
            #expect(throws: ImagingError.self) {
                try PictureConversion.rgb(fromUYVY: raw, width: 3, height: 2, strideBytes: 8)
            }
            #expect(throws: ImagingError.self) {
                try PictureConversion.rgb(fromBGRA: raw, width: 8, height: 8, strideBytes: 32)
            }
        }
    }
}
