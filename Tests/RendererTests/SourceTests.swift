import Common
import Foundation
import Imaging
import Proto
import Shaders
import Testing

@testable import Renderer

/// What a shader can sample beside the picture below, on tiny pictures against arithmetic.
@Suite(.serialized) struct SourceTests {
    /// A folder with shaders in it, and a renderer for 17 × 11 pixels.
    private final class Bench {
        let folder: String
        let renderer: OfflineRenderer

        init() throws {
            folder = FileManager.default.temporaryDirectory.path + "/hold-source-\(UUID())"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let format = try #require(VideoFormat(width: 18, height: 17, rate: FrameRate(25)))
            renderer = try OfflineRenderer(format: format)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func write(_ name: String, _ text: String) throws {
            try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }

        func set(_ layers: SnapshotLayer...) throws {
            try renderer.setLayers(layers, library: ShaderLibrary.scan(directory: folder))
        }

        /// The pixel at (x, y) from the lower left, of the frame `index`.
        func pixel(_ x: Int, _ y: Int, index: Int64 = 0) throws -> SIMD4<Float> {
            let picture = try renderer.draw(Moment(FrameIndex(index)), input: nil)
            var halves = [Float16](repeating: 0, count: picture.width * picture.height * 4)
            halves.withUnsafeMutableBytes { bytes in
                if let base = bytes.baseAddress { picture.read(into: base) }
            }
            let start = (y * picture.width + x) * 4
            return SIMD4(
                Float(halves[start]), Float(halves[start + 1]), Float(halves[start + 2]),
                Float(halves[start + 3]))
        }
    }

    private func expect(
        _ pixel: SIMD4<Float>, _ expected: SIMD4<Float>, _ tolerance: Float = 0.002,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let difference = pixel - expected
        #expect(
            (0..<4).allSatisfy { abs(difference[$0]) <= tolerance }, "\(pixel) is not \(expected)",
            sourceLocation: location)
    }

