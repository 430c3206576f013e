import Common
import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

/// Layers drawn in one pass against the same layers drawn one by one: equal to the bit here.
@Suite(.serialized) struct FusionTests {
    private static let shipped = ShaderLibrary.scan(directory: LibraryFolder.path)

    /// The shipped shaders that look at one pixel only. A shader that leaves or joins this list has
    /// become slower or faster.
    private static let pointwise = shipped.packages.filter { GLSLGenerator.fusible($0) != nil }
        .map(\.id).sorted()

    /// A picture with every kind of edge, as packed bytes.
    private func noise(_ format: VideoFormat) -> [UInt8] {
        var state: UInt32 = 7
        return (0..<format.payloadByteCount).map { place in
            state = state &* 1_664_525 &+ 1_013_904_223
            let byte = UInt8(truncatingIfNeeded: state >> 24)
            // Ten-bit words keep their two spare bits clear.
            return format.pixelFormat == .v210 && place % 4 == 3 ? byte & 0x3f : byte
        }
    }

    private struct Setting: CustomTestStringConvertible {
        var size = "64x36"
        var input = PixelFormat.uyvy
        var output = PixelFormat.uyvy
        var depth = WorkingDepth.rgba16f
        var isLinear = false
        var isInterlaced = false

        var testDescription: String {
            "\(size) \(input) to \(output) \(depth.name)\(isLinear ? " linear" : "")"
                + (isInterlaced ? " interlaced" : "")
        }
    }

    private static let settings = [
        Setting(), Setting(size: "36x18"), Setting(input: .v210, output: .v210),
        Setting(size: "50x18", input: .v210, output: .v210),
        Setting(input: .nv12, output: .bgra), Setting(input: .bgra), Setting(depth: .rgba8),
        Setting(isLinear: true), Setting(isInterlaced: true),
    ]

