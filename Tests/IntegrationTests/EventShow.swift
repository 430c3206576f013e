import Common
import Foundation
import TestKit
import Testing

/// A show of real processes in which everything happens that makes an event. Its state directory is a
/// small file system of its own, so that it can be filled.
final class EventShow {
    let live: LiveInstance
    private let shaders: String

    private static let shader = """
        /*{"ISFVSN": "2", "INPUTS": [
          {"NAME": "level", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1},
          {"NAME": "fire", "TYPE": "event"}]}*/
        void main() { gl_FragColor = vec4(level, 0.5, 0.25, 1.0); }
        """

    init() throws {
        let instance = try TestInstance()
        shaders = try instance.makeShaders(plain: Self.shader)
        live = try TestMount.start(
            ["--format", "320x180p25", "--input", "test:bars", "--shaders", shaders], instance,
            stateSize: "8m", environment: ["HOLDOVER_RUN_DISK_FREE_MB": "1"])
    }

    /// Waits until all of these were counted.
    private func expect(_ names: String...) throws {
        var seen: Set<String> = []
        let isThere = try live.waits(30) {
            seen = try Set(live.instance.eventCounts().map(\.event))
            return seen.isSuperset(of: names)
        }
        #expect(isThere, "not seen: \(Set(names).subtracting(seen).sorted()); \(live.text)")
    }

    @discardableResult
    private func holdover(_ words: String...) throws -> Int32 { try live.holdover(words).code }

    // MARK: What happens

    /// On air with a layer, a page and its broadcasts.
    func start() throws {
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        #expect(try live.waits(20) { try holdover("layer", "add", "plain") == 0 }, "\(live.text)")
        try expect(
            "run_transitioned", "backend_state_changed", "frame_rendered", "input_frame_arrived")
    }

    /// Changes by hand: presets, resets, a refusal, undo of nothing.
    func edit() throws {
        let page = try live.instance.openPage()
        try expect("web_socket_client_connected")
        #expect(try holdover("set", "1", "level", "0.75") == 0)
        #expect(try holdover("preset", "save", "one") == 0)
        #expect(try holdover("preset", "save", "one") != 0)
        #expect(try holdover("preset", "load", "one") == 0)
        #expect(try holdover("preset", "load", "none such") != 0)
        #expect(try holdover("layer", "remove", "99") != 0)
        try live.instance.http("POST", "/layers/1/reset")
        try live.instance.http("POST", "/layers/1/params/fire/trigger")
        try expect(
            "preset_save_failed", "preset_load_failed", "runtime_mutation_rejected",
            "render_reset_applied", "trigger_fired", "runtime_state_broadcast_completed")
        page.kill()
        try expect("web_socket_client_disconnected")
    }

    /// A fader by OSC, many times faster than frames, until it settles; and one that is swept away.
    func automate() throws {
        try osc(
            """
            for i in range(400): send("/holdover/layers/1/params/level", "f", i / 400)
            """)
        try expect(
            "osc_value_received", "osc_value_coalesced", "osc_overlay_applied",
            "osc_overlay_settled", "osc_commit_requested")
        try osc("send(\"/holdover/layers/1/params/level\", \"f\", 0.25)")
        #expect(try holdover("layer", "remove", "1") == 0)
        try expect("transient_state_cleared")
        #expect(try holdover("layer", "add", "plain") == 0)
    }

    private func osc(_ script: String) throws {
        let answer = try live.instance.sendOSC(script)
        #expect(answer.code == 0, "\(answer.errors)")
    }

    /// A shader saved well, saved broken and mended, and a reload by hand.
    func reload() throws {
        func save(_ text: String) throws {
            try text.write(toFile: shaders + "/plain.fs", atomically: true, encoding: .utf8)
        }
        try save(Self.shader + "\n// new")
        try expect(
            "file_change_detected", "runtime_reload_requested", "shader_packages_changed",
            "shader_build_applied", "compile_status_changed")
        try save("/*{}*/ void main() { gl_FragColor = ; }")
        try expect("shader_build_failed")
        try save(Self.shader)
        try live.instance.http("POST", "/reload")
        try expect("manual_reload_requested")
    }

    /// Late and dropped slots, the panic control, black for longer than may be.
    func disturbTheOutput() throws {
        #expect(try holdover("card", "late", "3") == 0)
        try expect("output_late_frame_detected")
        #expect(try holdover("card", "drop", "3") == 0)
        try expect("output_dropped_frame_detected")
        #expect(try holdover("force", "slate") == 0)
        try expect("output_force_changed", "output_source_changed")
        #expect(try holdover("force", "auto") == 0)
        try "/*{}*/ void main() { gl_FragColor = vec4(0.0, 0.0, 0.0, 1.0); }".write(
            toFile: shaders + "/dark.fs", atomically: true, encoding: .utf8)
        #expect(try live.waits(20) { try holdover("layer", "add", "dark") == 0 })
        try expect("signal_defect_started")
        #expect(try holdover("layer", "remove", "2") == 0)
        try expect("signal_defect_ended")
    }

    /// A queue that is given more than it takes, a handler that fails, a process that dies.
    func disturbTheQueues() throws {
        try osc(
            """
            crowd = message("/holdover/layers/1/params/fire")
            bundle = b"#bundle\\0" + struct.pack(">Q", 1)
            bundle += (struct.pack(">I", len(crowd)) + crowd) * 200
            for i in range(40): s.send(bundle)
            """)
        try expect("subsystem_warning_raised", "subsystem_warning_cleared")
        // Where the renderer writes its last snapshot there is a folder now.
        try FileManager.default.createDirectory(
            atPath: live.instance.paths.runtime + "/renderd.a.snapshot.new",
            withIntermediateDirectories: true)
        #expect(try holdover("layer", "bypass", "1", "toggle") == 0)
        try expect("handler_failed")
        #expect(live.kill9("ingressd.capture"))
        try expect("link_state_changed")
    }

    /// A run taken off air and prepared again.
    func runTheRun() throws {
        #expect(try holdover("run", "abort") == 0)
        try expect("run_summary_recorded", "run_output_applied")
        // Whether everything is in order is the host's affair; that it is asked is ours.
        try holdover("run", "prepare")
        try expect("interlock_changed")
    }

    /// An alarm seen, hidden and gone.
    func handleAlarms() throws {
        #expect(try holdover("force", "black") == 0)
        var text = ""
        let isUp = try live.waits(20) {
            text = try live.holdover(["alarm", "list"]).output
            return text.contains("force")
        }
        #expect(isUp, "\(text)")
        #expect(try holdover("alarm", "acknowledge", "output-forced", "outputd") == 0)
        #expect(
            try holdover("alarm", "shelve", "output-forced", "outputd", "--reason", "known") == 0)
        #expect(try holdover("force", "slate") == 0)
        #expect(try holdover("force", "auto") == 0)
        try expect("alarm_acknowledged", "alarm_shelved", "alarm_updated", "alarm_cleared")
    }

    /// A disk without room: the store fails, and with it a loop of the output that logs.
    func fillTheDisk() throws {
        let inside = "/proc/\(live.supervisor)/root\(live.instance.paths.state)/fill"
        _ = try CommandResult.run("/bin/sh", ["-c", "head -c 16M /dev/zero >'\(inside)'"])
        let fails = try live.waits(30) { try holdover("layer", "rename", "1", "full") != 0 }
        #expect(fails)
        try expect("runtime_persistence_failed", "subsystem_recovered")
        unlink(inside)
        #expect(try live.waits(30) { try holdover("layer", "rename", "1", "room") == 0 })
    }
}
