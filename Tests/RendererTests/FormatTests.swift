import Common
import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

/// Pictures in and out against ffmpeg's own conversions.
@Suite(.serialized) struct FormatTests {
    private static let width = 320
    private static let height = 180

    /// One picture of `source`, a lavfi filter, as raw bytes.
    private static func ffmpeg(_ source: String, _ arguments: [String]) throws -> [UInt8] {
        let result = try HelperProcess.run(
            "ffmpeg",
            [
                "-hide_banner", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i",
                "\(source)=size=\(width)x\(height):rate=25", "-frames:v", "1",
            ] + arguments + ["-f", "rawvideo", "pipe:1"],
            environment: ProcessInfo.processInfo.environment, outputLimit: 1 << 24,
            until: SystemTimeSource().now() + .seconds(30))
        return result.output
    }

    private static func raw(_ source: String, _ layout: PixelFormat) throws -> [UInt8] {
        let scale = "scale=in_color_matrix=bt709:out_color_matrix=bt709:out_range=tv"
        switch layout {
        case .uyvy: return try ffmpeg(source, ["-vf", scale, "-pix_fmt", "uyvy422"])
        case .v210:
            return try ffmpeg(source, ["-vf", scale, "-pix_fmt", "yuv422p10le", "-c:v", "v210"])
        case .nv12: return try ffmpeg(source, ["-vf", scale, "-pix_fmt", "nv12"])
        case .bgra, .argb:
            return try ffmpeg(source, ["-vf", rgbScale, "-pix_fmt", layout.rawValue])
        }
    }

    private static let rgbScale = "scale=in_color_matrix=bt709:in_range=tv:out_range=pc"

