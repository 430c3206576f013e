import Common
import Proto
import Shaders
import Testing

@testable import Renderer

/// What goes in as UYVY comes out as it was, where no layer changes it.
@Suite(.serialized) struct RoundTripTests {
    static let format = VideoFormat(width: 320, height: 180, rate: FrameRate(25))

    /// Any legal picture: every code from 1 to 254 in every place.
    static func noise(_ format: VideoFormat, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<format.payloadByteCount).map { position in
            // Luma in its legal range, colour differences in theirs.
            position % 2 == 1
                ? UInt8.random(in: 16...235, using: &generator)
                : UInt8.random(in: 16...240, using: &generator)
        }
    }

    @Test(arguments: [ColorMatrix.bt601, .bt709, .bt2020])
    func emptyStackKeepsEveryByte(matrix: ColorMatrix) throws {
        let format = try #require(
            VideoFormat(width: 320, height: 180, rate: FrameRate(25), matrix: matrix))
        let renderer = try OfflineRenderer(format: format)
        let picture = Self.noise(format, seed: 7)
        #expect(try draw(renderer, picture) == picture)
    }

    @Test(arguments: [ScanMode.topFieldFirst, .bottomFieldFirst])
    func twoFieldsKeepEveryByte(scan: ScanMode) throws {
        let format = try #require(
            VideoFormat(width: 96, height: 50, rate: FrameRate(25), scan: scan))
        let renderer = try OfflineRenderer(format: format)
        let picture = Self.noise(format, seed: 5)
        #expect(try draw(renderer, picture) == picture)
    }

    @Test func widthsThatAreNoMultipleOfEightKeepEveryByte() throws {
        let format = try #require(VideoFormat(width: 90, height: 50, rate: FrameRate(25)))
        let renderer = try OfflineRenderer(format: format)
        let picture = Self.noise(format, seed: 11)
        #expect(try draw(renderer, picture) == picture)
    }

    @Test func bytesAsWorkingFormatKeepTheGreyScale() throws {
        let format = try #require(Self.format)
        let renderer = try OfflineRenderer(format: format, depth: .rgba8)
        var picture = [UInt8](repeating: 128, count: format.payloadByteCount)
        for position in stride(from: 1, to: picture.count, by: 2) {
            picture[position] = UInt8(16 + position / 2 % 220)
        }
        #expect(try draw(renderer, picture) == picture)
    }

    @Test func twoRenderersDrawTheSameBytes() throws {
        let format = try #require(Self.format)
        let library = ShaderLibrary(packages: [
            try ShaderPackage(
                id: "wave", path: "wave.fs",
                fragmentSource: """
                    /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
                    void main() {
                        vec2 at = isf_FragNormCoord + 0.02 * sin(isf_FragNormCoord.yx * 30.0 + TIME);
                        gl_FragColor = IMG_NORM_PIXEL(inputImage, at);
                    }
                    """)
        ])
        let picture = Self.noise(format, seed: 3)
        var results: [[[UInt8]]] = []
        for _ in 0..<2 {
            let renderer = try OfflineRenderer(format: format)
            try renderer.setLayers(
                [SnapshotLayer(id: "1", shaderId: "wave", opacity: 1)], library: library)
            results.append(
                try (0..<10).map { try draw(renderer, picture, index: FrameIndex(Int64($0))) })
        }
        #expect(results[0] == results[1])
        #expect(results[0][0] != results[0][9])
    }
}

/// A small random source that repeats (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// One frame of an offline renderer as bytes.
func draw(
    _ renderer: OfflineRenderer, _ input: [UInt8]?, index: FrameIndex = FrameIndex(0)
) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: renderer.packer.format.payloadByteCount)
    try output.withUnsafeMutableBytes { output in
        if let input {
            try input.withUnsafeBytes { try renderer.draw(index: index, input: $0, into: output) }
        } else {
            try renderer.draw(index: index, input: nil, into: output)
        }
    }
    return output
}
