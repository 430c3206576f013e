import Common
import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

/// The shaders that ship, each against arithmetic done here and against a kept picture.
@Suite(.serialized) struct ShippedTests {
    private static let width = 64
    private static let height = 36
    private static let luma = SIMD3<Double>(0.2126, 0.7152, 0.0722)

    /// A stack over pictures made by small generators, drawn on 64 × 36 pixels.
    private final class Stage {
        let renderer: OfflineRenderer
        private let shipped: ShaderLibrary

        init() throws {
            let format = try #require(
                VideoFormat(
                    width: ShippedTests.width, height: ShippedTests.height, rate: FrameRate(25)))
            renderer = try OfflineRenderer(format: format)
            shipped = ShaderLibrary.scan(directory: LibraryFolder.path)
        }

        /// Draws `shader` over what the GLSL expression `below` gives; `other` is what images
        /// beside the picture below show.
        func draw(
            _ shader: String, _ values: [String: ISFValue] = [:], over below: String,
            other: String = "vec3(0.0, 1.0, 0.0)", index: Int64 = 0
        ) throws -> [SIMD4<Double>] {
            var library = shipped
            for (id, body) in [("below", below), ("other", other)] {
                library.packages.append(
                    try ShaderPackage(
                        id: id, path: "\(id).fs",
                        fragmentSource: """
                            /*{}*/
                            void main() {
                                vec2 at = isf_FragNormCoord;
                                gl_FragColor = vec4(\(body), 1.0);
                            }
                            """))
            }
            let manifest = try #require(library.package(id: shader)?.manifest)
            var layer = SnapshotLayer(id: "1", shaderId: shader, opacity: 1)
            layer.values = values.map {
                ParameterSetting(name: $0.key, value: ParameterValue($0.value))
            }
            layer.bindings = manifest.inputs.filter {
                $0.type == .image && $0.name != "inputImage" && $0.name != "startImage"
            }.map { InputBinding(parameter: $0.name, source: .layer("other")) }
            try renderer.setLayers(
                [
                    SnapshotLayer(id: "other", shaderId: "other", opacity: 0),
                    SnapshotLayer(id: "below", shaderId: "below", opacity: 1), layer,
                ], library: library)
            var picture: [SIMD4<Double>] = []
            for frame in max(0, index - 3)...index { picture = try pixels(frame) }
            return picture
        }

