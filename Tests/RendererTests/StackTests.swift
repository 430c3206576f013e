import Common
import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

/// Small pictures against arithmetic. Tolerances are stated for half floats: 0.002 at most, 0.001
/// in the root mean square.
@Suite(.serialized) struct StackTests {
    static let inputHeader = "{\"NAME\": \"inputImage\", \"TYPE\": \"image\"}"

    private func renderer() throws -> OfflineRenderer {
        let format = try #require(VideoFormat(width: 16, height: 16, rate: FrameRate(25)))
        return try OfflineRenderer(format: format)
    }

    private func package(_ id: String, _ body: String, filter: Bool = false, extra: String = "")
        throws -> ShaderPackage
    {
        let inputs = filter ? Self.inputHeader : ""
        let parts = ["\"INPUTS\": [\(inputs)]", extra].filter { !$0.isEmpty }
        return try ShaderPackage(
            id: id, path: "\(id).fs",
            fragmentSource: "/*{\(parts.joined(separator: ", "))}*/\nvoid main() { \(body) }")
    }

    /// The working picture as floats, red green blue alpha, bottom line first.
    private func pixels(
        _ renderer: OfflineRenderer, index: Int64 = 0
    ) throws -> [SIMD4<Float>] {
        let picture = try renderer.draw(Moment(FrameIndex(index)), input: nil)
        var halves = [Float16](repeating: 0, count: picture.width * picture.height * 4)
        halves.withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { picture.read(into: base) }
        }
        var pixels: [SIMD4<Float>] = []
        for start in stride(from: 0, to: halves.count, by: 4) {
            var pixel = SIMD4<Float>()
            for channel in 0..<4 { pixel[channel] = Float(halves[start + channel]) }
            pixels.append(pixel)
        }
        return pixels
    }

    private func expect(
        _ pixels: [SIMD4<Float>], are expected: SIMD4<Float>,
        _ location: SourceLocation = #_sourceLocation
    ) {
        var sum = 0.0
        var largest: Float = 0
        for pixel in pixels {
            let difference = pixel - expected
            largest = max(largest, abs(difference.x), abs(difference.y), abs(difference.z))
            largest = max(largest, abs(difference.w))
            sum += Double((difference * difference).sum())
        }
        let rms = (sum / Double(pixels.count * 4)).squareRoot()
        #expect(largest <= 0.002, "\(pixels[0]) is not \(expected)", sourceLocation: location)
        #expect(rms <= 0.001, sourceLocation: location)
    }

    @Test func opacityAndAlphaFollowTheFormulas() throws {
        let renderer = try renderer()
        let library = ShaderLibrary(packages: [
            try package("fill", "gl_FragColor = vec4(0.8, 0.4, 0.2, 1.0);"),
            try package("half", "gl_FragColor = vec4(0.0, 1.0, 0.5, 0.5);"),
            try package(
                "premultiplied", "gl_FragColor = vec4(0.0, 0.5, 0.25, 0.5);",
                extra: "\"HOLDOVER\": {\"ALPHA\": \"premultiplied\"}"),
            try package(
                "invert", "gl_FragColor = vec4(1.0 - IMG_THIS_PIXEL(inputImage).rgb, 1.0);",
                filter: true),
            try package("nothing", "gl_FragColor = vec4(9.0, 9.0, 9.0, 0.0);", filter: true),
        ])
        func stack(_ layers: SnapshotLayer...) throws -> [SIMD4<Float>] {
            try renderer.setLayers(layers, library: library)
            return try pixels(renderer)
        }
        let fill = SnapshotLayer(id: "1", shaderId: "fill", opacity: 1)
        expect(try stack(fill), are: SIMD4(0.8, 0.4, 0.2, 1))
        expect(
            try stack(fill, SnapshotLayer(id: "2", shaderId: "half", opacity: 1)),
            are: SIMD4(0.4, 0.7, 0.35, 1))
        expect(
            try stack(fill, SnapshotLayer(id: "2", shaderId: "premultiplied", opacity: 1)),
            are: SIMD4(0.4, 0.7, 0.35, 1))
        expect(
            try stack(fill, SnapshotLayer(id: "2", shaderId: "half", opacity: 0.5)),
            are: SIMD4(0.6, 0.55, 0.275, 1))
        expect(
            try stack(fill, SnapshotLayer(id: "2", shaderId: "invert", opacity: 0.25)),
            are: SIMD4(0.65, 0.45, 0.35, 1))
        expect(
            try stack(fill, SnapshotLayer(id: "2", shaderId: "invert", bypassed: true, opacity: 1)),
            are: SIMD4(0.8, 0.4, 0.2, 1))
        expect(
            try stack(fill, SnapshotLayer(id: "2", shaderId: "nothing", opacity: 1)),
            are: SIMD4(0, 0, 0, 1))
    }

    @Test(arguments: [
        (BlendMode.multiply, SIMD4<Float>(0.4, 0.1, 0.16, 1)),
        (.screen, SIMD4(0.9, 0.55, 0.84, 1)),
        (.difference, SIMD4(0.3, 0.15, 0.6, 1)),
        (.exclusion, SIMD4(0.5, 0.45, 0.68, 1)),
        (.darken, SIMD4(0.5, 0.25, 0.2, 1)),
        (.lighten, SIMD4(0.8, 0.4, 0.8, 1)),
        (.hardLight, SIMD4(0.8, 0.2, 0.68, 1)),
        (.overlay, SIMD4(0.8, 0.2, 0.32, 1)),
        (.colorDodge, SIMD4(1, 0.533_33, 1, 1)),
        (.colorBurn, SIMD4(0.6, 0, 0, 1)),
    ])
    func blendModesFollowTheStandard(mode: BlendMode, expected: SIMD4<Float>) throws {
        let renderer = try renderer()
        let library = ShaderLibrary(packages: [
            try package("below", "gl_FragColor = vec4(0.8, 0.4, 0.2, 1.0);"),
            try package("above", "gl_FragColor = vec4(0.5, 0.25, 0.8, 1.0);"),
        ])
        try renderer.setLayers(
            [
                SnapshotLayer(id: "1", shaderId: "below", opacity: 1),
                SnapshotLayer(id: "2", shaderId: "above", opacity: 1, blendMode: mode),
            ], library: library)
        expect(try pixels(renderer), are: expected)
    }

    @Test func feedbackIsKeptFromFrameToFrame() throws {
        let renderer = try renderer()
        let counter = try ShaderPackage(
            id: "count", path: "count.fs",
            fragmentSource: """
                /*{"PASSES": [{"TARGET": "kept", "PERSISTENT": true, "FLOAT": true,
                    "WIDTH": 1, "HEIGHT": 1}, {}]}*/
                void main() {
                    float number = texelFetch(kept, ivec2(0), 0).r;
                    gl_FragColor = vec4(vec3(number + (PASSINDEX == 0 ? 0.125 : 0.0)), 1.0);
                }
                """)
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "count", opacity: 1)],
            library: ShaderLibrary(packages: [counter]))
        for frame in 1...4 {
            let value = Float(frame) * 0.125
            expect(try pixels(renderer, index: Int64(frame)), are: SIMD4(value, value, value, 1))
        }
    }

    @Test func aGeneratorDrawsNothingOutsideItsRegion() throws {
        let renderer = try renderer()
        let box = try package(
            "box", "gl_FragColor = vec4(1.0);",
            extra: "\"HOLDOVER\": {\"REGION\": [0.25, 0.5, \"0.5\", \"1/2\"]}")
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "box", opacity: 1)],
            library: ShaderLibrary(packages: [box]))
        let picture = try pixels(renderer)
        for y in 0..<16 {
            for x in 0..<16 {
                let inside = x >= 4 && x < 12 && y >= 8
                #expect(picture[y * 16 + x].x == (inside ? 1 : 0))
            }
        }
    }

    @Test func anErrorNamesTheAuthorsLine() throws {
        let renderer = try renderer()
        let broken = try ShaderPackage(
            id: "broken", path: "/shows/broken.fs",
            fragmentSource: """
                /*{
                    "INPUTS": [{"NAME": "k", "TYPE": "float"}]
                }*/
                void main() {
                    float x = IMG_SIZE(
                        nobody).x;
                    gl_FragColor = vec4(k);
                }
                """)
        let error = #expect(throws: ShaderFileError.self) {
            try renderer.setLayers(
                [SnapshotLayer(id: "1", shaderId: "broken", opacity: 1)],
                library: ShaderLibrary(packages: [broken]))
        }
        #expect(error?.file == "/shows/broken.fs")
        #expect(error?.line == 5 || error?.line == 6)
        #expect(error?.message.contains("nobody") == true)
    }
}
