import Common
import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

/// Colour against ffmpeg's own conversion.
@Suite(.serialized) struct ColorTests {
    private func run(_ arguments: [String], input: [UInt8]) throws -> [UInt8] {
        let folder = NSTemporaryDirectory() + "holdover-color-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(input).write(to: URL(fileURLWithPath: folder + "/in.raw"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.arguments = ["ffmpeg", "-v", "error", "-nostdin"] + arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/out.raw")))
    }

    @Test(arguments: [(ColorMatrix.bt601, "bt601"), (.bt709, "bt709"), (.bt2020, "bt2020")])
    func barsDecodeAsFfmpegDecodesThem(matrix: ColorMatrix, name: String) throws {
        let format = try #require(
            VideoFormat(width: 320, height: 32, rate: FrameRate(25), matrix: matrix))
        let bars = BarsPicture.payload(format)
        let expected = try run(
            [
                "-f", "rawvideo", "-pix_fmt", "uyvy422", "-s", "320x32", "-i", "in.raw", "-vf",
                "scale=in_color_matrix=\(name):in_range=tv:out_range=pc"
                    + ":flags=accurate_rnd+full_chroma_int+full_chroma_inp+bicubic,format=gbrp",
                "-pix_fmt", "rgba", "-f", "rawvideo", "out.raw",
            ], input: bars)
        let renderer = try OfflineRenderer(format: format, depth: .rgba8)
        let picture = try bars.withUnsafeBytes {
            try renderer.draw(Moment(FrameIndex(0)), input: $0)
        }
        var own = [UInt8](repeating: 0, count: 320 * 32 * 4)
        own.withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { picture.read(into: base) }
        }
        for bar in 0..<8 {
            let x = bar * 40 + 20
            for channel in 0..<3 {
                let difference =
                    Int(own[(16 * 320 + x) * 4 + channel])
                    - Int(expected[(16 * 320 + x) * 4 + channel])
                #expect(abs(difference) <= 1, "bar \(bar), channel \(channel)")
            }
        }
    }

    @Test func anInvertedPictureIsFfmpegsNegative() throws {
        let format = try #require(VideoFormat(width: 320, height: 180, rate: FrameRate(25)))
        let picture = try run(
            [
                "-f", "lavfi", "-i", "mandelbrot=s=320x180:start_scale=0.3", "-frames:v", "1",
                "-pix_fmt", "uyvy422",
                "-f", "rawvideo", "out.raw",
            ], input: [])
        let expected = try run(
            [
                "-f", "rawvideo", "-pix_fmt", "uyvy422", "-s", "320x180", "-i", "in.raw", "-vf",
                "scale=in_color_matrix=bt709:out_color_matrix=bt709,format=gbrp,negate,"
                    + "scale=in_color_matrix=bt709:out_color_matrix=bt709,format=uyvy422",
                "-f", "rawvideo", "out.raw",
            ], input: picture)
        let renderer = try OfflineRenderer(format: format)
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "invert", opacity: 1)],
            library: .scan(directory: LibraryFolder.path))
        let own = try draw(renderer, picture)
        var sum = 0.0
        for position in stride(from: 1, to: own.count, by: 2) {
            let difference = Double(own[position]) - Double(expected[position])
            sum += difference * difference
        }
        let mean = sum / Double(own.count / 2)
        let decibels = 10 * log10(255 * 255 / max(mean, 1e-9))
        #expect(decibels >= 40, "\(decibels) dB")
    }
}

/// The shaders that ship.
enum LibraryFolder {
    static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shaders").path
}
