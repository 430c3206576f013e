import Common
import Foundation
import Shaders
import TestKit
import Testing

@testable import Renderer

/// What happens to shaders that could take the picture away.
@Suite(.serialized) struct GuardTests {
    private func package(_ body: String) throws -> ShaderPackage {
        try ShaderPackage(
            id: "look", path: "/nowhere/look.fs",
            fragmentSource: "/*{}*/ void main() { \(body) }")
    }

    private func at(_ seconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: seconds * 1_000_000_000)
    }

    private func death(
        signal: Int32 = 0, hung: Bool = false, shader: UInt64 = 0, certain: Bool = false
    ) -> FlightRecord.Death {
        FlightRecord.Death(signal: signal, hung: hung, shader: shader, isCertain: certain)
    }

    private let folder =
        FileManager.default.temporaryDirectory.path + "/hold-guard-\(UUID().uuidString)"

    /// Lets `package` come on air at `seconds` in a process that then looks again at `later`.
    private func air(_ package: ShaderPackage, at seconds: Int64, later: Int64) {
        let shaderGuard = ShaderGuard(folder: folder, previous: nil, now: at(seconds))
        shaderGuard.built(package)
        shaderGuard.cameOnAir(package.id, at: at(seconds), isChange: true)
        shaderGuard.review(at: at(later))
    }

    @Test func aYoungChangeIsRolledBackAtTheFirstDeathEvenByKill() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let good = try package("gl_FragColor = vec4(1.0);")
        let bad = try package("gl_FragColor = vec4(0.5);")
        air(good, at: 100, later: 111)
        air(bad, at: 200, later: 204)
        let next = ShaderGuard(folder: folder, previous: death(), now: at(206))
        #expect(next.verdict(bad) == .refused(.rolledBack, instead: good))
        #expect(next.verdict(good) == .known)
        // Any other text is judged anew, and a later start forgets the roll-back, not the strike.
        #expect(next.verdict(try package("gl_FragColor = vec4(0.2);")) == .unknown)
        let later = ShaderGuard(folder: folder, previous: nil, now: at(300))
        #expect(later.verdict(bad) == .unknown)
        #expect(later.isSuspect(bad.contentHash))
    }

    @Test func aYoungChangeThatTheOtherLaneLivesWithIsKept() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let good = try package("gl_FragColor = vec4(1.0);")
        let young = try package("gl_FragColor = vec4(0.5);")
        air(good, at: 100, later: 111)
        air(young, at: 200, later: 204)
        let next = ShaderGuard(
            folder: folder, previous: death(), now: at(206), spared: [young.contentHash])
        #expect(next.verdict(young) == .unknown && !next.isSuspect(young.contentHash))
    }

    @Test func whatWasThereFromTheStartIsNotAccusedHoweverOftenTheRendererIsKilled() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shader = try package("gl_FragColor = vec4(1.0);")
        for start in 0..<5 as Range<Int64> {
            let next = ShaderGuard(folder: folder, previous: death(), now: at(100 + 4 * start))
            #expect(next.verdict(shader) == .unknown)
            #expect(!next.isSuspect(shader.contentHash))
            next.built(shader)
            next.cameOnAir("look", at: at(101 + 4 * start), isChange: false)
        }
    }

    @Test func theFirstTextDrawnIsKeptAndLaterOnesOnceTheyProvedThemselves() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try package("gl_FragColor = vec4(1.0);")
        let second = try package("gl_FragColor = vec4(0.5);")
        let shaderGuard = ShaderGuard(folder: folder, previous: nil, now: at(1))
        #expect(shaderGuard.lastGood("look", path: first.path) == nil)
        shaderGuard.built(first)
        shaderGuard.cameOnAir("look", at: at(2), isChange: false)
        #expect(shaderGuard.lastGood("look", path: first.path) == first)
        shaderGuard.built(second)
        shaderGuard.cameOnAir("look", at: at(3), isChange: true)
        #expect(shaderGuard.lastGood("look", path: first.path) == first)
        shaderGuard.review(at: at(14))
        #expect(shaderGuard.lastGood("look", path: first.path) == second)
    }

    @Test func whatCannotBeKeptIsSaid() throws {
        let said = LaneRig.Reports<String>()
        let shaderGuard = ShaderGuard(
            folder: "/proc/nowhere", previous: nil, now: at(1), complain: said.add)
        shaderGuard.built(try package("gl_FragColor = vec4(1.0);"))
        shaderGuard.cameOnAir("look", at: at(2), isChange: false)
        #expect(said.all.contains { $0.contains("/proc/nowhere") })
    }

    @Test func whatHasProvedItselfIsNotRolledBack() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let good = try package("gl_FragColor = vec4(1.0);")
        air(good, at: 100, later: 111)
        for _ in 0..<5 {
            let next = ShaderGuard(folder: folder, previous: death(), now: at(112))
            #expect(next.verdict(good) == .known)
            next.built(good)
            next.cameOnAir("look", at: at(113), isChange: true)
        }
    }

    @Test func twoDeathsByOneShaderQuarantineIt() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shader = try package("gl_FragColor = vec4(1.0);")
        let other = try package("gl_FragColor = vec4(0.1);")
        air(shader, at: 100, later: 111)
        air(other, at: 100, later: 111)
        let hash = shader.contentHash
        // The first accusation is a guess; it may even hit the wrong one.
        let first = ShaderGuard(
            folder: folder, previous: death(signal: 11, shader: other.contentHash), now: at(900))
        #expect(first.verdict(other) == .unknown && first.verdict(shader) == .known)
        let second = ShaderGuard(
            folder: folder, previous: death(hung: true, shader: hash, certain: true), now: at(950))
        #expect(second.verdict(shader) == .refused(.quarantined, instead: nil))
        #expect(second.verdict(other) == .known)
        let third = ShaderGuard(folder: folder, previous: nil, now: at(2000))
        #expect(third.verdict(shader) == .refused(.quarantined, instead: nil))
        #expect(third.verdict(try package("gl_FragColor = vec4(0.9);")) == .unknown)
    }

    @Test func whatHasAStrikeIsTriedOnceAndNotAtEveryStart() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shader = try package("gl_FragColor = vec4(1.0);")
        air(shader, at: 100, later: 104)
        let struck = ShaderGuard(folder: folder, previous: death(), now: at(106))
        #expect(struck.verdict(shader) == .unknown)
        struck.passed(shader.contentHash)
        #expect(struck.verdict(shader) == .known)
        let next = ShaderGuard(folder: folder, previous: death(), now: at(110))
        #expect(next.verdict(shader) == .known && next.isSuspect(shader.contentHash))
        // Another strike quarantines it, trial or not.
        let accused = ShaderGuard(
            folder: folder, previous: death(signal: 11, shader: shader.contentHash), now: at(120))
        #expect(accused.verdict(shader) == .refused(.quarantined, instead: nil))
    }

    @Test func aSingleStrikeIsForgottenAfterTenMinutes() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shader = try package("gl_FragColor = vec4(1.0);")
        air(shader, at: 100, later: 111)
        let next = ShaderGuard(
            folder: folder, previous: death(signal: 6, shader: shader.contentHash), now: at(900))
        next.review(at: at(1400))
        #expect(next.isSuspect(shader.contentHash))
        next.review(at: at(1501))
        #expect(!next.isSuspect(shader.contentHash) && next.verdict(shader) == .known)
    }

    @Test func damagedFilesAreAsGoodAsNone() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for name in ["trusted", "young", "strikes", "proven", "tried"] {
            try "zz 5\n\n9 9 9\n\u{0}".write(
                toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
        let next = ShaderGuard(folder: folder, previous: death(), now: at(10))
        #expect(next.verdict(try package("gl_FragColor = vec4(1.0);")) == .unknown)
    }

    @Test func theRecordTellsHowTheLastProcessEnded() throws {
        let path = folder + ".record"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var record = FlightRecord(path: path)
        #expect(record != nil && record?.previous == nil)
        record?.frame(startedAt: 5)
        record?.drawing(77)
        #expect(record?.frameStart == 5)
        record = FlightRecord(path: path)
        #expect(record?.previous == death(shader: 77))
        #expect(record?.isCareful == false)
        record?.drawing(78)
        record?.noteHang()
        record = FlightRecord(path: path)
        #expect(record?.previous == death(hung: true, shader: 78) && record?.isCareful == true)
        record?.noteOrderlyEnd()
        record = FlightRecord(path: path)
        #expect(record?.previous == nil)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
        #expect(FlightRecord(path: path)?.previous == nil)
    }
}
