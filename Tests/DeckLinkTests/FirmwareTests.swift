import Common
import DeckLink
import Foundation
import Testing

/// What the driver package's own tool says of the cards, through a program of its name.
@Suite struct FirmwareTests {
    private func ask(_ script: String, patience: Nanoseconds = .seconds(20)) throws
        -> DeckLinkFirmware.Answer
    {
        let folder = NSTemporaryDirectory() + "holdover-tool-\(UInt32.random(in: 0...UInt32.max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/" + DeckLinkFirmware.tool
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return DeckLinkFirmware.ask(
            environment: ["PATH": "\(folder):/usr/bin:/bin"], patience: patience)
    }

    @Test func `its lines are passed on, bounded and without control characters`() throws {
        let two = #"[ "$1" = --list ] && printf 'DeckLink  Duo 2\t0x12\n\nMini \033 0x07\n'"#
        #expect(try ask(two) == .lines(["DeckLink Duo 2 0x12", "Mini 0x07"]))
        let flood = "i=0; while [ $i -lt 99 ]; do printf 'card %0300d\\n' $i; i=$((i+1)); done"
        guard case .lines(let lines) = try ask(flood) else {
            Issue.record("no lines")
            return
        }
        #expect(lines.count == 32 && lines.allSatisfy { $0.count == 200 })
    }

    @Test func `a tool that is not there, fails, says nothing or hangs is a reason`() throws {
        let none = DeckLinkFirmware.ask(environment: ["PATH": "/nowhere"])
        #expect(
            none
                == .unknown(
                    "DesktopVideoUpdateTool is not on the PATH; it comes with Desktop Video"))
        guard case .unknown(let failed) = try ask("echo no driver; exit 3") else {
            Issue.record("it failed")
            return
        }
        #expect(failed.contains("failed") && failed.hasSuffix(": no driver"))
        #expect(try ask("exit 0") == .unknown("DesktopVideoUpdateTool lists no card"))
        #expect(
            try ask("exec sleep 60", patience: .milliseconds(200))
                == .unknown("DesktopVideoUpdateTool gave no answer in time"))
    }
}
