import Common
import DeckLink
import Foundation
import TestKit
import Testing

@testable import CommandLineTool

/// `holdover doctor` and DeckLink cards: each trouble by its own words, with its own remedy.
@Suite struct DeckLinkCheckTests {
    private let fake: FakeDriver
    private let root = NSTemporaryDirectory() + "holdover-root-\(UInt32.random(in: 0...UInt32.max))"

    init() throws { fake = try FakeDriver() }

    private func findings(
        _ settings: [String: String] = [:], onAir: VideoFormat? = nil,
        firmware: (() -> DeckLinkFirmware.Answer)? = nil
    ) throws -> [Finding] {
        let own = [
            "HOLDOVER_DECKLINK_LIBRARY": fake.path, "HOLDOVER_OUTPUT_1_DEVICE": "decklink:1",
            "HOLDOVER_CHANNEL_FORMAT": "1280x720p50",
        ]
        let configuration = try Configuration(
            ConfigurationSettings(file: nil, environment: own.merging(settings) { $1 }))
        return DeckLinkCheck(
            configuration: configuration, channel: onAir ?? configuration.format,
            host: DeckLinkHost(root: root), firmware: firmware
        ).examine()
    }

    /// The one finding that is not in order.
    private func trouble(_ settings: [String: String] = [:]) throws -> Finding {
        let all = try findings(settings).filter { $0.level != .ok }
        #expect(all.count == 1, "\(all.map(\.text))")
        return try #require(all.first)
    }