        private func pixels(_ index: Int64) throws -> [SIMD4<Double>] {
            let target = try renderer.draw(Moment(FrameIndex(index)), input: nil)
            var halves = [Float16](repeating: 0, count: target.width * target.height * 4)
            halves.withUnsafeMutableBytes { bytes in
                if let base = bytes.baseAddress { target.read(into: base) }
            }
            var pixels: [SIMD4<Double>] = []
            for start in stride(from: 0, to: halves.count, by: 4) {
                var pixel = SIMD4<Double>()
                for channel in 0..<4 { pixel[channel] = Double(halves[start + channel]) }
                pixels.append(pixel)
            }
            return pixels
        }
    }

    private func at(_ picture: [SIMD4<Double>], _ x: Int, _ y: Int) -> SIMD3<Double> {
        let pixel = picture[y * Self.width + x]
        return SIMD3(pixel.x, pixel.y, pixel.z)
    }

    private func expect(
        _ value: SIMD3<Double>, _ expected: SIMD3<Double>, _ tolerance: Double = 0.003,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let difference = value - expected
        let worst = max(abs(difference.x), abs(difference.y), abs(difference.z))
        #expect(worst <= tolerance, "\(value) is not \(expected)", sourceLocation: location)
    }

    private func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }

    @Test func colourFilters() throws {
        let stage = try Stage()
        let color = SIMD3(0.2, 0.4, 0.6)
        let text = "vec3(0.2, 0.4, 0.6)"
        expect(at(try stage.draw("invert", over: text), 9, 9), 1 - color)
        expect(at(try stage.draw("lut", over: text), 9, 9), color)
        // Lift moves black and leaves white, gain moves white; contrast turns about 0.42.
        let graded = try stage.draw(
            "grade",
            [
                "lift": .float(0.1), "gain": .float(1.2), "contrast": .float(1.5),
                "saturation": .float(0.5),
            ],
            over: text)
        let lifted = color * (1.2 - 0.1) + 0.1
        let contrasted = (lifted - 0.42) * 1.5 + 0.42
        let grey = dot(contrasted, Self.luma)
        expect(at(graded, 9, 9), (contrasted - grey) * 0.5 + grey)
        // Out of gamut: as much of the colour as fits, the hue as it was.
        let loud = SIMD3(1.3, 0.5, -0.2)
        let level = dot(loud, Self.luma)
        let away = loud - level
        let share = min((1.05 - level) / away.x, (level + 0.05) / -away.z)
        expect(
            at(try stage.draw("legalise", over: "vec3(1.3, 0.5, -0.2)"), 9, 9), level + away * share
        )
        expect(at(try stage.draw("legalise", over: text), 9, 9), color)
    }

    @Test func keyers() throws {
        let stage = try Stage()
        let green = try stage.draw("chromakey", over: "vec3(0.1, 0.7, 0.2)")
        expect(at(green, 9, 9), SIMD3(repeating: 0))
        // Grey is as far from the key as the key from no colour at all.
        let key = SIMD3(0.1, 0.7, 0.2)
        let level = dot(key, Self.luma)
        let distance = hypot((key.z - level) / 1.8556, (key.x - level) / 1.5748)
        let matte = try stage.draw(
            "chromakey", ["view": .long(1), "softness": .float(0.4)], over: "vec3(0.5)")
        expect(at(matte, 9, 9), SIMD3(repeating: min((distance - 0.12) / 0.4, 1)))
        let kept = try stage.draw("chromakey", ["spill": .float(0)], over: "vec3(0.8, 0.3, 0.5)")
        expect(at(kept, 9, 9), SIMD3(0.8, 0.3, 0.5))
        let edge = try stage.draw("lumakey", ["view": .long(1)], over: "vec3(0.11)")
        expect(at(edge, 9, 9), SIMD3(repeating: (0.11 - 0.1) / 0.05 + 0.5), 0.005)
        expect(at(try stage.draw("lumakey", over: "vec3(0.02)"), 9, 9), SIMD3(repeating: 0))
    }

    @Test func blurAndSharpen() throws {
        let stage = try Stage()
        let step = "vec3(step(at.x, 0.5))"
        let blurred = try stage.draw("blur", ["radius": .float(0.05)], over: step)
        func pixel(_ x: Double) -> Double {
            // A texel of the step, read between two by linear interpolation.
            let left = (x - 0.5).rounded(.down)
            let share = x - 0.5 - left
            func texel(_ at: Double) -> Double { at < 32 ? 1 : 0 }
            return texel(left) * (1 - share) + texel(left + 1) * share
        }
        for x in [26, 30, 31, 32, 36] {
            var sum = 0.0
            var total = 0.0
            for tap in -6...6 {
                let place = Double(tap) / 3
                let weight = exp(-0.5 * place * place)
                sum += weight * pixel(Double(x) + 0.5 + 0.05 * 36 * place * 0.5)
                total += weight
            }
            expect(at(blurred, x, 18), SIMD3(repeating: sum / total), 0.006)
        }
        let sharp = try stage.draw("sharpen", over: step)
        expect(at(sharp, 31, 18), SIMD3(repeating: 1 + (0.25 - 0.01) * 0.5))
        expect(at(sharp, 32, 18), SIMD3(repeating: -(0.25 - 0.01) * 0.5))
        expect(at(sharp, 20, 18), SIMD3(repeating: 1))
    }

    @Test func transitions() throws {
        let stage = try Stage()
        let red = "vec3(1.0, 0.0, 0.0)"
        func mix(_ share: Double) -> SIMD3<Double> { SIMD3(1 - share, share, 0) }
        let wipe = try stage.draw(
            "wipe", ["progress": .float(0.5), "softness": .float(0.5)], over: red)
        for x in [3, 20, 40, 60] {
            let along = (Double(x) + 0.5) / 64
            expect(at(wipe, x, 9), mix(min(max((0.75 - along) / 0.5, 0), 1)))
        }
        let iris = try stage.draw(
            "iris", ["progress": .float(0.4), "softness": .float(0.3)], over: red)
        for (x, y) in [(32, 18), (45, 20), (63, 35)] {
            let aspect = 64.0 / 36
            let away = hypot(((Double(x) + 0.5) / 64 - 0.5) * aspect, (Double(y) + 0.5) / 36 - 0.5)
            let reach = hypot(0.5 * aspect, 0.5) + 0.3
            expect(at(iris, x, y), mix(min(max((0.4 * reach - away) / 0.3, 0), 1)))
        }
        for (progress, expected) in [
            (0.0, SIMD3(1.0, 0, 0)), (0.25, SIMD3(0.5, 0, 0.5)), (0.5, SIMD3(0, 0, 1)),
            (0.75, SIMD3(0, 0.5, 0.5)), (1, SIMD3(0, 1, 0)),
        ] {
            let dip = try stage.draw(
                "dip",
                [
                    "progress": .float(progress),
                    "through": .color(red: 0, green: 0, blue: 1, alpha: 1),
                ],
                over: red)
            expect(at(dip, 9, 9), expected)
        }
        for name in ["wipe", "iris"] {
            let whole = try stage.draw(name, ["progress": .float(1)], over: red)
            #expect(whole.allSatisfy { abs($0.y - 1) < 0.003 }, "\(name)")
        }
    }

    @Test func geometry() throws {
        let stage = try Stage()
        let ramp = "vec3(at, 0.5)"
        let box = try stage.draw("dve", over: ramp)
        // Half size: the middle is the middle, a quarter from the edge lies outside.
        expect(
            at(box, 40, 20), SIMD3((40.5 / 64 - 0.5) * 2 + 0.5, (20.5 / 36 - 0.5) * 2 + 0.5, 0.5),
            0.01)
        expect(at(box, 10, 20), SIMD3(repeating: 0))
        let framed = try stage.draw(
            "dve", ["border": .float(0.05), "scale": .float(0.5), "cropLeft": .float(0.5)],
            over: ramp)
        expect(at(framed, 31, 18), SIMD3(repeating: 1))
        expect(at(framed, 24, 18), SIMD3(repeating: 0))
        let blocks = try stage.draw(
            "mosaic", ["block": .long(8), "radius": .float(0.3)], over: ramp)
        // Sixteen places in a block of eight average to the block's middle.
        expect(at(blocks, 33, 17), SIMD3(36.0 / 64, 20.0 / 36, 0.5), 0.01)
        expect(at(blocks, 2, 2), SIMD3(2.5 / 64, 2.5 / 36, 0.5))
        let marks = try stage.draw("safearea", over: "vec3(0.0)")
        let edge = Int((64 * 0.93 * 0.5).rounded(.down))
        expect(at(marks, 32 + edge, 18), SIMD3(0.8, 0.8, 0))
        expect(at(marks, 32 + edge + 1, 18), SIMD3(repeating: 0))
    }

    @Test func looks() throws {
        let stage = try Stage()
        let still = [
            "grain": ISFValue.float(0), "weave": .float(0), "flicker": .float(0),
            "warmth": .float(0),
        ]
        let ramp = "vec3(at, 0.5)"
        expect(
            at(try stage.draw("film", still, over: ramp), 20, 9), SIMD3(20.5 / 64, 9.5 / 36, 0.5))
        var grainy = still
        grainy["grain"] = .float(0.2)
        let film = try stage.draw("film", grainy, over: "vec3(0.5)")
        let values = film.map(\.x)
        let mean = values.reduce(0, +) / Double(values.count)
        // Even noise of a fifth: a mean of nothing, and a deviation of 0.2 over the root of twelve.
        let deviation =
            (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count))
            .squareRoot()
        #expect(abs(mean - 0.5) < 0.01 && abs(deviation - 0.2 / 12.0.squareRoot()) < 0.006)
        let flat = ["bend": ISFValue.float(0), "depth": .float(0), "mask": .float(0.4)]
        let crt = try stage.draw("crt", flat, over: "vec3(0.5)")
        expect(at(crt, 30, 9), SIMD3(0.5, 0.3, 0.3))
        expect(at(crt, 31, 9), SIMD3(0.3, 0.5, 0.3))
        expect(at(crt, 32, 9), SIMD3(0.3, 0.3, 0.5))
        let dark = try stage.draw("vignette", ["amount": .float(0)], over: ramp)
        expect(at(dark, 1, 1), SIMD3(1.5 / 64, 1.5 / 36, 0.5))
        expect(at(try stage.draw("glow", over: "vec3(0.1)"), 9, 9), SIMD3(repeating: 0.1), 0.01)
    }

    @Test func barsAndGraphics() throws {
        let stage = try Stage()
        let bars = try stage.draw("bars", over: "vec3(0.0)")
        let order: [SIMD3<Double>] = [
            SIMD3(1, 1, 1), SIMD3(1, 1, 0), SIMD3(0, 1, 1), SIMD3(0, 1, 0), SIMD3(1, 0, 1),
            SIMD3(1, 0, 0), SIMD3(0, 0, 1), SIMD3(0, 0, 0),
        ]
        for (number, color) in order.enumerated() {
            expect(at(bars, number * 8 + 4, 33), color * 0.75)
        }
        for x in [0, 30, 63] {
            let step = ((Double(x) + 0.5) / 64 * 11).rounded(.down) / 10
            expect(at(bars, x, 3), SIMD3(repeating: step))
        }
        // The crawl moves by whole pixels: a frame later the same columns lie three further left.
        func columns(_ index: Int64) throws -> [Double] {
            let picture = try stage.draw(
                "ticker", ["bottom": .float(0.4)], over: "vec3(0.0)", index: index)
            return (0..<64).map { x in (14..<18).map { at(picture, x, $0).y }.max() ?? 0 }
        }
        let before = try columns(20)
        let after = try columns(21)
        #expect(Set(before.map { Int($0 * 100) }).count > 2)
        #expect(zip(before.dropFirst(3), after).allSatisfy { abs($0 - $1) < 0.01 })
        let title = try stage.draw("title", over: "vec3(0.0)")
        #expect(title.contains { $0.x > 0.3 } && at(title, 1, 1).x == 0)
        for (name, place) in [("bug", (2, 2)), ("lowerthird", (32, 34))] {
            let picture = try stage.draw(name, over: "vec3(0.25)", index: 60)
            expect(at(picture, place.0, place.1), SIMD3(repeating: 0.25))
            #expect(picture.contains { abs($0.x - 0.25) > 0.1 }, "\(name)")
        }
    }

    @Test func theClockShowsTheTimeOfItsIndex() throws {
        let stage = try Stage()
        let index: Int64 = 25 * 3600 * 15 + 25 * 754
        let picture = try stage.draw(
            "clock",
            [
                "position": .point2D(x: 0, y: 0), "size": .float(0.4),
                "colour": .color(red: 1, green: 1, blue: 1, alpha: 1),
            ],
            over: "vec3(0.0)", index: index)
        let instant = Date(timeIntervalSince1970: Double(index) / 25 - 37)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        let parts = calendar.dateComponents([.hour, .minute, .second], from: instant)
        let names = [
            "abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg",
        ]
        let places: [Character: (Double, Double)] = [
            "a": (0.25, 0.93), "b": (0.41, 0.7), "c": (0.41, 0.3), "d": (0.25, 0.07),
            "e": (0.09, 0.3), "f": (0.09, 0.7), "g": (0.25, 0.5),
        ]
        for (pair, value) in [parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0].enumerated() {
            for (position, digit) in [value / 10, value % 10].enumerated() {
                for (name, place) in places {
                    let x = (Double(pair) * 1.25 + Double(position) * 0.5 + place.0) * 0.4 * 36
                    let lit = at(picture, Int(x), Int(place.1 * 0.4 * 36)).x > 0.5
                    #expect(lit == names[digit].contains(name), "\(pair).\(position) \(name)")
                }
            }
        }
    }

    /// Kept pictures are drawn by llvmpipe; other drivers may differ a little at edges.
    @Test func keptPicturesAreAsTheyWere() throws {
        let stage = try Stage()
        let update = ProcessInfo.processInfo.environment["HOLDOVER_GOLDEN_UPDATE"] != nil
        for package in ShaderLibrary.scan(directory: LibraryFolder.path).packages {
            // The clock shows the time zone of the machine.
            guard package.id != "clock" else { continue }
            var values: [String: ISFValue] = [:]
            if package.manifest.role == .transition { values["progress"] = .float(0.4) }
            let picture = try stage.draw(
                package.id, values,
                over: "vec3(at, 0.5) * (0.6 + 0.4 * sin(at.x * 40.0) * sin(at.y * 30.0))", index: 50
            )
            let bytes = GoldenPicture.bytes(picture, width: Self.width)
            let path = GoldenPicture.path(package.id)
            if update {
                try GoldenPicture.write(bytes, width: Self.width, height: Self.height, to: path)
            }
            let kept = try PictureFile.load(path)
            let pairs = zip(bytes, GoldenPicture.rgb(kept)).map { abs(Int($0) - Int($1)) }
            let square = pairs.reduce(0) { $0 + $1 * $1 }
            let rms = (Double(square) / Double(max(pairs.count, 1))).squareRoot()
            #expect(pairs.count == bytes.count && rms <= 1.0, "\(package.id): RMS \(rms)")
            #expect((pairs.max() ?? 255) <= 24, "\(package.id)")
        }
    }
}
