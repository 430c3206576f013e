import Common
import Foundation
import Frames
import Proto
import Shaders
import TestKit
import Testing

@testable import Renderer

/// A lane as it runs on air, over real rings and with its build thread.
@Suite(.serialized) struct LaneTests {
    private func format() throws -> VideoFormat {
        try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
    }

    private static let invert = """
        /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
        void main() {
            vec4 color = IMG_THIS_PIXEL(inputImage);
            gl_FragColor = vec4(1.0 - color.rgb, color.a);
        }
        """

    private func grey(_ format: VideoFormat, _ code: UInt8) -> [UInt8] {
        (0..<format.payloadByteCount).map { $0 % 2 == 1 ? code : 128 }
    }

    @Test func theWantedFramesAreDrawnFromTheirOwnInputAndNoOthers() throws {
        let format = try format()
        let rig = try LaneRig(format: format)
        try rig.write("invert", Self.invert)
        rig.publish([
            SnapshotLayer(id: "1", shaderId: "invert", shaderGeneration: 1, opacity: 1)
        ])
        let delay = Int64(rig.settings.inputDelay)
        for index in 90...112 as ClosedRange<Int64> {
            try rig.putInput(grey(format, UInt8(index)), index: index)
        }
        for next in 105...114 as ClosedRange<Int64> {
            rig.tick(next: next)
            for index in next + 1...next + 2 {
                let (bytes, metadata) = try rig.frame(index)
                #expect(bytes == grey(format, UInt8(251 - (index - delay))))
                #expect(metadata.inputIndex == FrameIndex(index - delay))
                #expect(metadata.inputFrameNumber == (index - delay) * 10)
                #expect(metadata.snapshotVersion == 1)
            }
        }
        #expect(rig.metrics.frames.value == 11)
        #expect(rig.metrics.overruns.value == 0)
    }

