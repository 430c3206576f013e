import Common
import Foundation
import TestKit
import Testing

/// The flows of the event model through a whole show, as `holdover events --operation ID` prints them.
@Suite(.serialized, .realTime) struct PrintedFlowTests {
    /// One line of what is printed.
    private struct Line: Equatable, CustomStringConvertible {
        let producer: String
        let name: String
        var description: String { "\(producer) \(name)" }
    }

    private static let shader = """
        /*{"ISFVSN": "2", "INPUTS": [
          {"NAME": "level", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1}]}*/
        void main() { gl_FragColor = vec4(level); }
        """

    /// What an operation led to, by line; empty while nothing is known of it.
    private func printed(_ operation: String, _ live: LiveInstance) throws -> [Line] {
        try live.holdover(["events", "--operation", operation]).output.split(separator: "\n")
            .compactMap { line in
                let words = line.components(separatedBy: "  ")
                return words.count > 3 ? Line(producer: words[1], name: words[3]) : nil
            }
    }

    /// The operation of the newest event of this name.
    private func operation(of name: String, _ live: LiveInstance) throws -> String? {
        try live.holdover(["events"]).output.split(separator: "\n").reversed().lazy
            .map { $0.components(separatedBy: "  ") }
            .first { $0.count > 2 && $0[1] == name && !$0[2].isEmpty }?[2]
    }

    /// Waits until the newest operation that led to `trigger` has led to all of `flow`, in this order.
    private func expect(_ flow: [Line], from trigger: String, _ live: LiveInstance) throws {
        var lines: [Line] = []
        let isThere = try live.waits(30) {
            guard let operation = try operation(of: trigger, live) else { return false }
            lines = try printed(operation, live)
            var rest = flow[...]
            for line in lines where line == rest.first { rest = rest.dropFirst() }
            return rest.isEmpty
        }
        #expect(isThere, "\(lines) does not go through \(flow)")
    }

    @Test(.timeLimit(.minutes(3)))
    func everyFlowIsPrintedInOrderAcrossItsProcesses() throws {
        let instance = try TestInstance()
        let shaders = try instance.makeShaders(plain: Self.shader)
        func save(_ text: String) throws {
            try text.write(toFile: shaders + "/plain.fs", atomically: true, encoding: .utf8)
        }
        let live = try LiveInstance(
            ["--format", "320x180p25", "--input", "test:bars", "--shaders", shaders],
            instance: instance)
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        #expect(try live.waits(20) { try live.holdover(["layer", "add", "plain"]).code == 0 })
        try save(Self.shader + "\n// new")
        let reload = [
            Line(producer: "ingressd.control", name: "file_change_detected"),
            Line(producer: "coordinatord", name: "runtime_mutation_accepted"),
            Line(producer: "coordinatord", name: "runtime_reload_requested"),
            Line(producer: "coordinatord", name: "shader_packages_changed"),
            Line(producer: "coordinatord", name: "shader_build_requested"),
        ]
        let built = [
            Line(producer: "renderd.a", name: "shader_build_prepared"),
            Line(producer: "renderd.a", name: "shader_build_applied"),
        ]
        try expect(reload + built, from: "shader_build_applied", live)
        try save(Self.shader.replacing("vec4(level)", with: "vec4(level"))
        let failed = [Line(producer: "renderd.a", name: "shader_build_failed")]
        try expect(reload + failed, from: "shader_build_failed", live)
        try save(Self.shader)
        try expect(reload + built, from: "shader_build_applied", live)
        try byHand(live)
        try byFader(live)
        try signal(live)
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
    }

    /// A change and a reload by HTTP, the change with a page to be told of it.
    private func byHand(_ live: LiveInstance) throws {
        let page = try live.instance.openPage()
        usleep(500_000)
        #expect(
            try live.instance.http("PUT", "/layers/1/params/level", "{\"value\": 0.75}").output
                .contains(
                    "accepted"))
        try expect(
            [
                Line(producer: "ingressd.control", name: "http_control_mutation_requested"),
                Line(producer: "coordinatord", name: "runtime_mutation_accepted"),
                Line(producer: "coordinatord", name: "runtime_state_changed"),
                Line(producer: "coordinatord", name: "runtime_state_presentation_changed"),
                Line(producer: "ingressd.control", name: "runtime_state_broadcast_requested"),
                Line(producer: "ingressd.control", name: "runtime_state_broadcast_completed"),
            ], from: "runtime_state_presentation_changed", live)
        page.kill()
        try live.instance.http("POST", "/reload")
        try expect(
            [
                Line(producer: "ingressd.control", name: "manual_reload_requested"),
                Line(producer: "coordinatord", name: "runtime_mutation_accepted"),
                Line(producer: "coordinatord", name: "runtime_reload_requested"),
            ], from: "runtime_reload_requested", live)
    }

    /// A fader by OSC, from its datagram to what it settled at.
    private func byFader(_ live: LiveInstance) throws {
        let sent = try live.instance.sendOSC(
            "send(\"/holdover/layers/1/params/level\", \"f\", 0.25)")
        #expect(sent.code == 0, "\(sent.errors)")
        try expect(
            [
                Line(producer: "ingressd.control", name: "osc_value_received"),
                Line(producer: "coordinatord", name: "runtime_mutation_accepted"),
                Line(producer: "coordinatord", name: "osc_overlay_applied"),
                Line(producer: "coordinatord", name: "osc_commit_requested"),
                Line(producer: "coordinatord", name: "osc_overlay_settled"),
                Line(producer: "coordinatord", name: "render_snapshot_published"),
            ], from: "osc_overlay_settled", live)
    }

    /// An input that is back: told by the process that has it.
    private func signal(_ live: LiveInstance) throws {
        let restarts = live.restarts(of: "ingressd.capture")
        #expect(live.kill9("ingressd.capture"))
        #expect(live.waits(20) { live.restarts(of: "ingressd.capture") > restarts })
        try expect(
            [Line(producer: "ingressd.capture", name: "input_signal_changed")],
            from: "input_signal_changed", live)
    }
}