    @Test func importedPicturesLieTheRightWayUp() throws {
        let bench = try Bench()
        // Two by two: red green over blue white.
        let png = try PNGEncoder.encode(
            RGBImage(
                width: 2, height: 2, bytes: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]))
        try Data(png).write(to: URL(fileURLWithPath: bench.folder + "/four.png"))
        for imported in [
            "{\"four\": {\"PATH\": \"four.png\"}}",
            "[{\"NAME\": \"four\", \"PATH\": \"./four.png\"}]",
        ] {
            try bench.write(
                "show.fs",
                """
                /*{"IMPORTED": \(imported)}*/
                void main() {
                    vec2 at = (floor(isf_FragNormCoord * 2.0) + 0.5) / 2.0;
                    gl_FragColor = IMG_NORM_PIXEL(four, at);
                    if (IMG_SIZE(four) != vec2(2.0)) gl_FragColor = vec4(0.5);
                    if (IMG_PIXEL(four, vec2(0.5)) != vec4(0.0, 0.0, 1.0, 1.0)) gl_FragColor *= 0.0;
                }
                """)
            try bench.set(SnapshotLayer(id: "1", shaderId: "show", opacity: 1))
            expect(try bench.pixel(2, 14), SIMD4(1, 0, 0, 1))
            expect(try bench.pixel(15, 14), SIMD4(0, 1, 0, 1))
            expect(try bench.pixel(2, 2), SIMD4(0, 0, 1, 1))
            expect(try bench.pixel(15, 2), SIMD4(1, 1, 1, 1))
        }
    }

    @Test(arguments: [
        ("../up.png", "leads out"), ("/etc/hostname", "leads out"),
        ("gone.png", "cannot be opened"),
        ("huge.png", "64 MiB"), ("text.png", "no picture"),
    ])
    func picturesThatCannotBeUsedAreNamed(path: String, word: String) throws {
        let bench = try Bench()
        let huge = bench.folder + "/huge.png"
        _ = FileManager.default.createFile(atPath: huge, contents: nil)
        let handle = try #require(FileHandle(forWritingAtPath: huge))
        try handle.truncate(atOffset: 200 << 20)
        try handle.close()
        try bench.write("text.png", "this is no picture")
        try bench.write(
            "show.fs",
            "/*{\n\"IMPORTED\": {\n\"a\": {\"PATH\": \"\(path)\"}}}*/ void main() {gl_FragColor=IMG_THIS_PIXEL(a);}"
        )
        let error = #expect(throws: ShaderFileError.self) {
            try bench.set(SnapshotLayer(id: "1", shaderId: "show", opacity: 1))
        }
        #expect(error?.message.contains(word) == true, "\(String(describing: error))")
        if word == "leads out" { #expect(error?.line == 3) }
    }

    @Test func colourTablesInterpolateAndCanBeBound() throws {
        let bench = try Bench()
        func negative(_ size: Int, _ high: Double) -> String {
            var text = "LUT_3D_SIZE \(size)\nDOMAIN_MAX \(high) \(high) \(high)\n"
            for index in 0..<size * size * size {
                let steps = [index % size, index / size % size, index / size / size]
                text += steps.map { "\(1 - Double($0) / Double(size - 1))" }.joined(separator: " ")
                text += "\n"
            }
            return text
        }
        try bench.write("negative.cube", negative(5, 1))
        try bench.write("half.cube", negative(3, 2))
        try bench.write(
            "look.fs",
            """
            /*{"HOLDOVER": {"LUT": {"look": {"PATH": "negative.cube"}}}}*/
            void main() { gl_FragColor = vec4(IMG_LUT(look, vec3(0.2, 0.55, 1.4)), 1.0); }
            """)
        var layer = SnapshotLayer(id: "1", shaderId: "look", opacity: 1)
        try bench.set(layer)
        expect(try bench.pixel(3, 3), SIMD4(0.8, 0.45, 0, 1))
        layer.bindings = [
            InputBinding(parameter: "look", source: .image(ImageRef(path: "half.cube")))
        ]
        try bench.set(layer)
        expect(try bench.pixel(3, 3), SIMD4(0.9, 0.725, 0.3, 1))
    }

    @Test func soundIsSeenAsWaveAndSpectrum() throws {
        let bench = try Bench()
        try bench.write(
            "hear.fs",
            """
            /*{"INPUTS": [{"NAME": "wave", "TYPE": "audio", "MAX": 64},
                          {"NAME": "tones", "TYPE": "audioFFT", "MAX": 64}]}*/
            void main() {
                float bin = floor(gl_FragCoord.x) + 8.0;
                gl_FragColor = vec4(
                    IMG_PIXEL(wave, vec2(floor(gl_FragCoord.x) + 46.5, 0.5)).r,
                    IMG_PIXEL(tones, vec2(bin + 0.5, 0.5)).g, IMG_PIXEL(tones, vec2(bin + 0.5, 1.5)).r,
                    IMG_SIZE(wave).y / 2.0);
            }
            """)
        // Left: half of full scale on bin 12 of 128 samples; right: a quarter of it on bin 20.
        var samples: [Int32] = []
        for sample in 0..<400 {
            let angle = 2 * Double.pi * Double(sample) / 128
            samples.append(Int32(sin(angle * 12) * 0.5 * 2_147_483_647))
            samples.append(Int32(sin(angle * 20) * 0.25 * 2_147_483_647))
        }
        let sound = SoundHistory(channelCount: 2)
        samples.withUnsafeBytes { sound.append($0, channels: 2) }
        bench.renderer.sounds = [sound]
        try bench.set(SnapshotLayer(id: "1", shaderId: "hear", opacity: 1))
        for x in 0..<18 {
            let angle = 2 * Double.pi * 12 * Double(400 - 18 + x) / 128
            let wave = 0.5 + 0.25 * sin(angle)
            // A Hann window spreads a tone to its neighbours, at half of its height.
            let left: Float = x == 4 ? 0.5 : x == 3 || x == 5 ? 0.25 : 0
            let right: Float = x == 12 ? 0.25 : x == 11 || x == 13 ? 0.125 : 0
            expect(try bench.pixel(x, 5), SIMD4(Float(wave), left, right, 1))
        }
        sound.silence()
        expect(try bench.pixel(4, 5, index: 1), SIMD4(0.5, 0, 0, 1))
    }

    @Test func historyGoesBackAsFarAsItMay() throws {
        let bench = try Bench()
        try bench.write(
            "count.fs",
            "/*{}*/ void main() { gl_FragColor = vec4(vec3(float(FRAMEINDEX) / 64.0), 1.0); }")
        try bench.write(
            "past.fs",
            """
            /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}],
               "HOLDOVER": {"HISTORY": {"OF": "source", "LENGTH": 3}}}*/
            void main() {
                vec2 at = isf_FragNormCoord;
                gl_FragColor = vec4(
                    IMG_HISTORY(0, at).r, IMG_HISTORY(2, at).r, IMG_HISTORY(9, at).r, 1.0);
            }
            """)
        try bench.write(
            "trail.fs",
            """
            /*{"HOLDOVER": {"HISTORY": {"OF": "layer", "LENGTH": 2}}}*/
            void main() {
                gl_FragColor = vec4(
                    float(FRAMEINDEX) / 64.0, IMG_HISTORY(1, isf_FragNormCoord).r,
                    IMG_HISTORY(2, isf_FragNormCoord).r, 1.0);
            }
            """)
        try bench.set(
            SnapshotLayer(id: "1", shaderId: "count", opacity: 1),
            SnapshotLayer(id: "2", shaderId: "past", opacity: 1))
        for index in 0..<8 as Range<Int64> {
            let pixel = try bench.pixel(4, 4, index: index)
            func past(_ ago: Int64) -> Float { Float(max(index - ago, 0)) / 64 }
            expect(pixel, SIMD4(past(0), past(2), past(3), 1))
        }
        try bench.set(SnapshotLayer(id: "3", shaderId: "trail", opacity: 1))
        for index in 0..<6 as Range<Int64> {
            let pixel = try bench.pixel(4, 4, index: index)
            func past(_ ago: Int64) -> Float { index == 0 ? 0 : Float(max(index - ago, 0)) / 64 }
            expect(pixel, SIMD4(Float(index) / 64, past(1), past(2), 1))
        }
    }

    @Test func aLayerCanSampleAnother() throws {
        let bench = try Bench()
        try bench.write(
            "green.fs", "/*{}*/ void main() { gl_FragColor = vec4(0.0, 1.0, 0.0, 0.5); }")
        try bench.write(
            "mask.fs",
            """
            /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}, {"NAME": "key", "TYPE": "image"}]}*/
            void main() { gl_FragColor = vec4(IMG_THIS_PIXEL(key).ga, 0.25, 1.0); }
            """)
        var mask = SnapshotLayer(id: "m", shaderId: "mask", opacity: 1)
        mask.bindings = [InputBinding(parameter: "key", source: .layer("g"))]
        // Premultiplied, and there although the layer itself is not to be seen.
        try bench.set(SnapshotLayer(id: "g", shaderId: "green", opacity: 0), mask)
        expect(try bench.pixel(8, 8), SIMD4(0.5, 0.5, 0.25, 1))
        // From above: what it drew in the frame before.
        try bench.set(mask, SnapshotLayer(id: "g", shaderId: "green", opacity: 0))
        _ = try bench.pixel(8, 8)
        expect(try bench.pixel(8, 8, index: 1), SIMD4(0.5, 0.5, 0.25, 1))
    }

    @Test func stillsCanBeBound() throws {
        let bench = try Bench()
        let png = try PNGEncoder.encode(RGBImage(width: 1, height: 1, bytes: [51, 102, 204]))
        try Data(png).write(to: URL(fileURLWithPath: bench.folder + "/still.png"))
        try bench.write(
            "show.fs",
            "/*{\"INPUTS\": [{\"NAME\": \"a\", \"TYPE\": \"image\"}]}*/ void main() {gl_FragColor=IMG_THIS_PIXEL(a);}"
        )
        var layer = SnapshotLayer(id: "1", shaderId: "show", opacity: 1)
        layer.bindings = [
            InputBinding(parameter: "a", source: .image(ImageRef(path: "still.png")))
        ]
        try bench.set(layer)
        expect(try bench.pixel(8, 8), SIMD4(0.2, 0.4, 0.8, 1))
    }
}