    /// Puts a file below the root of a made file system.
    private func put(_ path: String, _ text: String) throws {
        let file = root + path
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    @Test func `a card in order is described and nothing is amiss`() throws {
        try put("/sys/module/blackmagic/version", "14.2.1a3\n")
        defer { try? FileManager.default.removeItem(atPath: root) }
        let all = try findings()
        #expect(all.allSatisfy { $0.level == .ok })
        #expect(all.contains { $0.text.contains("driver 14.2.1") })
        #expect(all.contains { $0.subject == "decklink:1" && $0.text.contains("external keyer") })
        #expect(all.contains { $0.text.hasSuffix("reference is known only while it plays") })
        fake.set("reference_input", 0)
        let free = try findings()
        #expect(free.contains { $0.text == "DeckLink Fake 4 (1) can do 1280x720p50" })
        #expect(fake.get("live") == 0, "it takes nothing and leaves nothing")
    }

    @Test func `no driver, no module, a wrong module, no card and old firmware are five things`()
        throws
    {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let none = try trouble(["HOLDOVER_DECKLINK_LIBRARY": "/nowhere.so"])
        #expect(none.text.contains("no DeckLink driver"))
        #expect(none.remedy.contains("Install Blackmagic Desktop Video"))
        fake.set("no_kernel", 1)
        let noModule = try trouble()
        #expect(noModule.text.contains("kernel module is not loaded"))
        #expect(noModule.remedy.contains("modprobe blackmagic"))
        try put("/sys/module/blackmagic/version", "12.4\n")
        let wrongModule = try trouble()
        #expect(wrongModule.text.contains("kernel module 12.4 is loaded, but"))
        #expect(wrongModule.remedy.contains("different packages"))
        fake.set("no_kernel", 0)
        let mismatch = try trouble()
        #expect(mismatch.text == "the library is 14.2.1, the kernel module 12.4")
        try put("/sys/module/blackmagic/version", "14.2.1\n")
        fake.set("devices", 0)
        let noCard = try trouble()
        #expect(noCard.text.contains("finds no card"))
        #expect(noCard.remedy.contains("lspci"))
        try put("/dev/blackmagic/io0", "")
        let firmware = try trouble()
        #expect(firmware.text.contains("the kernel has cards (io0)"))
        #expect(firmware.remedy.contains("DesktopVideoUpdateTool"))
        let texts = [none, noModule, wrongModule, mismatch, noCard, firmware].map(\.text)
        #expect(Set(texts).count == 6)
    }

    @Test func `a busy card, a mode it has not, and a keyer it has not`() throws {
        fake.set("busy_elsewhere", 2)
        let unlocked = try trouble()
        #expect(unlocked.level == .warning && unlocked.text.contains("no reference"))
        #expect(unlocked.remedy.contains("cable"), "it plays, and is not locked")
        fake.set("reference_input", 0)
        let busy = try trouble()
        #expect(busy.level == .warning && busy.text.contains("is in use"))
        fake.set("reference_input", 1)
        fake.set("busy_elsewhere", 0)
        let mode = try trouble(["HOLDOVER_CHANNEL_FORMAT": "640x360p25"])
        #expect(mode.text.contains("cannot do 640x360p25"))
        #expect(mode.remedy.contains("channel.format"))
        let keyer = try trouble(["HOLDOVER_OUTPUT_1_KEYER": "internal"])
        #expect(keyer.text.contains("carries no alpha"))
        fake.set("can_play", 0)
        #expect(try trouble().text.contains("has no output"))
        fake.set("can_play", 1)
        fake.set("active", 0)
        #expect(try trouble().remedy.contains("Choose a profile"))
        fake.set("active", 1)
        let wrong = try trouble(["HOLDOVER_OUTPUT_1_DEVICE": "decklink:7"])
        #expect(wrong.text.contains("there is no decklink:7"))
    }

    @Test func `an input without signal, in use, and half-duplex`() throws {
        let input = [
            "HOLDOVER_INPUT_1_SOURCE": "decklink:1", "HOLDOVER_OUTPUT_1_DEVICE": "virtual",
        ]
        fake.set("signal", 0)
        #expect(try trouble(input).text.contains("has no signal"))
        fake.set("signal", 1)
        fake.set("busy_elsewhere", 1)
        #expect(try trouble(input).text.contains("is in use"))
        fake.set("duplex", 1)
        fake.set("busy_elsewhere", 2)
        let half = try trouble(input)
        #expect(half.level == .problem && half.text.contains("half-duplex"))
    }

    @Test func `a reference of another rate is not the same as none`() throws {
        fake.set("reference_mode", 0x4869_3539)
        let wrong = try trouble()
        #expect(wrong.level == .problem)
        #expect(wrong.text.contains("the reference of DeckLink Fake 4 (1) is 1920x1080i29.97"))
        #expect(wrong.remedy.contains("50 frames a second"))
        // Half the rate is a reference as good as any.
        fake.set("reference_mode", 0x4869_3530)
        #expect(try findings().allSatisfy { $0.level == .ok })
    }

    @Test func `an input of another format is told before it is captured`() throws {
        fake.set("input_mode", 0x4869_3530)
        let other = try trouble([
            "HOLDOVER_INPUT_1_SOURCE": "decklink:1", "HOLDOVER_OUTPUT_1_DEVICE": "virtual",
        ])
        #expect(other.level == .warning)
        #expect(other.text.contains("brings 1920x1080i25, the channel is 1280x720p50"))
        #expect(other.remedy.contains("Set the source to 1280x720p50"))
        #expect(fake.get("live") == 0)
    }

    @Test func `a pair of fill and key is looked at twice, and needs alpha`() throws {
        fake.set("devices", 2)
        let pair = ["HOLDOVER_OUTPUT_1_DEVICE": "decklink:1+2"]
        #expect(try trouble(pair).remedy.contains("channel.pixel_format"))
        let alpha = pair.merging(["HOLDOVER_CHANNEL_PIXEL_FORMAT": "bgra"]) { $1 }
        let both = try findings(alpha).filter { $0.subject == "output 1" }
        #expect(both.count == 2 && both.allSatisfy { $0.level == .ok })
        fake.set("can_play", 0, device: 1)
        #expect(try trouble(alpha).text.contains("DeckLink Fake 4 (2) has no output"))
    }

    @Test func `a running show's format counts, not the configuration's`() throws {
        let input = ["HOLDOVER_INPUT_1_SOURCE": "decklink:1"]
        fake.set("input_mode", 0x4869_3530)
        fake.set("reference_mode", 0x4869_3530)
        let channel = try #require(VideoFormat(parsing: "1920x1080i50"))
        #expect(try findings(input, onAir: channel).allSatisfy { $0.level == .ok })
        #expect(try trouble(input).text.contains("the channel is 1280x720p50"))
        let odd = try #require(VideoFormat(parsing: "640x360p25"))
        let all = try findings(onAir: odd).filter { $0.level == .problem }
        #expect(all.count == 1 && all[0].text.contains("cannot do 640x360p25"))
        // Pictures at the rate of the fields, in their size, are woven and can go to air by themselves.
        fake.set("input_mode", 0x4870_3530)
        #expect(try findings(input, onAir: channel).allSatisfy { $0.level == .ok })
    }

    @Test func `firmware is told as the tool tells it, and not asked for on air`() throws {
        let lines = ["DeckLink Duo 2  0x12"]
        let told = try findings(firmware: { .lines(lines) })
        #expect(told.filter { $0.subject == "firmware" }.map(\.text) == lines)
        let none = try findings(firmware: { .unknown("no tool") })
        #expect(none.contains { $0.text == "unknown: no tool" && $0.level == .ok })
        fake.set("busy_elsewhere", 2)
        let busy = try findings(firmware: {
            Issue.record("asked on air")
            return .lines([])
        })
        #expect(busy.contains { $0.subject == "firmware" && $0.text.contains("in use") })
    }

    @Test func `a driver without our interfaces, and a mode it refuses, are two things`() throws {
        fake.set("generation", 1)
        let input = [
            "HOLDOVER_INPUT_1_SOURCE": "decklink:1", "HOLDOVER_OUTPUT_1_DEVICE": "virtual",
        ]
        for wanted in [[:], input] {
            let found = try findings(wanted).filter { $0.level == .problem }
            #expect(found.count == 1 && found[0].text.contains("serves neither of the interfaces"))
            #expect(found[0].remedy.contains("Install a version of that range"))
        }
        fake.set("generation", 0)
        fake.set("supports", 0)
        let refused = try trouble()
        #expect(refused.text.contains("cannot do 1280x720p50 in uyvy"))
    }

    @Test func `an output whose half-duplex connector captures says so`() throws {
        fake.set("duplex", 1)
        fake.set("busy_elsewhere", 1)
        let half = try trouble()
        #expect(half.level == .problem && half.text.contains("its connector captures"))
        #expect(half.remedy.contains("another sub-device"))
    }

    @Test func `one card for two inputs, and a half-duplex one for both directions, are told`()
        throws
    {
        let inputs = [
            "HOLDOVER_OUTPUT_1_DEVICE": "virtual", "HOLDOVER_INPUT_1_SOURCE": "decklink:1",
            "HOLDOVER_INPUT_2_SOURCE": "decklink:DeckLink Fake 4 (1)",
        ]
        let twice = try trouble(inputs)
        #expect(twice.level == .problem && twice.subject == "input 2")
        #expect(twice.text == "DeckLink Fake 4 (1) is input 1's already")
        #expect(twice.remedy.hasPrefix("Name another card"))
        let both = ["HOLDOVER_INPUT_1_SOURCE": "decklink:1"]
        #expect(try findings(both).allSatisfy { $0.level == .ok }, "full duplex does both")
        fake.set("duplex", 1)
        let half = try trouble(both)
        #expect(half.level == .problem && half.subject == "input 1")
        #expect(half.text.hasSuffix("is half-duplex, and output 1 uses it the other way"))
        #expect(half.remedy.contains("full-duplex profile"))
    }

    @Test func `a driver of another generation is said, and tried`() throws {
        fake.set("generation", 2)
        let newer = try trouble()
        #expect(newer.level == .warning && newer.text.contains("outside 11.6 to 14.2.1"))
    }

    @Test func `what nobody wants is no trouble`() throws {
        let all = try findings([
            "HOLDOVER_OUTPUT_1_DEVICE": "virtual", "HOLDOVER_DECKLINK_LIBRARY": "/nowhere.so",
        ])
        #expect(all.allSatisfy { $0.level == .ok })
    }
}
