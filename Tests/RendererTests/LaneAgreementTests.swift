import Common
import Foundation
import Testing

@testable import Renderer

/// How two lanes agree on the frame from which a new build is drawn; both simulated, under one clock.
@Suite struct LaneAgreementTests {
    fileprivate static let build = LaneBuild(id: "title", hash: 7)
    fileprivate static let rate = FrameRate(50)

    /// Two lanes that draw a frame each 20 ms and hear of each other some time later.
    private struct Pair {
        var lanes = ["a": LaneAgreement(), "b": LaneAgreement()]
        var alive: Set<String> = ["a", "b"]
        var onAir = "a"
        var index: Int64 = 1_000
        /// The first index drawn with the build, by lane; and what is on trial.
        var drawnFrom: [String: Int64] = [:]
        var onTrial: Set<String> = []
        var refused: Set<String> = []
        private var frames: [String: UInt64] = [:]
        private var trialEnds: [String: Int64] = [:]

        func now() -> MonotonicInstant { MonotonicInstant(nanoseconds: index * 20_000_000) }

        mutating func begin(_ lane: String) {
            let now = now()
            lanes[lane]?.begin(LaneAgreementTests.build, at: now)
        }

        mutating func die(_ lane: String) { alive.remove(lane) }

        mutating func comeBack(_ lane: String) {
            alive.insert(lane)
            lanes[lane] = LaneAgreement(after: lanes[lane]?.words ?? [:])
            onTrial.remove(lane)
            drawnFrom[lane] = nil
        }

        mutating func run(_ count: Int) {
            for _ in 0..<count {
                index += 1
                for lane in ["a", "b"] where alive.contains(lane) {
                    frames[lane, default: 0] += 1
                    step(lane)
                    if let end = trialEnds[lane], index >= end { onTrial.remove(lane) }
                }
            }
        }

        private mutating func step(_ lane: String) {
            let other = lane == "a" ? "b" : "a"
            let view = LaneAgreement.View(
                isOnAir: lane == onAir, isOtherAlive: alive.contains(other),
                other: lanes[other]?.words ?? [:], frameCount: frames[lane] ?? 0,
                next: FrameIndex(index), rate: LaneAgreementTests.rate, now: now())
            for order in lanes[lane]?.step(view) ?? [] {
                switch order {
                case .draw(_, let at, let isTrial):
                    drawnFrom[lane] = at?.value ?? index + 1
                    if isTrial { onTrial.insert(lane) }
                    // As the render thread reports it.
                    lanes[lane]?.note(drawing: LaneAgreementTests.build)
                case .endTrial(let at): trialEnds[lane] = at?.value ?? index + 1
                case .refuse: refused.insert(lane)
                }
            }
        }
    }

    @Test func theLaneOffAirTriesForFiftyFramesThenBothChangeWithOneIndex() throws {
        var pair = Pair()
        pair.begin("b")
        pair.run(3)
        pair.begin("a")
        pair.run(30)
        #expect(pair.onTrial == ["b"] && pair.drawnFrom["a"] == nil)
        pair.run(100)
        let swap = try #require(pair.drawnFrom["a"])
        let tried = try #require(pair.drawnFrom["b"])
        #expect(swap - tried >= 50 + 20)
        #expect(pair.onTrial.isEmpty && pair.refused.isEmpty)
        #expect(pair.lanes.values.allSatisfy { !$0.isBusy })
    }

    @Test func whoBuildsLaterChangesWithTheIndexThatWasNamed() {
        var pair = Pair()
        pair.begin("b")
        pair.run(80)
        // Proven already when the lane on air has it ready.
        pair.begin("a")
        pair.run(40)
        #expect(pair.drawnFrom["a"] != nil && pair.onTrial.isEmpty)
    }

    @Test func aBuildThatKillsTheLaneOffAirIsNeverDrawnOnAir() {
        var pair = Pair()
        pair.begin("a")
        pair.begin("b")
        pair.run(20)
        pair.die("b")
        pair.run(100)
        #expect(pair.drawnFrom["a"] == nil && pair.refused.isEmpty)
        pair.comeBack("b")
        pair.run(5)
        #expect(pair.refused == ["a"] && pair.drawnFrom["a"] == nil)
    }

    @Test func norWhereItNeverComesBack() {
        var pair = Pair()
        pair.begin("a")
        pair.begin("b")
        pair.run(20)
        pair.die("b")
        pair.run(600)
        #expect(pair.refused == ["a"] && pair.drawnFrom["a"] == nil)
    }

    @Test func aLaneThatIsAloneChangesByItself() {
        var pair = Pair()
        pair.die("b")
        pair.begin("a")
        pair.run(60)
        #expect(pair.drawnFrom["a"] != nil && pair.lanes["a"]?.isBusy == false)
    }

    @Test func theDeathOfTheLaneOnAirLeavesNobodyWaiting() {
        var pair = Pair()
        pair.begin("a")
        pair.begin("b")
        pair.run(20)
        pair.die("a")
        pair.onAir = "b"
        pair.run(120)
        #expect(pair.onTrial.isEmpty && pair.lanes["b"]?.isBusy == false)
        pair.comeBack("a")
        pair.lanes["a"]?.note(drawing: Self.build)
        pair.run(10)
        #expect(pair.refused.isEmpty)
    }

    @Test func aLaneWhoseBuildNeverComesDoesNotHoldTheOtherUpForEver() {
        var pair = Pair()
        pair.begin("a")
        pair.run(1_100)
        #expect(pair.drawnFrom["a"] != nil)
    }

    @Test func aNewerTextTakesTheOlderOnesPlace() {
        var agreement = LaneAgreement()
        agreement.begin(Self.build, at: MonotonicInstant(nanoseconds: 0))
        agreement.begin(LaneBuild(id: "title", hash: 8), at: MonotonicInstant(nanoseconds: 1))
        let view = LaneAgreement.View(
            isOnAir: false, isOtherAlive: true, other: [:], frameCount: 0, next: FrameIndex(5),
            rate: Self.rate, now: MonotonicInstant(nanoseconds: 2))
        #expect(
            agreement.step(view) == [
                .draw(LaneBuild(id: "title", hash: 8), at: nil, isTrial: true)
            ])
    }

    @Test func whatIsSaidSurvivesTheFileAndADamagedFileSaysNothing() throws {
        let folder = NSTemporaryDirectory() + "lane-words-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = LaneWordsFile(path: folder + "/words")
        #expect(file.load().isEmpty)
        let words: [LaneBuild: LaneWord] = [
            LaneBuild(id: "a name", hash: .max): .swap(-3), Self.build: .trying,
            LaneBuild(id: "x", hash: 0): .refused,
        ]
        try file.save(words)
        #expect(file.load() == words)
        try "zz proven x\n7 maybe y\n7 proven\n".write(
            toFile: file.path, atomically: true, encoding: .utf8)
        #expect(file.load().isEmpty)
    }
}
