import Common
import Proto
import Shaders
import TestKit
import Testing

@testable import Renderer

/// Editing on air, and floods of messages.
@Suite(.serialized) struct StormTests {
    private func format() throws -> VideoFormat {
        try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
    }

    @Test func aHundredEditsGoodAndBrokenInTurn() throws {
        let rig = try LaneRig(format: try format())
        var layer = SnapshotLayer(id: "1", shaderId: "look", opacity: 1)
        var good = 0
        for number in 1...100 {
            let isGood = number % 2 == 1
            if isGood { good = number }
            // Each good one paints its own number; the broken ones fail in different ways.
            let paint = "gl_FragColor = vec4(vec3(\(number).0 / 219.0), 1.0);"
            let broken = ["gl_FragColor = vec3(1.0);", "oops", "}", "gl_FragColor = nothing;"]
            let body = isGood ? paint : broken[number / 2 % 4]
            let header = !isGood && number % 10 == 0 ? "{\"INPUTS\": 3}" : "{}"
            try rig.write("look", "/*\(header)*/\nvoid main() { \(body) }")
            layer.shaderGeneration = UInt64(number)
            rig.publish([layer])
            try waitUntil { rig.buildReports.all.count == number }
            let next = Int64(10 + number * 2)
            rig.tick(next: next)
            let bytes = try rig.frame(next + 2).bytes
            #expect(bytes[1] == UInt8(16 + good), "after edit \(number)")
        }
        let failures = rig.buildReports.all.filter {
            if case .failed = $0 { true } else { false }
        }
        #expect(failures.count == 50)
        #expect(rig.metrics.overruns.value == 0 && rig.metrics.failures.value == 0)
    }

    @Test func aFloodThatDropsAsksForTheSnapshotAgain() throws {
        let rig = try LaneRig(format: try format())
        try rig.write(
            "look",
            """
            /*{"INPUTS": [{"NAME": "k", "TYPE": "float", "DEFAULT": 0}]}*/
            void main() { gl_FragColor = vec4(vec3(k), 1.0); }
            """)
        var layer = SnapshotLayer(
            id: "1", shaderId: "look", shaderGeneration: 1, opacity: 1)
        rig.publish([layer])
        rig.tick(next: 10)
        _ = try rig.frame(12)
        for step in 0..<5000 {
            let value = ParameterValue(kind: .float(Double(step % 100) / 100))
            rig.feed.take(
                Event(
                    kind: .oscOverlayApplied(
                        OscOverlayApplied(
                            version: StateVersion(coordinatorEpoch: 1, number: 1),
                            effectiveIndex: 0,
                            updates: [
                                OverlayUpdate(
                                    layerId: "1",
                                    value: OverlayValue(parameter: "k", from: value, to: value))
                            ]))))
        }
        #expect(!rig.losses.all.isEmpty)
        // What the coordinator answers then is what is drawn, built shaders included.
        layer.values = [ParameterSetting(name: "k", value: ParameterValue(kind: .float(1)))]
        rig.publish([layer])
        rig.tick(next: 20)
        #expect(try rig.frame(22).bytes[1] == 235)
    }

    @Test func aTransitionShaderIsDrawnWithItsOwnProgress() throws {
        let rig = try LaneRig(format: try format())
        for (id, level) in [("old", 0.2), ("new", 0.8)] {
            try rig.write(id, "/*{}*/ void main() { gl_FragColor = vec4(vec3(\(level)), 1.0); }")
        }
        try rig.write(
            "cross",
            """
            /*{"INPUTS": [{"NAME": "startImage", "TYPE": "image"},
              {"NAME": "endImage", "TYPE": "image"}, {"NAME": "progress", "TYPE": "float"}]}*/
            void main() {
                gl_FragColor = progress < 0.5 ? IMG_THIS_PIXEL(startImage) : IMG_THIS_PIXEL(endImage);
                gl_FragColor.r = progress;
            }
            """)
        let old = SnapshotLayer(id: "1", shaderId: "old", shaderGeneration: 1, opacity: 1)
        let new = SnapshotLayer(id: "2", shaderId: "new", shaderGeneration: 1, opacity: 1)
        rig.publish([old, new])
        rig.tick(next: 10)
        _ = try rig.frame(12)
        try waitUntil { rig.buildReports.all.count == 2 }
        rig.publish([new], outgoing: [old], shader: "cross", start: 20, length: 10)
        try waitUntil { rig.buildReports.all.count == 3 }
        func luma(_ red: Double, _ rest: Double) -> Int {
            // So small a picture is BT.601.
            Int(((red * 0.299 + rest * 0.701) * 219 + 16).rounded())
        }
        for next in 18...28 as ClosedRange<Int64> {
            rig.tick(next: next)
            let index = next + 2
            let bytes = try rig.frame(index).bytes
            let progress = Double(index - 20) / 10
            let expected =
                progress < 0.5
                ? luma(progress, 0.2)
                : progress < 1 ? luma(progress, 0.8) : luma(0.8, 0.8)
            #expect(abs(Int(bytes[1]) - expected) <= 1, "index \(index)")
        }
    }
}
