import Common
import Foundation
import Proto
import Shaders
import TestKit
import Testing

@testable import Renderer

/// Trials in real processes.
@Suite(.serialized) struct TrialTests {
    private static let process = TrialProcess(
        program: BuiltProducts.path("renderd"), limit: .seconds(3))

    /// Software GL leaves a loop after 65 535 rounds, so this one takes minutes there on a large
    /// picture; on a GPU it never ends.
    private static let endless = """
        /*{}*/
        void main() {
            float a = fract(gl_FragCoord.x) - 1.0;
            while (a < 1.0) a = min(sin(a) * cos(a * 1.7) + pow(abs(a), 0.3), 0.9);
            gl_FragColor = vec4(a);
        }
        """

    private func trial(_ text: String, size: (Int, Int) = (64, 36)) throws -> TrialReport {
        let path = FileManager.default.temporaryDirectory.path + "/hold-trial-\(UUID()).fs"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return Self.process.run(
            ShaderTrial.Request(
                path: path, sizes: [(width: size.0, height: size.1)], frameCount: 2,
                isExamined: true))
    }

    @Test func aGoodShaderIsDrawn() throws {
        let report = try trial(
            "/*{}*/ void main() { gl_FragColor = vec4(isf_FragNormCoord, 0.0, 1.0); }")
        #expect(report.isUsable && !report.isConstant && report.role == "generator")
        #expect(report.thumbnail.count == 64 * 36 * 3)
        // The top line comes first, and green grows upwards.
        #expect(report.thumbnail[1] > 240 && report.thumbnail[(35 * 64) * 3 + 1] < 15)
    }

    @Test func anEndlessLoopIsKilled() throws {
        let report = try trial(Self.endless, size: (1920, 1080))
        #expect(report.isUsable == false)
        #expect(report.message?.contains("is not built and drawn after 3 s") == true)
    }

    @Test func mistakesKeepTheirLine() throws {
        let report = try trial("/*{\n}*/\nvoid main() {\n  gl_FragColor = vec3(1.0);\n}\n")
        #expect(!report.isUsable && report.line == 4)
    }

    @Test func whatIsNoNumberIsSeen() throws {
        let report = try trial(
            """
            /*{"PASSES": [{"TARGET": "a", "PERSISTENT": true, "FLOAT": true}, {}]}*/
            void main() {
                if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(a) / 0.0 + 0.0 / TIME;
                else gl_FragColor = IMG_THIS_PIXEL(a);
            }
            """)
        // Drawn, and kept from the picture: clamping makes a number of it.
        #expect(report.isUsable && !report.hasNonFinite)
    }

    @Test func anEndlessLoopNeverReachesTheAir() throws {
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let folder = FileManager.default.temporaryDirectory.path + "/hold-safe-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let canvas = Canvas(width: 1920, height: 1080, rate: format.rate, depth: .rgba16f)
        let safety = BuildSafety(
            ShaderGuard(folder: folder, previous: nil, now: SystemTimeSource().now()),
            process: Self.process, canvas: canvas)
        safety.isOnAir = true
        let rig = try LaneRig(format: format, safety: safety)
        let good = "/*{}*/ void main() { gl_FragColor = vec4(1.0); }"
        try rig.write("look", good)
        var layer = SnapshotLayer(id: "1", shaderId: "look", shaderGeneration: 1, opacity: 1)
        rig.publish([layer])
        rig.tick(next: 10)
        let white = try rig.frame(12).bytes
        #expect(white[1] == 235)
        try rig.write("look", Self.endless)
        layer.shaderGeneration = 2
        rig.publish([layer])
        // The picture goes on while the trial spins.
        for next in 11...20 as ClosedRange<Int64> {
            rig.tick(next: next)
            #expect(try rig.frame(next + 2).bytes == white)
        }
        try waitUntil { rig.buildReports.all.count == 2 }
        guard case .failed(_, 2, let error, _) = rig.buildReports.all.last else {
            Issue.record("it was built")
            return
        }
        #expect(error.message.contains("not built and drawn"))
        rig.tick(next: 21)
        #expect(try rig.frame(23).bytes == white)
    }

    @Test("A shader that cannot be drawn within its slot is refused, by name and number")
    func tooSlow() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hold-slow-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/slow.fs"
        try """
        /*{}*/
        void main() {
            float q = 0.0;
            for (int i = 0; i < 900; i++) q = fract(q + sin(float(i) * TIME + q));
            gl_FragColor = vec4(q);
        }
        """.write(toFile: path, atomically: true, encoding: .utf8)
        let safety = BuildSafety(
            ShaderGuard(folder: folder, previous: nil, now: SystemTimeSource().now()),
            process: TrialProcess(program: BuiltProducts.path("renderd"), limit: .seconds(20)),
            canvas: Canvas(width: 1280, height: 720, rate: FrameRate(50), depth: .rgba16f))
        let error = try #require(safety.trial(ShaderLibrary.load(path: path)))
        #expect(error.file == path)
        #expect(error.message.contains("a slot is 20 ms"), "\(error)")
    }

    @Test("A renderer that starts while a shader is broken or gone draws what it drew last")
    func brokenAtTheStart() throws {
        let format = try #require(VideoFormat(width: 64, height: 36, rate: FrameRate(25)))
        let folder = FileManager.default.temporaryDirectory.path + "/hold-kept-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let canvas = Canvas(width: 64, height: 36, rate: format.rate, depth: .rgba16f)
        let kept = try ShaderPackage(
            id: "look", path: "/elsewhere/look.fs",
            fragmentSource: "/*{}*/ void main() { gl_FragColor = vec4(1.0); }")
        let now = SystemTimeSource().now()
        let before = ShaderGuard(folder: folder, previous: nil, now: now)
        before.built(kept)
        before.cameOnAir("look", at: now, isChange: false)
        for broken in ["no header", "/*{}*/ void main() { gl_FragColor = ; }", nil] {
            let rig = try LaneRig(
                format: format,
                safety: BuildSafety(
                    ShaderGuard(folder: folder, previous: nil, now: now), process: Self.process,
                    canvas: canvas))
            if let broken { try rig.write("look", broken) }
            rig.publish([
                SnapshotLayer(id: "1", shaderId: "look", shaderGeneration: 2, opacity: 1)
            ])
            rig.tick(next: 10)
            #expect(try rig.frame(12).bytes[1] == 235)
            guard case .failed("look", 2, _, isDrawn: true) = rig.buildReports.all.last else {
                Issue.record("\(rig.buildReports.all)")
                return
            }
        }
    }
}