    @Test("Each field of an interlaced slot is drawn for its own time, over its own input lines")
    func fields() throws {
        let format = try #require(
            VideoFormat(width: 64, height: 36, rate: FrameRate(25), scan: .topFieldFirst))
        let rig = try LaneRig(format: format)
        // The even lines have code 60, the odd ones 100; the shader adds 40 codes to each second field.
        try rig.write(
            "step",
            """
            /*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
            void main() {
                vec4 color = IMG_THIS_PIXEL(inputImage);
                float field = mod(float(FRAMEINDEX), 2.0);
                gl_FragColor = vec4(color.rgb + field * 40.0 / 219.0, 1.0);
            }
            """)
        let input = (0..<format.payloadByteCount).map { position -> UInt8 in
            guard position % 2 == 1 else { return 128 }
            return position / format.strideBytes % 2 == 0 ? 60 : 100
        }
        let delay = Int64(rig.settings.inputDelay)
        for index in 20...23 as ClosedRange<Int64> {
            try rig.putInput(input, index: index - delay)
        }
        rig.publish([
            SnapshotLayer(id: "1", shaderId: "step", shaderGeneration: 1, opacity: 1)
        ])
        rig.tick(next: 20)
        for index in [21, 22] as [Int64] {
            let bytes = try rig.frame(index).bytes
            let lines = (0..<format.height).map { bytes[$0 * format.strideBytes + 1] }
            #expect(lines == (0..<format.height).map { $0 % 2 == 0 ? 60 : 140 })
        }
    }

    @Test func snapshotsTakeEffectAtTheirIndex() throws {
        let format = try format()
        let rig = try LaneRig(format: format)
        try rig.write("invert", Self.invert)
        let layer = SnapshotLayer(id: "1", shaderId: "invert", shaderGeneration: 1, opacity: 1)
        for index in 1...40 as ClosedRange<Int64> {
            try rig.putInput(grey(format, 100), index: index)
        }
        rig.publish([layer])
        rig.tick(next: 40)
        _ = try rig.frame(42)
        var bypassed = layer
        bypassed.bypassed = true
        rig.publish([bypassed], at: 44)
        rig.tick(next: 41)
        rig.tick(next: 42)
        let before = try rig.frame(43)
        let after = try rig.frame(44)
        #expect(before.bytes == grey(format, 151))
        #expect(after.bytes == grey(format, 100))
        #expect(before.metadata.snapshotVersion == 1 && after.metadata.snapshotVersion == 2)
    }

    @Test func aFailingBuildKeepsTheLastGoodProgram() throws {
        let format = try format()
        let rig = try LaneRig(format: format)
        try rig.write("invert", Self.invert)
        var layer = SnapshotLayer(id: "1", shaderId: "invert", shaderGeneration: 1, opacity: 1)
        for index in 1...60 as ClosedRange<Int64> where index > 44 {
            try rig.putInput(grey(format, 100), index: index)
        }
        rig.publish([layer])
        rig.tick(next: 55)
        #expect(try rig.frame(57).bytes == grey(format, 151))
        try rig.write(
            "invert", Self.invert.replacingOccurrences(of: "1.0 - color", with: "1.0 - colour"))
        layer.shaderGeneration = 2
        rig.publish([layer])
        try waitUntil { rig.buildReports.all.count == 2 }
        guard case .failed(_, let generation, let error, _) = rig.buildReports.all.last else {
            Issue.record("the broken shader was built")
            return
        }
        #expect(generation == 2 && error.line == 4)
        rig.tick(next: 56)
        #expect(try rig.frame(58).bytes == grey(format, 151))
        try rig.write("invert", Self.invert.replacingOccurrences(of: "1.0 - color", with: "color"))
        layer.shaderGeneration = 3
        rig.publish([layer])
        try waitUntil { rig.buildReports.all.count == 3 }
        rig.tick(next: 57)
        #expect(try rig.frame(59).bytes == grey(format, 100))
    }

    @Test func aLostInputIsHeldForASecondThenReplacedAndComesBack() throws {
        let format = try format()
        let rig = try LaneRig(format: format)
        rig.publish([])
        let delay = Int64(rig.settings.inputDelay)
        try rig.putInput(grey(format, 180), index: 100 - delay)
        try rig.putInput(grey(format, 181), index: 101 - delay)
        rig.tick(next: 99)
        #expect(try rig.frame(100).bytes == grey(format, 180))
        #expect(try rig.frame(101).bytes == grey(format, 181))
        for index in 102...126 as ClosedRange<Int64> {
            rig.tick(next: index - 2)
            let (bytes, metadata) = try rig.frame(index)
            #expect(bytes == grey(format, 181))
            #expect(metadata.inputIndex == FrameIndex(101 - delay))
        }
        for index in 127...150 as ClosedRange<Int64> {
            rig.tick(next: index - 2)
            let (bytes, metadata) = try rig.frame(index)
            #expect(bytes == grey(format, 16))
            #expect(metadata.flags.contains(.inputLost) && metadata.inputIndex == nil)
        }
        for index in 151...176 as ClosedRange<Int64> {
            try rig.putInput(grey(format, 90), index: index - delay)
            rig.tick(next: index - 2)
            let bytes = try rig.frame(index).bytes
            #expect(bytes == grey(format, index < 175 ? 16 : 90))
        }
        var changes: [Bool] = []
        while let report = rig.reports.pop() {
            if case .input(_, let isPresent, _) = report { changes.append(isPresent) }
        }
        #expect(changes == [true, false, true])
    }

    @Test func previewPicturesAreWrittenBesideTheProgramme() throws {
        let format = try format()
        let rig = try LaneRig(format: format)
        rig.publish([])
        let delay = Int64(rig.settings.inputDelay)
        for index in 99...110 as ClosedRange<Int64> {
            try rig.putInput(grey(format, 126), index: index - delay)
        }
        for next in 99...108 as ClosedRange<Int64> {
            rig.tick(next: next)
            _ = try rig.frame(next + 2)
        }
        try waitUntil { rig.metrics.previews.value >= 3 }
        let reader = try RingReader(.preview, in: rig.instance.plane)
        let view = try #require(reader.readNewest().frame)
        #expect(view.video.width == 64 && view.video.pixelFormat == .bgra)
        let pixel = [UInt8](view.payload.prefix(4))
        #expect(pixel.prefix(3).allSatisfy { abs(Int($0) - 128) <= 1 } && pixel[3] == 255)
    }
}

/// Waits for something that happens on another thread; a minute is only for a hopeless machine.
func waitUntil(_ condition: () -> Bool) throws {
    let time = SystemTimeSource()
    let deadline = time.now() + .seconds(60)
    while !condition() {
        guard time.now() < deadline else { throw LaneFailure(text: "it did not happen") }
        time.sleep(until: time.now() + .milliseconds(5))
    }
}