    /// What ffmpeg makes of the same bytes, as red, green and blue of eight bits.
    private static func rgb(_ bytes: [UInt8], _ layout: PixelFormat) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.path + "/hold-format-\(UUID()).raw"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reading =
            switch layout {
            case .v210: ["-f", "v210"]
            case .uyvy: ["-f", "rawvideo", "-pix_fmt", "uyvy422"]
            case .nv12: ["-f", "rawvideo", "-pix_fmt", "nv12"]
            case .bgra, .argb: ["-f", "rawvideo", "-pix_fmt", layout.rawValue]
            }
        let result = try HelperProcess.run(
            "ffmpeg",
            ["-hide_banner", "-loglevel", "error", "-nostdin"] + reading + [
                "-video_size", "\(width)x\(height)", "-i", path, "-vf",
                rgbScale + ":flags=accurate_rnd+full_chroma_int+full_chroma_inp", "-pix_fmt",
                "rgb24", "-f", "rawvideo", "pipe:1",
            ], environment: ProcessInfo.processInfo.environment, outputLimit: 1 << 24,
            until: SystemTimeSource().now() + .seconds(30))
        return result.output
    }

    private func format(_ layout: PixelFormat) throws -> VideoFormat {
        try #require(
            VideoFormat(
                width: Self.width, height: Self.height, rate: FrameRate(25), pixelFormat: layout))
    }

    @Test(arguments: [PixelFormat.uyvy, .v210, .nv12, .bgra, .argb])
    func barsAreDecodedAsFfmpegDoes(layout: PixelFormat) throws {
        let input = try Self.raw("smptehdbars", layout)
        let wanted = try Self.rgb(input, layout)
        let format = try format(layout)
        try #require(input.count == format.payloadByteCount)
        let renderer = try OfflineRenderer(format: try self.format(.uyvy), inputFormat: format)
        let picture = try input.withUnsafeBytes {
            try renderer.draw(Moment(FrameIndex(0)), input: $0)
        }
        var halves = [Float16](repeating: 0, count: Self.width * Self.height * 4)
        halves.withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { picture.read(into: base) }
        }
        var patches: Set<[UInt8]> = []
        var worst = 0.0
        for line in stride(from: 4, to: Self.height - 4, by: 8) {
            for column in stride(from: 6, to: Self.width - 6, by: 5) {
                func pixel(_ x: Int, _ y: Int) -> [UInt8] {
                    Array(wanted[((y * Self.width) + x) * 3..<((y * Self.width) + x) * 3 + 3])
                }
                let color = pixel(column, line)
                // Only what is flat around: ffmpeg's filters and ours differ at edges.
                let isFlat = [(-4, 0), (4, 0), (0, -3), (0, 3), (-2, 0), (2, 0)].allSatisfy {
                    pixel(column + $0.0, line + $0.1) == color
                }
                guard isFlat else { continue }
                patches.insert(color)
                for channel in 0..<3 {
                    let place = ((Self.height - 1 - line) * Self.width + column) * 4 + channel
                    let value = min(max(Double(halves[place]), 0), 1) * 255
                    // ffmpeg's whole-number arithmetic is up to 1.3 from the exact one by itself.
                    worst = max(worst, abs(value - Double(color[channel])))
                }
            }
        }
        #expect(worst <= 1.8 && patches.count >= 12, "\(layout): \(worst)")
    }

    @Test(arguments: ["smptehdbars", "testsrc2"])
    func v210ComesOutAsItWentIn(source: String) throws {
        let input = try Self.raw(source, .v210)
        let format = try format(.v210)
        let renderer = try OfflineRenderer(format: format)
        // testsrc2 has codes on the way to the protected ones, and half floats hold 11 bits.
        let worst = zip(try draw(renderer, input), input).map { Self.difference($0, $1) }.max()
        #expect(try draw(renderer, input) == input, "worst byte \(worst ?? 0)")
    }

    /// The negative of a code is 251 less it for luma and 256 less it for colour: no conversion to
    /// R′G′B′ may be seen. (ffmpeg's own way through 8-bit G′B′R′ is 42 dB from this arithmetic with
    /// testsrc2, since it cuts colours beyond the gamut off; so a comparison with it says no more.)
    @Test(arguments: ["testsrc2", "mandelbrot"])
    func theNegativeIsExact(source: String) throws {
        let input = try Self.raw(source, .uyvy)
        let renderer = try OfflineRenderer(format: try format(.uyvy))
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "invert", opacity: 1)],
            library: ShaderLibrary.scan(directory: LibraryFolder.path))
        var expected: [UInt8] = []
        for (place, code) in input.enumerated() {
            let whole = place % 2 == 1 ? 251 : 256
            expected.append(UInt8(min(max(whole - Int(code), 1), 254)))
        }
        #expect(try draw(renderer, input) == expected)
    }

    private static func difference(_ a: UInt8, _ b: UInt8) -> Int { abs(Int(a) - Int(b)) }

    @Test func widthsThatDoNotFillAGroupAreZeroBeyondTheEdge() throws {
        for width in [50, 52, 54] {
            let format = try #require(
                VideoFormat(width: width, height: 16, rate: FrameRate(25), pixelFormat: .v210))
            let renderer = try OfflineRenderer(format: format)
            let output = try draw(renderer, nil)
            let words = output.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
            // Black: luma 64, chroma 512; one word holds three components, two a pixel.
            var components: [UInt32] = []
            for word in words.prefix(format.strideBytes / 4) {
                components += [word & 1023, word >> 10 & 1023, word >> 20 & 1023]
            }
            for (number, component) in components.enumerated() {
                let expected: UInt32 = number >= width * 2 ? 0 : number % 2 == 0 ? 512 : 64
                #expect(component == expected, "\(width): \(number)")
            }
        }
    }

    @Test(arguments: [PixelFormat.bgra, .argb])
    func fillAndKeyHaveStraightAlpha(layout: PixelFormat) throws {
        let format = try format(layout)
        let renderer = try OfflineRenderer(format: format)
        let library = ShaderLibrary(packages: [
            try ShaderPackage(
                id: "half", path: "half.fs",
                fragmentSource: "/*{}*/ void main() { gl_FragColor = vec4(0.8, 0.4, 0.2, 0.5); }")
        ])
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "half", opacity: 1)], library: library,
            background: Color(red: 0, green: 0, blue: 0, alpha: 0))
        let pixel = Array(try draw(renderer, nil).prefix(4))
        #expect(pixel == (layout == .bgra ? [51, 102, 204, 128] : [128, 204, 102, 51]))
    }

    @Test func linearLightIsBT1886() throws {
        let format = try format(.uyvy)
        let renderer = try OfflineRenderer(format: format, isLinear: true)
        var grey = [UInt8](repeating: 128, count: format.payloadByteCount)
        for place in stride(from: 1, to: grey.count, by: 2) {
            grey[place] = UInt8(16 + place / 2 % 220)
        }
        // Every level comes back, and half of the light of white is code 180.
        #expect(try draw(renderer, grey) == grey)
        let library = ShaderLibrary(packages: [
            try ShaderPackage(
                id: "half", path: "half.fs",
                fragmentSource: "/*{}*/ void main() { gl_FragColor = vec4(1.0, 1.0, 1.0, 0.5); }")
        ])
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "half", opacity: 1)], library: library)
        let expected = UInt8((pow(0.5, 1 / 2.4) * 219 + 16).rounded())
        #expect(try draw(renderer, nil)[1] == expected)
    }

    @Test func chromaOf420LiesBetweenTheLines() throws {
        // One chroma line of red difference between two without: a quarter from the nearer line.
        let format = try #require(
            VideoFormat(width: 16, height: 16, rate: FrameRate(25), pixelFormat: .nv12))
        var input = [UInt8](repeating: 126, count: 256)
        input += [UInt8](repeating: 128, count: 128)
        for pair in 0..<8 { input[256 + 3 * 16 + pair * 2 + 1] = 168 }
        let uyvy = try #require(VideoFormat(width: 16, height: 16, rate: FrameRate(25)))
        let renderer = try OfflineRenderer(format: uyvy, inputFormat: format)
        let output = try draw(renderer, input)
        let lines = (0..<16).map { Int(output[$0 * 32 + 2]) - 128 }
        #expect(lines == [0, 0, 0, 0, 0, 10, 30, 30, 10, 0, 0, 0, 0, 0, 0, 0])
    }
}