    private func format(_ setting: Setting, _ pixels: PixelFormat) throws -> VideoFormat {
        let sides = setting.size.split(separator: "x").compactMap { Int($0) }
        return try #require(
            VideoFormat(
                width: sides[0], height: sides[1], rate: FrameRate(25), pixelFormat: pixels,
                scan: setting.isInterlaced ? .topFieldFirst : .progressive))
    }

    /// Three frames of `layers`, packed; fused or one by one.
    private func draw(
        _ layers: [SnapshotLayer], _ library: ShaderLibrary, _ setting: Setting, isFused: Bool
    ) throws -> [[UInt8]] {
        let input = try format(setting, setting.input)
        let output = try format(setting, setting.output)
        let renderer = try OfflineRenderer(
            format: output, inputFormat: input, depth: setting.depth, isLinear: setting.isLinear)
        try renderer.setLayers(layers, library: library)
        if isFused { #expect(try renderer.fuse() > 0) }
        let picture = noise(input)
        return try [Int64(0), 1, 77].map { index in
            var packed = [UInt8](repeating: 0, count: output.payloadByteCount)
            try picture.withUnsafeBytes { picture in
                try packed.withUnsafeMutableBytes { packed in
                    try renderer.draw(index: FrameIndex(index), input: picture, into: packed)
                }
            }
            return packed
        }
    }

    /// A pixel's place comes out of the rasteriser when it is drawn by itself, and is worked out when
    /// eight are packed at once: here and there a value lies on the other side of a code. Byte textures
    /// are rounded by the driver, not by our arithmetic.
    private func expectEqual(
        _ layers: [SnapshotLayer], _ library: ShaderLibrary = shipped,
        _ setting: Setting = Setting(), _ location: SourceLocation = #_sourceLocation
    ) throws {
        let apart = try draw(layers, library, setting, isFused: false)
        let fused = try draw(layers, library, setting, isFused: true)
        for (one, other) in zip(apart, fused) {
            let differing = zip(one, other).count { $0 != $1 }
            let allowed = setting.depth == .rgba8 ? one.count / 10 : one.count / 1000
            #expect(
                differing <= allowed, "\(layers.map(\.shaderId)), of \(one.count) bytes",
                sourceLocation: location)
            if setting.output != .v210 {
                let most = zip(one, other).map { abs(Int($0) - Int($1)) }.max()
                #expect(most ?? 0 <= 1, sourceLocation: location)
            }
        }
    }

    @Test("Every shipped shader that looks at one pixel only draws the same bytes fused")
    func shippedShaders() throws {
        #expect(
            Self.pointwise == [
                "bars", "chromakey", "grade", "invert", "legalise", "lumakey", "lut", "safearea",
                "sweep", "title", "vignette",
            ])
        for id in Self.pointwise {
            try expectEqual([
                SnapshotLayer(id: "1", shaderId: "invert", opacity: 0.75),
                SnapshotLayer(id: "2", shaderId: id, opacity: 1),
                SnapshotLayer(id: "3", shaderId: id, opacity: 0.4),
            ])
        }
    }

    @Test("In every format the bytes are the same fused", arguments: settings)
    private func formats(setting: Setting) throws {
        try expectEqual([], Self.shipped, setting)
        try expectEqual(
            [SnapshotLayer(id: "1", shaderId: "invert", opacity: 1)], Self.shipped, setting)
        try expectEqual(
            [
                SnapshotLayer(id: "1", shaderId: "grade", opacity: 1),
                SnapshotLayer(id: "2", shaderId: "blur", opacity: 1),
                SnapshotLayer(id: "3", shaderId: "vignette", opacity: 0.5),
                SnapshotLayer(id: "4", shaderId: "invert", opacity: 1),
            ], Self.shipped, setting)
    }

    @Test("Layers that use the same names for other things do not meddle")
    func names() throws {
        func package(_ id: String, _ amount: String) throws -> ShaderPackage {
            try ShaderPackage(
                id: id, path: "\(id).fs",
                fragmentSource: """
                    /*{"INPUTS": [
                        {"NAME": "inputImage", "TYPE": "image"},
                        {"NAME": "matte2", "TYPE": "float", "DEFAULT": \(amount)}
                    ]}*/
                    #define SHIFT (matte2 * \(amount))
                    struct Pair { vec3 rgb_; float a_; };
                    const vec3 tint = vec3(\(amount), 0.5, 0.25), other = vec3(0.1);
                    float part(float x);
                    Pair shifted(in vec4 c) { return Pair(c.rgb * tint + other * SHIFT, c.a); }
                    void main() {
                        Pair p = shifted(IMG_NORM_PIXEL(inputImage, isf_FragNormCoord));
                        gl_FragColor = vec4(part(p.rgb_.r), p.rgb_.gb, p.a_);
                    }
                    float part(float x) { return x + \(amount); }
                    """)
        }
        let library = ShaderLibrary(packages: [
            try package("one", "0.3"), try package("two", "0.2"),
        ])
        try expectEqual(
            ["one", "two", "one"].enumerated().map {
                SnapshotLayer(id: "\($0)", shaderId: $1, opacity: 1)
            }, library)
    }

    @Test("A stack on air is drawn fused, and every change shows at its frame")
    func onAir() throws {
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let rig = try LaneRig(format: format)
        try rig.write(
            "level",
            """
            /*{"INPUTS": [
                {"NAME": "inputImage", "TYPE": "image"},
                {"NAME": "shift", "TYPE": "float", "MIN": 0.0, "MAX": 100.0}
            ]}*/
            void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) + vec4(vec3(shift / 219.0), 0.0); }
            """)
        func layer(_ id: String, _ shift: Double) -> SnapshotLayer {
            var layer = SnapshotLayer(id: id, shaderId: "level", shaderGeneration: 1, opacity: 1)
            layer.values = [ParameterSetting(name: "shift", value: ParameterValue(.float(shift)))]
            return layer
        }
        let delay = Int64(rig.settings.inputDelay)
        let grey = (0..<format.payloadByteCount).map { UInt8($0 % 2 == 1 ? 60 : 128) }
        for index in 90...112 as ClosedRange<Int64> { try rig.putInput(grey, index: index) }
        rig.publish([layer("1", 10), layer("2", 20)])
        for next in 105...114 as ClosedRange<Int64> {
            rig.tick(next: next)
            if next == 105 {
                _ = try rig.frame(107)
                rig.publish([layer("1", 10), layer("2", 40)], at: 110)
                rig.publish([layer("1", 10), layer("2", 40), layer("3", 3)], at: 112)
            }
            for index in next + 1...next + 2 where index - delay <= 112 {
                let expected = index < 110 ? 90 : index < 112 ? 110 : 113
                let luma = try rig.frame(index).bytes[1]
                #expect(luma == UInt8(expected), "frame \(index)")
            }
        }
        let fused = rig.fusions.all.filter {
            if case .fused(_, _, _, nil, _) = $0 { true } else { false }
        }
        // The first frame waited for both layers in one pass.
        #expect(!fused.isEmpty)
    }
}
