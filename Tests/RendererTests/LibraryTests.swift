import Common
import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

/// What ships builds, and shows something.
@Suite(.serialized) struct LibraryTests {
    @Test func everyShippedShaderDrawsAPictureThatIsNotConstant() throws {
        let library = ShaderLibrary.scan(directory: LibraryFolder.path)
        #expect(library.errors.isEmpty)
        #expect(library.packages.count >= 7)
        let format = try #require(VideoFormat(width: 320, height: 180, rate: FrameRate(25)))
        let renderer = try OfflineRenderer(format: format)
        let input = BarsPicture.payload(format)
        for package in library.packages {
            #expect(!package.manifest.description.isEmpty, "\(package.id)")
            try renderer.setLayers(
                [SnapshotLayer(id: package.id, shaderId: package.id, opacity: 1)], library: library)
            var output: [UInt8] = []
            for index in 0..<40 {
                output = try draw(renderer, input, index: FrameIndex(Int64(index)))
            }
            let luma = stride(from: 1, to: output.count, by: 2).map { output[$0] }
            #expect(Set(luma).count > 4, "\(package.id) draws a constant picture")
        }
    }

    @Test func theDemoPresetNamesWhatExists() throws {
        let library = ShaderLibrary.scan(directory: LibraryFolder.path)
        let layers = try PresetLayers.load(
            path: LibraryFolder.path + "/demo.preset.json", library: library)
        #expect(layers.count >= 3)
        for layer in layers {
            let manifest = try #require(library.package(id: layer.shaderId)?.manifest)
            for value in layer.values {
                let input = try #require(manifest.input(named: value.name))
                let numbers = try #require(ParameterTrack.numbers(value.value, for: input))
                #expect(ParameterTrack.numbers(numbers: numbers, equals: value.value))
            }
        }
    }

    @Test func identityGradeChangesNothing() throws {
        let library = ShaderLibrary.scan(directory: LibraryFolder.path)
        let format = try #require(VideoFormat(width: 320, height: 180, rate: FrameRate(25)))
        let renderer = try OfflineRenderer(format: format)
        try renderer.setLayers(
            [SnapshotLayer(id: "1", shaderId: "grade", opacity: 1)], library: library)
        let input = BarsPicture.payload(format)
        let output = try draw(renderer, input)
        let worst = zip(input, output).map { abs(Int($0) - Int($1)) }.max()
        #expect(worst ?? 9 <= 1)
    }
}

extension ParameterTrack {
    /// Whether clamping left a wire value as it was.
    static func numbers(numbers: SIMD4<Float>, equals value: ParameterValue) -> Bool {
        switch value.kind {
        case .float(let number): numbers.x == Float(number)
        case .long(let number): numbers.x == Float(number)
        default: true
        }
    }
}
