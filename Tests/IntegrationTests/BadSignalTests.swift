import Common
import Foundation
import Frames
import TestKit
import Testing

/// What is wrong around a show that goes on: each thing by its own alarm, each found by `holdover doctor`,
/// with programme on air all the while.
@Suite(.serialized, .realTime) struct BadSignalTests {
    /// Findings that are not in order, by subject.
    private func findings(_ live: LiveInstance) throws -> [String: [String: String]] {
        let answer = try live.holdover(["doctor", "--json"])
        let all =
            try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: String]]
        let bad = (all ?? []).filter { $0["level"] != "ok" }
        return Dictionary(bad.map { ($0["subject"] ?? "", $0) }) { first, _ in first }
    }

    private func picture(_ size: String, in folder: String) throws -> String {
        let path = "\(folder)/\(size).png"
        let made = try CommandResult.run(
            "/usr/bin/env",
            ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "color=red:s=\(size)"]
                + ["-frames:v", "1", path])
        #expect(made.code == 0, "\(made.errors)")
        return path
    }

    @Test(.timeLimit(.minutes(4)))
    func `slate, reference, format and ancillary data are told apart while programme goes on`()
        throws
    {
        let record = try FakeDriverRecord()
        defer { record.remove() }
        // 576i25 comes into a channel of 180p50, with packets nobody can read.
        var environment = record.environment(
            "small=1,counter=1,reference=0,unreadable_packets=3,input_mode=1885432864")
        environment["HOLDOVER_INPUT_1_SOURCE"] = "decklink:1"
        environment["HOLDOVER_OUTPUT_1_DEVICE"] = "decklink:1"
        environment["HOLDOVER_OUTPUT_1_REFERENCE_WAIT_MS"] = "500"
        environment["HOLDOVER_PLAYOUT_SLATE"] = try picture("100x100", in: record.folder)
        let live = try LiveInstance(["--format", "320x180p50"], environment: environment)
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let wanted = [
            "output-slate outputd": ("the slate is 100x100", "Give a picture of 320x180"),
            "output-reference outputd": ("no reference", "Check the reference's cable"),
            "input-ancillary input.1": ("cannot be read", "Check the inserter"),
            "slate": ("the slate is 100x100", "Give a picture of 320x180"),
            "ring input.1": ("it carries 720x576p50", "Send the channel's format"),
        ]
        var found: [String: [String: String]] = [:]
        #expect(
            try live.waits(30) {
                found = try findings(live)
                return wanted.keys.allSatisfy { found[$0] != nil }
            }, "\(found.keys.sorted())")
        for (subject, words) in wanted {
            let (problem, remedy) = words
            let said = "\(found[subject]?["text"] ?? "") \(found[subject]?["remedy"] ?? "")"
            #expect(said.contains(problem) && said.contains(remedy), "\(subject): \(said)")
        }
        #expect(live.timeline?.rung == .programA)
        live.interrupt()
        _ = live.wait(within: 60)
    }

    @Test(.timeLimit(.minutes(4)))
    func `an input of another format, without signal, and a pulled card come and go mid-show`()
        throws
    {
        let record = try FakeDriverRecord()
        defer { record.remove() }
        var environment = record.environment("small=1,counter=1,tone=1")
        environment["HOLDOVER_INPUT_1_SOURCE"] = "decklink:1"
        environment["HOLDOVER_OUTPUT_1_DEVICE"] = "decklink:1"
        let live = try LiveInstance(["--format", "320x180p50"], environment: environment)
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        /// Tells the cards something, and waits for what doctor then says of `subject`; nil: nothing.
        func tell(_ behaviour: String, _ subject: String, _ words: String?) throws {
            try record.tell(behaviour)
            var said: String?
            let isSaid = try live.waits(30) {
                let finding = try findings(live)[subject]
                said = finding.map { "\($0["text"] ?? "") \($0["remedy"] ?? "")" }
                return words.map { said?.contains($0) == true } ?? (said == nil)
            }
            #expect(isSaid, "\(subject): \(said ?? "nothing")")
        }
        // 720p50, and back: its ring is made anew, programme goes on.
        try tell("input_mode=1752184112", "ring input.1", "it carries 1280x720p50")
        #expect(live.timeline?.rung == .programA)
        try tell("input_mode=1953510704", "ring input.1", nil)
        try tell("signal=0", "input-lost input.1", "has no signal")
        #expect(live.timeline?.rung == .programA)
        try tell("signal=1", "input-lost input.1", nil)
        let lost = try #require(live.timeline).totals.lost
        try tell("present=0", "output-device outputd", "finds no card")
        try tell("present=1", "output-device outputd", nil)
        #expect(live.waits(30) { live.timeline?.rung == .programA }, "\(live.text)")
        #expect(
            try #require(live.timeline).totals.lost > lost, "what a pulled card costs is counted")
        usleep(1_500_000)
        let from = SystemTimeSource().now() - .seconds(1)
        live.interrupt()
        _ = live.wait(within: 60)
        let after = try record.output().filter { $0.at >= from }
        let numbers = after.compactMap(\.number)
        #expect(Set(numbers).count > 25, "new pictures from the card, put back: \(numbers)")
    }

    @Test(.timeLimit(.minutes(3)))
    func `a ring of another format is an alarm, never on air, and over when it is gone`() throws {
        let live = try LiveInstance(["--format", "320x180p25"])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let video = try #require(VideoFormat(parsing: "640x360p25"))
        let layout = try #require(RingLayout(kind: .program, video: video, slotCount: 8))
        var stranger: RingWriter?
        // The renderer's lock is free for a moment after its death.
        #expect(
            live.waits(30) {
                live.kill9("renderd.a")
                stranger = try? RingWriter(
                    .programA, in: live.instance.plane, layout: layout, writerEpoch: 9)
                return stranger != nil
            }, "\(live.text)")
        var found: [String: [String: String]] = [:]
        #expect(
            try live.waits(30) {
                found = try findings(live)
                return found["output-ring-format outputd"] != nil
            }, "\(found.keys.sorted())")
        let alarm = found["output-ring-format outputd"] ?? [:]
        #expect(alarm["text"]?.contains("carries 640x360p25") == true, "\(alarm)")
        #expect(alarm["remedy"]?.contains("same configuration") == true, "\(alarm)")
        #expect(found["ring program.a"]?["level"] == "problem")
        #expect(live.waits(30) { live.timeline?.rung == .slate }, "the best picture there is")
        stranger = nil
        #expect(live.waits(60) { live.timeline?.rung == .programA }, "\(live.text)")
        #expect(
            try live.waits(30) { try findings(live)["output-ring-format outputd"] == nil })
        live.interrupt()
        _ = live.wait(within: 60)
    }
}
