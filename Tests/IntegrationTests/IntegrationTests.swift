import Common
import Foundation
import Frames
import TestKit
import Testing

/// Whole instances of real processes. One at a time: they draw in real time.
@Suite(.serialized, .realTime) struct IntegrationTests {
    static let format = "320x180p25"
    static let invert =
        #"{"holdover_preset": 1, "layers": [{"name": "invert", "shader": "invert"}]}"#

    /// Starts the slot log as soon as there is a timeline.
    private func logSlots(_ live: LiveInstance, into path: String) throws -> Process {
        #expect(live.waits { live.timeline != nil }, "no timeline: \(live.text)")
        return try live.start(["slots", "--follow", "--json"], into: path)
    }

    @Test(.timeLimit(.minutes(3)))
    func aClipGoesThroughFrameForFrame() throws {
        let recording = try Recording()
        defer { recording.remove() }
        let preset = try recording.preset(Self.invert)
        let live = try LiveInstance([
            "--input", "file:\(recording.clip)", "--output", "file:\(recording.file)",
            "--format", Self.format, "--preset", preset, "--duration", "8",
        ])
        let log = try logSlots(live, into: recording.slots)
        defer { log.terminate() }
        let code = live.wait(within: 120)
        #expect(code == 0, "\(live.text)")
        usleep(500_000)
        let verdict = try recording.check(
            frames: 200, ["--clip", recording.clip, "--invert"])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)\(live.text)")
    }

    /// 50 pictures a second, each brighter than the one before, go out as 50 fields of 25 frames.
    @Test(.timeLimit(.minutes(3)))
    func anInterlacedChannelKeepsItsFieldsApart() throws {
        let recording = try Recording()
        defer { recording.remove() }
        let clip = recording.folder + "/fields.mov"
        let made = try CommandResult.run(
            "/usr/bin/ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i",
                "color=black:160x90:r=50:d=4,format=yuv422p,geq=lum='16+N':cb=128:cr=128",
                "-c:v", "ffvhuff", clip,
            ])
        try #require(made.code == 0, "\(made.errors)")
        let live = try LiveInstance([
            "--input", "file:\(clip)", "--output", "file:\(recording.file)",
            "--format", "160x90i25", "--preset", try recording.preset(Self.invert),
            "--duration", "3",
        ])
        #expect(live.wait(within: 120) == 0, "\(live.text)")
        let order = try CommandResult.run(
            "/usr/bin/ffprobe",
            [
                "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=field_order",
                "-of", "csv=p=0", recording.file,
            ])
        #expect(order.output.hasPrefix("tt"), "\(order.output)\(order.errors)")
        let raw = recording.folder + "/out.gray"
        _ = try CommandResult.run(
            "/usr/bin/ffmpeg",
            [
                "-v", "error", "-y", "-i", recording.file, "-vf", "extractplanes=y", "-f",
                "rawvideo", raw,
            ])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: raw))
        #expect(bytes.count == 75 * 160 * 90)
        // Inverted, so that each field is one code darker than the one before it.
        let steps = stride(from: 0, to: bytes.count, by: 160 * 90).map {
            Int(bytes[$0]) - Int(bytes[$0 + 160])
        }
        #expect(steps.count { $0 == 1 } >= 73, "\(steps)")
    }

    @Test(.timeLimit(.minutes(4)))
    func theOutputSurvivesEveryOtherDeath() throws {
        let recording = try Recording()
        defer { recording.remove() }
        let preset = try recording.preset(Self.invert)
        let live = try LiveInstance([
            "--input", "file:\(recording.clip)", "--output", "file:\(recording.file)",
            "--format", Self.format, "--preset", preset, "--duration", "16",
        ])
        let log = try logSlots(live, into: recording.slots)
        defer { log.terminate() }
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let added = try live.holdover(["layer", "add", "grade", "--name", "look", "--bypassed"])
        #expect(added.code == 0, "\(added.errors)")
        let set = try live.holdover(["set", "look", "saturation", "0.25"])
        #expect(set.code == 0, "\(set.errors)")
        let before = try live.holdover(["layer", "list", "--json"])
        let daemons = ["coordinatord", "ingressd.control", "ingressd.capture", "renderd.a"]
        for daemon in daemons {
            #expect(live.kill9(daemon), "\(daemon) was not running")
            #expect(
                live.waits(20) {
                    live.restarts(of: daemon) >= 1 && live.state(of: daemon) == "running"
                }, "\(daemon) did not come back: \(live.text)")
        }
        let after = try live.holdover(["layer", "list", "--json"])
        #expect(before.code == 0 && before.output.contains("0.25"), "\(before.errors)")
        #expect(stack(before.output) == stack(after.output), "\(after.errors)")
        let code = live.wait(within: 120)
        #expect(code == 0, "\(live.text)")
        usleep(500_000)
        let verdict = try recording.check(frames: 400, ["--quiet-slots"])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    /// Layers and values without versions and indices, which count anew with each coordinator.
    private func stack(_ json: String) -> String {
        guard let document = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
            let layers = (document as? [String: Any])?["layers"] as? [[String: Any]]
        else { return "unreadable: \(json)" }
        let kept = ["name", "shader_id", "bypassed", "opacity", "blend_mode", "values"]
        return layers.map { layer in
            let part = layer.filter { kept.contains($0.key) }
            let data = try? JSONSerialization.data(withJSONObject: part, options: .sortedKeys)
            return data.map { String(decoding: $0, as: UTF8.self) } ?? "unreadable"
        }.joined(separator: "\n")
    }

    @Test(.timeLimit(.minutes(3)))
    func twoInstancesDoNotMeet() throws {
        let first = try LiveInstance(["--input", "test:bars", "--format", Self.format])
        let second = try LiveInstance(["--input", "test:bars", "--format", "160x90p25"])
        for live in [first, second] {
            #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        }
        #expect(first.timeline?.video.width == 320 && second.timeline?.video.width == 160)
        let added = try first.holdover(["layer", "add", "invert"])
        #expect(added.code == 0, "\(added.errors)")
        let there = try first.holdover(["layer", "list"])
        let elsewhere = try second.holdover(["layer", "list"])
        #expect(there.output.contains("invert") && !elsewhere.output.contains("invert"))
        first.interrupt()
        #expect(first.wait(within: 60) == 0, "\(first.text)")
        let before = second.timeline?.nextIndex ?? FrameIndex(0)
        #expect(second.waits(10) { (second.timeline?.nextIndex ?? before) - before > 10 })
        second.interrupt()
        #expect(second.wait(within: 60) == 0, "\(second.text)")
    }

    @Test(.timeLimit(.minutes(3)))
    func aSecondOfTheSameNameIsRefusedAndHarmsNothing() throws {
        let live = try LiveInstance(["--input", "test:bars", "--format", Self.format])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let refused = try live.holdover(["up", "--input", "test:bars", "--format", Self.format])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("already up") && refused.errors.contains("--instance"))
        let screenshot = live.instance.paths.state + "/shot.png"
        let shot = try live.holdover(["screenshot", screenshot])
        #expect(shot.code == 0, "\(shot.errors)")
        #expect(
            FileManager.default.contents(atPath: screenshot)?.starts(with: [0x89, 0x50]) == true)
        let status = try live.holdover(["status", "--json"])
        #expect(status.code == 0 && status.output.contains("\"lost_slots_total\""))
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
    }

    /// Somebody cleans up the runtime folder while the show is on.
    @Test(.timeLimit(.minutes(3)))
    func removedSocketFilesAreBoundAnew() throws {
        let live = try LiveInstance(["--input", "test:bars", "--format", Self.format])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let paths = live.instance.paths
        try FileManager.default.removeItem(atPath: paths.runtime + "/notify")
        unlink(paths.socket("card"))
        let isBack = live.waits(20) {
            access(paths.socket("card"), F_OK) == 0
                && access(paths.runtime + "/notify/outputd", F_OK) == 0
        }
        #expect(isBack, "\(live.text)")
        #expect(live.restarts(of: "outputd") == 0 && live.restarts(of: "card") == 0)
        #expect(live.timeline?.totals.lost == 0)
        // What the card's socket is for: a playout that restarts finds its card.
        #expect(live.kill9("outputd"))
        let before = live.timeline?.totals.total(.completed) ?? 0
        #expect(
            live.waits(20) { (live.timeline?.totals.total(.completed) ?? 0) > before + 25 },
            "\(live.text)")
        live.interrupt()
        #expect(live.wait(within: 60) != nil, "\(live.text)")
    }
}
