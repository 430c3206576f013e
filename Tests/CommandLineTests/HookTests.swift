import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

@testable import CommandLineTool

/// What facilities are told of alarms.
@Suite struct HookTests {
    private func message(_ text: String = "it is \"lost\"]") throws -> HookMessage {
        let alarm = Alarm(
            key: AlarmKey(kind: "input-lost", subject: "input.1"), severity: .major, text: text,
            active: true, count: 2, raisedWallNanoseconds: 1_700_000_000_000_000_000,
            updatedWallNanoseconds: 1_700_000_000_500_000_000, source: "ingressd.capture")
        let event = SequencedEvent(
            runId: "run-1", event: Event(kind: .alarmRaised(AlarmRaised(alarm: alarm))))
        return try #require(HookMessage(event, instance: "studio"))
    }

    private func targets(_ settings: [String: String]) throws -> HookTargets {
        let configuration = try Configuration(
            ConfigurationSettings(file: nil, environment: settings))
        return HookTargets(configuration, environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func syslogIsWellFormed() throws {
        let line = try message().syslog(host: "host")
        #expect(line.hasPrefix("<131>1 2023-11-14T22:13:20.500Z host holdover - raised ["))
        #expect(line.contains("kind=\"input-lost\"") && line.hasSuffix("] it is \"lost\"]"))
    }

    @Test func aTrapIsWellFormed() throws {
        let bytes = SNMPTrap.bytes(try message(), uptime: 300, request: 77)
        // A sequence of version 2c, community and an SNMPv2-Trap-PDU that fills the rest.
        #expect(bytes[0] == 0x30 && bytes[1] == 0x82)
        #expect(Int(bytes[2]) << 8 | Int(bytes[3]) == bytes.count - 4)
        #expect(Array(bytes[4..<15]) == [2, 1, 1, 4, 6] + Array("public".utf8))
        #expect(bytes[15] == 0xA7)
        // 1.3.6.1.4.1.32473.0.1: the trap of an alarm that was raised.
        let oid: [UInt8] = [6, 10, 0x2B, 6, 1, 4, 1, 0x81, 0xFD, 0x59, 0, 1]
        let hasOid = bytes.indices.dropLast(oid.count).contains {
            Array(bytes[$0..<($0 + oid.count)]) == oid
        }
        #expect(hasOid)
    }

    @Test func aCommandGetsTheFieldsAndNoShellReadsThem() throws {
        let instance = try TestInstance()
        let script = instance.paths.state + "/hook"
        let out = instance.paths.state + "/out"
        try "#!/bin/sh\nprintf %s \"$HOLDOVER_ALARM_TEXT\" > '\(out)'\n".write(
            toFile: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: script)
        let hooks = try targets(["HOLDOVER_HOOKS_COMMAND": script])
        #expect(hooks.tell(try message("$(touch /tmp/never); `x`")).isEmpty)
        #expect(try String(contentsOfFile: out, encoding: .utf8) == "$(touch /tmp/never); `x`")
    }

    @Test func aHookThatHangsIsKilledAndTold() throws {
        let instance = try TestInstance()
        let script = instance.paths.state + "/hook"
        try "#!/bin/sh\nexec sleep 600\n".write(
            toFile: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: script)
        let hooks = try targets([
            "HOLDOVER_HOOKS_COMMAND": script, "HOLDOVER_HOOKS_TIMEOUT_MS": "200",
            "HOLDOVER_HOOKS_WEBHOOK": "http://127.0.0.1:1/",
        ])
        let problems = hooks.tell(try message())
        #expect(problems.count == 2)
        #expect(problems.first?.contains("killed") == true)
        #expect(problems.last?.contains("cannot reach") == true)
    }

    @Test func aShelvedAlarmIsToldToNobody() {
        let alarm = Alarm(shelvedUntilWallNanoseconds: 1)
        let event = SequencedEvent(event: Event(kind: .alarmRaised(AlarmRaised(alarm: alarm))))
        #expect(HookMessage(event, instance: "studio") == nil)
    }
}
