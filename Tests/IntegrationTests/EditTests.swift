import Common
import Foundation
import Frames
import TestKit
import Testing

/// The shader that is on air, saved again and again, good and broken in turn.
@Suite(.serialized, .realTime) struct EditTests {
    /// `EDITS=100 make integration` does a hundred.
    private static let count =
        ProcessInfo.processInfo.environment["EDITS"].flatMap { Int($0) } ?? 16

    private static func paint(_ number: Int) -> String {
        "/*{}*/\nvoid main() { gl_FragColor = vec4(vec3(\(number).0 / 219.0), 1.0); }\n"
    }

    private static let broken = [
        "/*{}*/\nvoid main() { gl_FragColor = nothing; }", "no header at all",
        "/*{\"INPUTS\": 3}*/\nvoid main() { gl_FragColor = vec4(1.0); }", "",
    ]

    @Test(
        "No edit of the shader on air costs a slot, and each good one is seen",
        .timeLimit(.minutes(9)))
    func edits() throws {
        let folder = NSTemporaryDirectory() + "holdover-edits-\(UInt32.random(in: 0...9_999_999))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shader = folder + "/look.fs"
        try Self.paint(1).write(toFile: shader, atomically: true, encoding: .utf8)
        let preset = folder + "/show.json"
        try #"{"holdover_preset": 1, "layers": [{"name": "look", "shader": "look"}]}"#.write(
            toFile: preset, atomically: true, encoding: .utf8)
        let live = try LiveInstance([
            "--format", "160x90p25", "--input", "test:bars", "--shaders", folder, "--preset",
            preset,
        ])
        let follower = RingFollower(.programA, in: live.instance.plane)
        /// The luma code of the newest frame.
        func luma() -> UInt8? {
            guard let reader = follower.reader(at: SystemTimeSource().now()),
                let newest = reader.newest
            else { return nil }
            return reader.read(newest.index, timelineEpoch: newest.timelineEpoch).frame?.payload[1]
        }
        #expect(live.waits { live.isProgrammeOnAir && luma() == 17 }, "\(live.text)")
        let before = try #require(live.timeline?.totals)
        var good = 1
        for number in 2...Self.count {
            let isGood = number % 2 == 1
            let text = isGood ? Self.paint(number) : Self.broken[number / 2 % Self.broken.count]
            let failures = live.text.components(separatedBy: "does not build").count
            try text.write(toFile: shader, atomically: true, encoding: .utf8)
            if isGood { good = number }
            #expect(
                live.waits(30) {
                    isGood
                        ? luma() == UInt8(16 + good)
                        : live.text.components(separatedBy: "does not build").count > failures
                }, "edit \(number): \(live.text)")
            #expect(luma() == UInt8(16 + good), "after edit \(number)")
        }
        let after = try #require(live.timeline?.totals)
        #expect(after.lost == before.lost, "\(live.text)")
        let ticks = try live.holdover(["card", "ticks"])
        #expect(ticks.code == 0 && !ticks.output.contains("\"late\""), "\(ticks.errors)")
        #expect(live.restarts(of: "renderd.a") == 0)
    }
}
