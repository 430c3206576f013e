import Common
import Foundation
import Frames
import Proto
import TestKit
import Testing

@testable import CommandLineTool

/// `holdover doctor` and what lies in shared memory, and the slate.
@Suite struct ShowCheckTests {
    private let instance: TestInstance

    init() throws { instance = try TestInstance() }

    private func check(_ settings: [String: String] = [:]) throws -> [Finding] {
        var environment = instance.environment.merging(settings) { $1 }
        environment["HOLDOVER_CHANNEL_FORMAT"] = "320x180p25"
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        let configuration = try Configuration(
            ConfigurationSettings(file: nil, environment: environment))
        return ShowCheck(
            configuration: configuration, paths: instance.paths, environment: environment
        ).examine()
    }

    private func ring(_ object: ObjectName, _ kind: RingKind, _ format: String) throws -> RingWriter
    {
        let video = try #require(VideoFormat(parsing: format))
        let layout = try #require(RingLayout(kind: kind, video: video, slotCount: 4))
        return try RingWriter(object, in: instance.plane, layout: layout, writerEpoch: 1)
    }

    @Test func `without a show there is nothing to find`() throws {
        #expect(try check().isEmpty)
    }

    @Test func `a slate that is no line-up signal is told with those there are`() throws {
        let finding = try #require(
            try check(["HOLDOVER_PLAYOUT_SLATE": "test:nonsense"]).first)
        #expect(finding.level == .problem && finding.subject == "slate")
        #expect(finding.remedy.contains("test:smpte, test:ebu"))
        #expect(try check(["HOLDOVER_PLAYOUT_SLATE": "test:ebu"]).isEmpty)
    }

    @Test func `rings of another format are told by whether they can be shown all the same`() throws
    {
        let good = try ring(.programA, .program, "320x180p25")
        let bad = try ring(.programB, .program, "640x360p25")
        let input = try ring(.input(2), .input, "1280x720p25")
        let findings = try check()
        withExtendedLifetime((good, bad, input)) {}
        #expect(findings.count == 3)
        #expect(findings.first { $0.subject == "ring program.a" }?.level == .ok)
        let lane = try #require(findings.first { $0.subject == "ring program.b" })
        #expect(lane.level == .problem)
        #expect(lane.text.contains("it carries 640x360p25 in uyvy, the channel is 320x180p25"))
        #expect(lane.remedy.contains("same configuration"))
        let other = try #require(findings.first { $0.subject == "ring input.2" })
        #expect(other.level == .warning && other.text.contains("the input is fitted"))
    }

    @Test func `a ring that is none is told`() throws {
        let path = instance.plane.name(.programA).path
        try Data(repeating: 7, count: 8_192).write(to: URL(fileURLWithPath: path))
        let finding = try #require(try check().first)
        #expect(finding.level == .problem && finding.subject == "ring program.a")
        #expect(finding.remedy.contains("remove the file"))
    }

    @Test func `a slate of another size, of none, and a right one`() throws {
        func slate(_ size: String) throws -> String {
            let path = NSTemporaryDirectory() + "\(instance.paths.instance)-\(size).png"
            let made = try CommandResult.run(
                "/usr/bin/env",
                ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "color=red:s=\(size)"]
                    + ["-frames:v", "1", path])
            #expect(made.code == 0, "\(made.errors)")
            return path
        }
        let right = try check(["HOLDOVER_PLAYOUT_SLATE": slate("320x180")])
        #expect(right.map(\.level) == [.ok])
        let wrong = try #require(try check(["HOLDOVER_PLAYOUT_SLATE": slate("100x100")]).first)
        #expect(wrong.level == .warning)
        #expect(wrong.text.contains("the slate is 100x100, the channel 320x180: it is scaled"))
        #expect(wrong.text.contains("black beside it"))
        #expect(wrong.remedy.contains("Give a picture of 320x180"))
        let none = try #require(try check(["HOLDOVER_PLAYOUT_SLATE": "/etc/hostname"]).first)
        #expect(none.level == .problem && none.text.contains("the drawn slate is used"))
        #expect(try check(["HOLDOVER_PLAYOUT_SLATE": "test:smpte"]).isEmpty)
    }

    @Test func `an alarm is a finding with its remedy`() {
        let alarm = Alarm(
            key: AlarmKey(kind: "input-ancillary", subject: "input.1"), severity: .warning,
            text: "decklink:1 brings damaged ancillary data. Check the inserter", active: true)
        let finding = ShowCheck.finding(alarm)
        #expect(finding.level == .warning && finding.subject == "input-ancillary input.1")
        #expect(finding.text == "decklink:1 brings damaged ancillary data")
        #expect(finding.remedy == "Check the inserter")
    }
}
