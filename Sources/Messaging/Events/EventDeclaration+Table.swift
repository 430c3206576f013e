extension EventDeclaration {
    /// Every event, in the order of the schema and of docs/EVENTS.md.
    public static let all: [EventDeclaration] =
        control + runtime + shaderBuild + render + backend + health + run

    private static let control = [
        EventDeclaration(
            "osc_value_received", from: "ingressd control", to: "health",
            .coalescedLatest, .telemetry, key: "OSC route"),
        EventDeclaration(
            "osc_value_coalesced", from: "ingressd control", to: "health",
            .observationOnly, .telemetry, key: "OSC route"),
        EventDeclaration(
            "osc_commit_requested", from: "coordinatord", to: "ingressd control, health",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "http_control_mutation_requested", from: "ingressd control", to: "health",
            .observationOnly, .telemetry, key: "operation"),
        EventDeclaration(
            "web_socket_client_connected", from: "ingressd control", to: "health",
            .observationOnly, .telemetry, key: "peer"),
        EventDeclaration(
            "web_socket_client_disconnected", from: "ingressd control", to: "health",
            .observationOnly, .telemetry, key: "peer"),
        EventDeclaration(
            "runtime_state_broadcast_requested", from: "ingressd control",
            to: "ingressd control, health",
            .coalescedLatest, .telemetry, key: "broadcast"),
        EventDeclaration(
            "runtime_state_broadcast_completed", from: "ingressd control", to: "health",
            .observationOnly, .telemetry, key: "broadcast"),
        EventDeclaration(
            "runtime_state_broadcast_failed", from: "ingressd control", to: "health",
            .observationOnly, .telemetry, key: "broadcast"),
        EventDeclaration(
            "file_change_detected", from: "ingressd control", to: "coordinatord, health",
            .coalescedLatest, .telemetry, key: "reload burst"),
        EventDeclaration(
            "manual_reload_requested", from: "ingressd control", to: "coordinatord, health",
            .syncCommandWithEvent, .telemetry, key: nil),
    ]

    private static let runtime = [
        EventDeclaration(
            "runtime_mutation_accepted", from: "coordinatord",
            to: "ingressd control, pages, journal",
            .syncCommandWithEvent, .events, key: nil),
        EventDeclaration(
            "runtime_mutation_rejected", from: "coordinatord",
            to: "ingressd control, pages, journal",
            .syncCommandWithEvent, .events, key: nil),
        EventDeclaration(
            "runtime_state_changed", from: "coordinatord", to: "ingressd control, health",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "runtime_persistence_requested", from: "coordinatord", to: "store, health",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "runtime_persistence_completed", from: "coordinatord", to: "ingressd control, health",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "runtime_persistence_failed", from: "coordinatord",
            to: "ingressd control, alarms, health",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "runtime_reload_requested", from: "coordinatord", to: "renderd, ingressd control",
            .coalescedLatest, .events, key: "reload burst"),
        EventDeclaration(
            "shader_packages_changed", from: "coordinatord", to: "renderd, ingressd control",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "render_snapshot_publish_requested", from: "coordinatord", to: "coordinatord",
            .coalescedLatest, .events, key: "output dimensions"),
        EventDeclaration(
            "runtime_state_presentation_changed", from: "coordinatord", to: "ingressd control",
            .coalescedLatest, .events, key: "broadcast"),
        EventDeclaration(
            "preset_load_succeeded", from: "coordinatord", to: "ingressd control, journal",
            .syncCommandWithEvent, .events, key: nil),
        EventDeclaration(
            "preset_load_failed", from: "coordinatord", to: "ingressd control, journal",
            .syncCommandWithEvent, .events, key: nil),
        EventDeclaration(
            "preset_save_succeeded", from: "coordinatord", to: "ingressd control, journal",
            .syncCommandWithEvent, .events, key: nil),
        EventDeclaration(
            "preset_save_failed", from: "coordinatord", to: "ingressd control, journal",
            .syncCommandWithEvent, .events, key: nil),
        EventDeclaration(
            "transient_state_cleared", from: "coordinatord", to: "renderd, ingressd control",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "state_beat", from: "coordinatord", to: "every subscriber",
            .coalescedLatest, .events, key: "beat (a stream of its own, every 100 ms)"),
    ]

    private static let shaderBuild = [
        EventDeclaration(
            "shader_build_requested", from: "coordinatord", to: "renderd",
            .coalescedLatest, .events, key: "dimensions and preserve-feedback"),
        EventDeclaration(
            "shader_build_prepared", from: "renderd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: "lane and shader"),
        EventDeclaration(
            "shader_build_applied", from: "renderd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: "lane and shader"),
        EventDeclaration(
            "shader_build_failed", from: "renderd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: "lane and shader"),
        EventDeclaration(
            "compile_status_changed", from: "coordinatord", to: "ingressd control, pages",
            .coalescedLatest, .events, key: "shader"),
    ]

    private static let render = [
        EventDeclaration(
            "render_snapshot_published", from: "coordinatord", to: "renderd, ingressd control",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "render_reset_requested", from: "coordinatord", to: "renderd",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "render_reset_applied", from: "renderd", to: "coordinatord",
            .fifoFact, .facts, key: nil),
        EventDeclaration(
            "osc_overlay_applied", from: "coordinatord", to: "renderd, ingressd control",
            .coalescedLatest, .events, key: "OSC route"),
        EventDeclaration(
            "osc_overlay_settled", from: "coordinatord", to: "renderd, ingressd control",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "trigger_fired", from: "coordinatord", to: "renderd, ingressd control",
            .fifoFact, .events, key: "– (triggers never coalesce)"),
        EventDeclaration(
            "frame_rendered", from: "renderd", to: "health",
            .observationOnly, .telemetry, key: "lane"),
        EventDeclaration(
            "preview_frame_available", from: "renderd", to: "health",
            .observationOnly, .telemetry, key: "preview ring"),
        EventDeclaration(
            "lane_status_changed", from: "renderd", to: "coordinatord, outputd, ingressd control",
            .fifoFact, .facts, key: "lane"),
    ]

    private static let backend = [
        EventDeclaration(
            "input_signal_changed", from: "ingressd capture, renderd",
            to: "coordinatord, ingressd control", .fifoFact, .facts, key: "input"),
        EventDeclaration(
            "input_frame_arrived", from: "ingressd capture", to: "health",
            .observationOnly, .telemetry, key: "input"),
        EventDeclaration(
            "output_frame_scheduled", from: "outputd", to: "health",
            .observationOnly, .telemetry, key: "scheduled"),
        EventDeclaration(
            "output_frame_completed", from: "outputd", to: "health",
            .observationOnly, .telemetry, key: "completed"),
        EventDeclaration(
            "output_late_frame_detected", from: "outputd", to: "health",
            .observationOnly, .telemetry, key: "late"),
        EventDeclaration(
            "output_dropped_frame_detected", from: "outputd", to: "health",
            .observationOnly, .telemetry, key: "dropped"),
        EventDeclaration(
            "backend_state_changed", from: "outputd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: "device"),
        EventDeclaration(
            "output_force_changed", from: "outputd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: "force"),
        EventDeclaration(
            "output_source_changed", from: "outputd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: nil),
        EventDeclaration(
            "run_output_applied", from: "outputd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: "run output"),
    ]

    private static let health = [
        EventDeclaration(
            "subsystem_warning_raised", from: "every process", to: "health",
            .observationOnly, .telemetry, key: "subsystem and code"),
        EventDeclaration(
            "subsystem_warning_cleared", from: "every process", to: "health",
            .observationOnly, .telemetry, key: "subsystem and code"),
        EventDeclaration(
            "subsystem_recovered", from: "every process", to: "coordinatord, health",
            .fifoFact, .facts, key: nil),
        EventDeclaration(
            "timing_sample_recorded", from: "every process", to: "health",
            .coalescedLatest, .telemetry, key: "metric key"),
        EventDeclaration(
            "queue_depth_changed", from: "every process", to: "health",
            .coalescedLatest, .telemetry, key: "metric key"),
        EventDeclaration(
            "handler_failed", from: "every process", to: "coordinatord, health",
            .fifoFact, .facts, key: nil),
    ]

    private static let run = [
        EventDeclaration(
            "run_transitioned", from: "coordinatord", to: "every subscriber",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "interlock_changed", from: "coordinatord", to: "ingressd control",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "run_summary_recorded", from: "coordinatord", to: "ingressd control, journal",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "alarm_raised", from: "coordinatord", to: "ingressd control, pages, journal",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "alarm_updated", from: "coordinatord", to: "ingressd control, pages, journal",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "alarm_acknowledged", from: "coordinatord", to: "ingressd control, pages, journal",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "alarm_cleared", from: "coordinatord", to: "ingressd control, pages, journal",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "alarm_shelved", from: "coordinatord", to: "ingressd control, pages, journal",
            .fifoFact, .events, key: nil),
        EventDeclaration(
            "signal_defect_started", from: "outputd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: nil),
        EventDeclaration(
            "signal_defect_ended", from: "outputd", to: "coordinatord, ingressd control",
            .fifoFact, .facts, key: nil),
        EventDeclaration(
            "link_state_changed", from: "coordinatord", to: "ingressd control, pages",
            .fifoFact, .events, key: nil),
    ]
}
