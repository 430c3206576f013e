// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Something that happened. Failures are events too. docs/EVENTS.md has a row for each.
public struct Event: Sendable, Hashable {
    /// The alternatives of `kind`.
    public enum Kind: Sendable, Hashable {
        /// An OSC value came in.
        case oscValueReceived(OscValueReceived)
        /// OSC values were collapsed into the newest.
        case oscValueCoalesced(OscValueCoalesced)
        /// A route has been quiet: commit it.
        case oscCommitRequested(OscCommitRequested)
        /// HTTP asks for a change.
        case httpControlMutationRequested(HttpControlMutationRequested)
        /// A page connected.
        case webSocketClientConnected(WebSocketClientConnected)
        /// A page left.
        case webSocketClientDisconnected(WebSocketClientDisconnected)
        /// Pages need an update.
        case runtimeStateBroadcastRequested(RuntimeStateBroadcastRequested)
        /// They got it.
        case runtimeStateBroadcastCompleted(RuntimeStateBroadcastCompleted)
        /// Some did not.
        case runtimeStateBroadcastFailed(RuntimeStateBroadcastFailed)
        /// A watched file changed.
        case fileChangeDetected(FileChangeDetected)
        /// Somebody pressed reload.
        case manualReloadRequested(ManualReloadRequested)
        /// A command was accepted.
        case runtimeMutationAccepted(RuntimeMutationAccepted)
        /// A command was refused.
        case runtimeMutationRejected(RuntimeMutationRejected)
        /// The state has a new version.
        case runtimeStateChanged(RuntimeStateChanged)
        /// A record was queued.
        case runtimePersistenceRequested(RuntimePersistenceRequested)
        /// Records are on disk.
        case runtimePersistenceCompleted(RuntimePersistenceCompleted)
        /// The store could not write.
        case runtimePersistenceFailed(RuntimePersistenceFailed)
        /// Shaders are to be read again.
        case runtimeReloadRequested(RuntimeReloadRequested)
        /// The package list changed.
        case shaderPackagesChanged(ShaderPackagesChanged)
        /// A snapshot is due.
        case renderSnapshotPublishRequested(RenderSnapshotPublishRequested)
        /// Read model changed.
        case runtimeStatePresentationChanged(RuntimeStatePresentationChanged)
        /// A preset was loaded.
        case presetLoadSucceeded(PresetLoadSucceeded)
        /// A preset could not be loaded.
        case presetLoadFailed(PresetLoadFailed)
        /// A preset was saved.
        case presetSaveSucceeded(PresetSaveSucceeded)
        /// A preset could not be saved.
        case presetSaveFailed(PresetSaveFailed)
        /// Overlay or history was dropped.
        case transientStateCleared(TransientStateCleared)
        /// Every 100 ms: head sequence and state version.
        case stateBeat(StateBeat)
        /// A build is wanted.
        case shaderBuildRequested(ShaderBuildRequested)
        /// A lane has it ready to swap.
        case shaderBuildPrepared(ShaderBuildPrepared)
        /// A lane draws with it.
        case shaderBuildApplied(ShaderBuildApplied)
        /// A lane could not build it.
        case shaderBuildFailed(ShaderBuildFailed)
        /// What the operator sees of it.
        case compileStatusChanged(CompileStatusChanged)
        /// The whole snapshot.
        case renderSnapshotPublished(RenderSnapshotPublished)
        /// Render-local state is to be reset.
        case renderResetRequested(RenderResetRequested)
        /// A lane has reset it.
        case renderResetApplied(RenderResetApplied)
        /// An overlay value moves.
        case oscOverlayApplied(OscOverlayApplied)
        /// Overlay became committed state.
        case oscOverlaySettled(OscOverlaySettled)
        /// A trigger fires at an index.
        case triggerFired(TriggerFired)
        /// A lane finished a frame.
        case frameRendered(FrameRendered)
        /// A preview picture is ready.
        case previewFrameAvailable(PreviewFrameAvailable)
        /// A lane became selectable or not.
        case laneStatusChanged(LaneStatusChanged)
        /// An input came, went or changed format.
        case inputSignalChanged(InputSignalChanged)
        /// An input frame was captured.
        case inputFrameArrived(InputFrameArrived)
        /// A slot was scheduled.
        case outputFrameScheduled(OutputFrameScheduled)
        /// A slot was displayed.
        case outputFrameCompleted(OutputFrameCompleted)
        /// A slot was late.
        case outputLateFrameDetected(OutputLateFrameDetected)
        /// A slot was dropped.
        case outputDroppedFrameDetected(OutputDroppedFrameDetected)
        /// A device moved in its lifecycle.
        case backendStateChanged(BackendStateChanged)
        /// The panic control was used.
        case outputForceChanged(OutputForceChanged)
        /// What is aired changed.
        case outputSourceChanged(OutputSourceChanged)
        /// The output shows what the run wants.
        case runOutputApplied(RunOutputApplied)
        /// Something is not well.
        case subsystemWarningRaised(SubsystemWarningRaised)
        /// It is well again.
        case subsystemWarningCleared(SubsystemWarningCleared)
        /// It restarted by itself.
        case subsystemRecovered(SubsystemRecovered)
        /// A measured duration.
        case timingSampleRecorded(TimingSampleRecorded)
        /// A queue's depth.
        case queueDepthChanged(QueueDepthChanged)
        /// A handler threw; its loop goes on.
        case handlerFailed(HandlerFailed)
        /// The run changed state.
        case runTransitioned(RunTransitioned)
        /// A condition of going on air changed.
        case interlockChanged(InterlockChanged)
        /// A run has its one summary.
        case runSummaryRecorded(RunSummaryRecorded)
        /// An alarm stands.
        case alarmRaised(AlarmRaised)
        /// It changed.
        case alarmUpdated(AlarmUpdated)
        /// Somebody has seen it.
        case alarmAcknowledged(AlarmAcknowledged)
        /// It stands no more.
        case alarmCleared(AlarmCleared)
        /// It is hidden for a while, or shown again.
        case alarmShelved(AlarmShelved)
        /// What is on air has a defect.
        case signalDefectStarted(SignalDefectStarted)
        /// It is over.
        case signalDefectEnded(SignalDefectEnded)
        /// A daemon, device or input came or went.
        case linkStateChanged(LinkStateChanged)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .oscValueReceived: "osc_value_received"
            case .oscValueCoalesced: "osc_value_coalesced"
            case .oscCommitRequested: "osc_commit_requested"
            case .httpControlMutationRequested: "http_control_mutation_requested"
            case .webSocketClientConnected: "web_socket_client_connected"
            case .webSocketClientDisconnected: "web_socket_client_disconnected"
            case .runtimeStateBroadcastRequested: "runtime_state_broadcast_requested"
            case .runtimeStateBroadcastCompleted: "runtime_state_broadcast_completed"
            case .runtimeStateBroadcastFailed: "runtime_state_broadcast_failed"
            case .fileChangeDetected: "file_change_detected"
            case .manualReloadRequested: "manual_reload_requested"
            case .runtimeMutationAccepted: "runtime_mutation_accepted"
            case .runtimeMutationRejected: "runtime_mutation_rejected"
            case .runtimeStateChanged: "runtime_state_changed"
            case .runtimePersistenceRequested: "runtime_persistence_requested"
            case .runtimePersistenceCompleted: "runtime_persistence_completed"
            case .runtimePersistenceFailed: "runtime_persistence_failed"
            case .runtimeReloadRequested: "runtime_reload_requested"
            case .shaderPackagesChanged: "shader_packages_changed"
            case .renderSnapshotPublishRequested: "render_snapshot_publish_requested"
            case .runtimeStatePresentationChanged: "runtime_state_presentation_changed"
            case .presetLoadSucceeded: "preset_load_succeeded"
            case .presetLoadFailed: "preset_load_failed"
            case .presetSaveSucceeded: "preset_save_succeeded"
            case .presetSaveFailed: "preset_save_failed"
            case .transientStateCleared: "transient_state_cleared"
            case .stateBeat: "state_beat"
            case .shaderBuildRequested: "shader_build_requested"
            case .shaderBuildPrepared: "shader_build_prepared"
            case .shaderBuildApplied: "shader_build_applied"
            case .shaderBuildFailed: "shader_build_failed"
            case .compileStatusChanged: "compile_status_changed"
            case .renderSnapshotPublished: "render_snapshot_published"
            case .renderResetRequested: "render_reset_requested"
            case .renderResetApplied: "render_reset_applied"
            case .oscOverlayApplied: "osc_overlay_applied"
            case .oscOverlaySettled: "osc_overlay_settled"
            case .triggerFired: "trigger_fired"
            case .frameRendered: "frame_rendered"
            case .previewFrameAvailable: "preview_frame_available"
            case .laneStatusChanged: "lane_status_changed"
            case .inputSignalChanged: "input_signal_changed"
            case .inputFrameArrived: "input_frame_arrived"
            case .outputFrameScheduled: "output_frame_scheduled"
            case .outputFrameCompleted: "output_frame_completed"
            case .outputLateFrameDetected: "output_late_frame_detected"
            case .outputDroppedFrameDetected: "output_dropped_frame_detected"
            case .backendStateChanged: "backend_state_changed"
            case .outputForceChanged: "output_force_changed"
            case .outputSourceChanged: "output_source_changed"
            case .runOutputApplied: "run_output_applied"
            case .subsystemWarningRaised: "subsystem_warning_raised"
            case .subsystemWarningCleared: "subsystem_warning_cleared"
            case .subsystemRecovered: "subsystem_recovered"
            case .timingSampleRecorded: "timing_sample_recorded"
            case .queueDepthChanged: "queue_depth_changed"
            case .handlerFailed: "handler_failed"
            case .runTransitioned: "run_transitioned"
            case .interlockChanged: "interlock_changed"
            case .runSummaryRecorded: "run_summary_recorded"
            case .alarmRaised: "alarm_raised"
            case .alarmUpdated: "alarm_updated"
            case .alarmAcknowledged: "alarm_acknowledged"
            case .alarmCleared: "alarm_cleared"
            case .alarmShelved: "alarm_shelved"
            case .signalDefectStarted: "signal_defect_started"
            case .signalDefectEnded: "signal_defect_ended"
            case .linkStateChanged: "link_state_changed"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "osc_value_received",
            "osc_value_coalesced",
            "osc_commit_requested",
            "http_control_mutation_requested",
            "web_socket_client_connected",
            "web_socket_client_disconnected",
            "runtime_state_broadcast_requested",
            "runtime_state_broadcast_completed",
            "runtime_state_broadcast_failed",
            "file_change_detected",
            "manual_reload_requested",
            "runtime_mutation_accepted",
            "runtime_mutation_rejected",
            "runtime_state_changed",
            "runtime_persistence_requested",
            "runtime_persistence_completed",
            "runtime_persistence_failed",
            "runtime_reload_requested",
            "shader_packages_changed",
            "render_snapshot_publish_requested",
            "runtime_state_presentation_changed",
            "preset_load_succeeded",
            "preset_load_failed",
            "preset_save_succeeded",
            "preset_save_failed",
            "transient_state_cleared",
            "state_beat",
            "shader_build_requested",
            "shader_build_prepared",
            "shader_build_applied",
            "shader_build_failed",
            "compile_status_changed",
            "render_snapshot_published",
            "render_reset_requested",
            "render_reset_applied",
            "osc_overlay_applied",
            "osc_overlay_settled",
            "trigger_fired",
            "frame_rendered",
            "preview_frame_available",
            "lane_status_changed",
            "input_signal_changed",
            "input_frame_arrived",
            "output_frame_scheduled",
            "output_frame_completed",
            "output_late_frame_detected",
            "output_dropped_frame_detected",
            "backend_state_changed",
            "output_force_changed",
            "output_source_changed",
            "run_output_applied",
            "subsystem_warning_raised",
            "subsystem_warning_cleared",
            "subsystem_recovered",
            "timing_sample_recorded",
            "queue_depth_changed",
            "handler_failed",
            "run_transitioned",
            "interlock_changed",
            "run_summary_recorded",
            "alarm_raised",
            "alarm_updated",
            "alarm_acknowledged",
            "alarm_cleared",
            "alarm_shelved",
            "signal_defect_started",
            "signal_defect_ended",
            "link_state_changed",
        ]
    }

    /// Which of them; nil: none, or one this build does not know.
    public var kind: Kind? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: Kind? = nil
    ) {
        self.kind = kind
    }
}

extension Event: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Event" }

    typealias Raw = Holdover__Event

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__event__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__event__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__event__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__event__init(raw)
        try lowerKind(into: raw, arena)
        return raw
    }

    private func lowerKind(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch kind {
        case .oscValueReceived(let value):
            raw.pointee.osc_value_received = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OSC_VALUE_RECEIVED
        case .oscValueCoalesced(let value):
            raw.pointee.osc_value_coalesced = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OSC_VALUE_COALESCED
        case .oscCommitRequested(let value):
            raw.pointee.osc_commit_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OSC_COMMIT_REQUESTED
        case .httpControlMutationRequested(let value):
            raw.pointee.http_control_mutation_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_HTTP_CONTROL_MUTATION_REQUESTED
        case .webSocketClientConnected(let value):
            raw.pointee.web_socket_client_connected = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_WEB_SOCKET_CLIENT_CONNECTED
        case .webSocketClientDisconnected(let value):
            raw.pointee.web_socket_client_disconnected = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_WEB_SOCKET_CLIENT_DISCONNECTED
        case .runtimeStateBroadcastRequested(let value):
            raw.pointee.runtime_state_broadcast_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_STATE_BROADCAST_REQUESTED
        case .runtimeStateBroadcastCompleted(let value):
            raw.pointee.runtime_state_broadcast_completed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_STATE_BROADCAST_COMPLETED
        case .runtimeStateBroadcastFailed(let value):
            raw.pointee.runtime_state_broadcast_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_STATE_BROADCAST_FAILED
        case .fileChangeDetected(let value):
            raw.pointee.file_change_detected = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_FILE_CHANGE_DETECTED
        case .manualReloadRequested(let value):
            raw.pointee.manual_reload_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_MANUAL_RELOAD_REQUESTED
        case .runtimeMutationAccepted(let value):
            raw.pointee.runtime_mutation_accepted = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_MUTATION_ACCEPTED
        case .runtimeMutationRejected(let value):
            raw.pointee.runtime_mutation_rejected = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_MUTATION_REJECTED
        case .runtimeStateChanged(let value):
            raw.pointee.runtime_state_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_STATE_CHANGED
        case .runtimePersistenceRequested(let value):
            raw.pointee.runtime_persistence_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_PERSISTENCE_REQUESTED
        case .runtimePersistenceCompleted(let value):
            raw.pointee.runtime_persistence_completed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_PERSISTENCE_COMPLETED
        case .runtimePersistenceFailed(let value):
            raw.pointee.runtime_persistence_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_PERSISTENCE_FAILED
        case .runtimeReloadRequested(let value):
            raw.pointee.runtime_reload_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_RELOAD_REQUESTED
        case .shaderPackagesChanged(let value):
            raw.pointee.shader_packages_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SHADER_PACKAGES_CHANGED
        case .renderSnapshotPublishRequested(let value):
            raw.pointee.render_snapshot_publish_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RENDER_SNAPSHOT_PUBLISH_REQUESTED
        case .runtimeStatePresentationChanged(let value):
            raw.pointee.runtime_state_presentation_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUNTIME_STATE_PRESENTATION_CHANGED
        case .presetLoadSucceeded(let value):
            raw.pointee.preset_load_succeeded = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_PRESET_LOAD_SUCCEEDED
        case .presetLoadFailed(let value):
            raw.pointee.preset_load_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_PRESET_LOAD_FAILED
        case .presetSaveSucceeded(let value):
            raw.pointee.preset_save_succeeded = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_PRESET_SAVE_SUCCEEDED
        case .presetSaveFailed(let value):
            raw.pointee.preset_save_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_PRESET_SAVE_FAILED
        case .transientStateCleared(let value):
            raw.pointee.transient_state_cleared = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_TRANSIENT_STATE_CLEARED
        case .stateBeat(let value):
            raw.pointee.state_beat = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_STATE_BEAT
        case .shaderBuildRequested(let value):
            raw.pointee.shader_build_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SHADER_BUILD_REQUESTED
        case .shaderBuildPrepared(let value):
            raw.pointee.shader_build_prepared = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SHADER_BUILD_PREPARED
        case .shaderBuildApplied(let value):
            raw.pointee.shader_build_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SHADER_BUILD_APPLIED
        case .shaderBuildFailed(let value):
            raw.pointee.shader_build_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SHADER_BUILD_FAILED
        case .compileStatusChanged(let value):
            raw.pointee.compile_status_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_COMPILE_STATUS_CHANGED
        case .renderSnapshotPublished(let value):
            raw.pointee.render_snapshot_published = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RENDER_SNAPSHOT_PUBLISHED
        case .renderResetRequested(let value):
            raw.pointee.render_reset_requested = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RENDER_RESET_REQUESTED
        case .renderResetApplied(let value):
            raw.pointee.render_reset_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RENDER_RESET_APPLIED
        case .oscOverlayApplied(let value):
            raw.pointee.osc_overlay_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OSC_OVERLAY_APPLIED
        case .oscOverlaySettled(let value):
            raw.pointee.osc_overlay_settled = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OSC_OVERLAY_SETTLED
        case .triggerFired(let value):
            raw.pointee.trigger_fired = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_TRIGGER_FIRED
        case .frameRendered(let value):
            raw.pointee.frame_rendered = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_FRAME_RENDERED
        case .previewFrameAvailable(let value):
            raw.pointee.preview_frame_available = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_PREVIEW_FRAME_AVAILABLE
        case .laneStatusChanged(let value):
            raw.pointee.lane_status_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_LANE_STATUS_CHANGED
        case .inputSignalChanged(let value):
            raw.pointee.input_signal_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_INPUT_SIGNAL_CHANGED
        case .inputFrameArrived(let value):
            raw.pointee.input_frame_arrived = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_INPUT_FRAME_ARRIVED
        case .outputFrameScheduled(let value):
            raw.pointee.output_frame_scheduled = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OUTPUT_FRAME_SCHEDULED
        case .outputFrameCompleted(let value):
            raw.pointee.output_frame_completed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OUTPUT_FRAME_COMPLETED
        case .outputLateFrameDetected(let value):
            raw.pointee.output_late_frame_detected = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OUTPUT_LATE_FRAME_DETECTED
        case .outputDroppedFrameDetected(let value):
            raw.pointee.output_dropped_frame_detected = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OUTPUT_DROPPED_FRAME_DETECTED
        case .backendStateChanged(let value):
            raw.pointee.backend_state_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_BACKEND_STATE_CHANGED
        case .outputForceChanged(let value):
            raw.pointee.output_force_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OUTPUT_FORCE_CHANGED
        case .outputSourceChanged(let value):
            raw.pointee.output_source_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_OUTPUT_SOURCE_CHANGED
        case .runOutputApplied(let value):
            raw.pointee.run_output_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUN_OUTPUT_APPLIED
        case .subsystemWarningRaised(let value):
            raw.pointee.subsystem_warning_raised = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SUBSYSTEM_WARNING_RAISED
        case .subsystemWarningCleared(let value):
            raw.pointee.subsystem_warning_cleared = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SUBSYSTEM_WARNING_CLEARED
        case .subsystemRecovered(let value):
            raw.pointee.subsystem_recovered = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SUBSYSTEM_RECOVERED
        case .timingSampleRecorded(let value):
            raw.pointee.timing_sample_recorded = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_TIMING_SAMPLE_RECORDED
        case .queueDepthChanged(let value):
            raw.pointee.queue_depth_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_QUEUE_DEPTH_CHANGED
        case .handlerFailed(let value):
            raw.pointee.handler_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_HANDLER_FAILED
        case .runTransitioned(let value):
            raw.pointee.run_transitioned = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUN_TRANSITIONED
        case .interlockChanged(let value):
            raw.pointee.interlock_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_INTERLOCK_CHANGED
        case .runSummaryRecorded(let value):
            raw.pointee.run_summary_recorded = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_RUN_SUMMARY_RECORDED
        case .alarmRaised(let value):
            raw.pointee.alarm_raised = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_ALARM_RAISED
        case .alarmUpdated(let value):
            raw.pointee.alarm_updated = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_ALARM_UPDATED
        case .alarmAcknowledged(let value):
            raw.pointee.alarm_acknowledged = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_ALARM_ACKNOWLEDGED
        case .alarmCleared(let value):
            raw.pointee.alarm_cleared = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_ALARM_CLEARED
        case .alarmShelved(let value):
            raw.pointee.alarm_shelved = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_ALARM_SHELVED
        case .signalDefectStarted(let value):
            raw.pointee.signal_defect_started = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SIGNAL_DEFECT_STARTED
        case .signalDefectEnded(let value):
            raw.pointee.signal_defect_ended = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_SIGNAL_DEFECT_ENDED
        case .linkStateChanged(let value):
            raw.pointee.link_state_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__EVENT__KIND_LINK_STATE_CHANGED
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = try Self.raiseKind(raw)
    }

    private static func raiseKind(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Kind? {
        switch raw.pointee.kind_case {
        case HOLDOVER__EVENT__KIND_OSC_VALUE_RECEIVED:
            try .oscValueReceived(
                OscValueReceived(raising: wirePointer(raw.pointee.osc_value_received)))
        case HOLDOVER__EVENT__KIND_OSC_VALUE_COALESCED:
            try .oscValueCoalesced(
                OscValueCoalesced(raising: wirePointer(raw.pointee.osc_value_coalesced)))
        case HOLDOVER__EVENT__KIND_OSC_COMMIT_REQUESTED:
            try .oscCommitRequested(
                OscCommitRequested(raising: wirePointer(raw.pointee.osc_commit_requested)))
        case HOLDOVER__EVENT__KIND_HTTP_CONTROL_MUTATION_REQUESTED:
            try .httpControlMutationRequested(
                HttpControlMutationRequested(
                    raising: wirePointer(raw.pointee.http_control_mutation_requested)))
        case HOLDOVER__EVENT__KIND_WEB_SOCKET_CLIENT_CONNECTED:
            try .webSocketClientConnected(
                WebSocketClientConnected(
                    raising: wirePointer(raw.pointee.web_socket_client_connected)))
        case HOLDOVER__EVENT__KIND_WEB_SOCKET_CLIENT_DISCONNECTED:
            try .webSocketClientDisconnected(
                WebSocketClientDisconnected(
                    raising: wirePointer(raw.pointee.web_socket_client_disconnected)))
        case HOLDOVER__EVENT__KIND_RUNTIME_STATE_BROADCAST_REQUESTED:
            try .runtimeStateBroadcastRequested(
                RuntimeStateBroadcastRequested(
                    raising: wirePointer(raw.pointee.runtime_state_broadcast_requested)))
        case HOLDOVER__EVENT__KIND_RUNTIME_STATE_BROADCAST_COMPLETED:
            try .runtimeStateBroadcastCompleted(
                RuntimeStateBroadcastCompleted(
                    raising: wirePointer(raw.pointee.runtime_state_broadcast_completed)))
        case HOLDOVER__EVENT__KIND_RUNTIME_STATE_BROADCAST_FAILED:
            try .runtimeStateBroadcastFailed(
                RuntimeStateBroadcastFailed(
                    raising: wirePointer(raw.pointee.runtime_state_broadcast_failed)))
        case HOLDOVER__EVENT__KIND_FILE_CHANGE_DETECTED:
            try .fileChangeDetected(
                FileChangeDetected(raising: wirePointer(raw.pointee.file_change_detected)))
        case HOLDOVER__EVENT__KIND_MANUAL_RELOAD_REQUESTED:
            try .manualReloadRequested(
                ManualReloadRequested(raising: wirePointer(raw.pointee.manual_reload_requested)))
        case HOLDOVER__EVENT__KIND_RUNTIME_MUTATION_ACCEPTED:
            try .runtimeMutationAccepted(
                RuntimeMutationAccepted(
                    raising: wirePointer(raw.pointee.runtime_mutation_accepted)))
        case HOLDOVER__EVENT__KIND_RUNTIME_MUTATION_REJECTED:
            try .runtimeMutationRejected(
                RuntimeMutationRejected(
                    raising: wirePointer(raw.pointee.runtime_mutation_rejected)))
        case HOLDOVER__EVENT__KIND_RUNTIME_STATE_CHANGED:
            try .runtimeStateChanged(
                RuntimeStateChanged(raising: wirePointer(raw.pointee.runtime_state_changed)))
        case HOLDOVER__EVENT__KIND_RUNTIME_PERSISTENCE_REQUESTED:
            try .runtimePersistenceRequested(
                RuntimePersistenceRequested(
                    raising: wirePointer(raw.pointee.runtime_persistence_requested)))
        case HOLDOVER__EVENT__KIND_RUNTIME_PERSISTENCE_COMPLETED:
            try .runtimePersistenceCompleted(
                RuntimePersistenceCompleted(
                    raising: wirePointer(raw.pointee.runtime_persistence_completed)))
        case HOLDOVER__EVENT__KIND_RUNTIME_PERSISTENCE_FAILED:
            try .runtimePersistenceFailed(
                RuntimePersistenceFailed(
                    raising: wirePointer(raw.pointee.runtime_persistence_failed)))
        case HOLDOVER__EVENT__KIND_RUNTIME_RELOAD_REQUESTED:
            try .runtimeReloadRequested(
                RuntimeReloadRequested(raising: wirePointer(raw.pointee.runtime_reload_requested)))
        case HOLDOVER__EVENT__KIND_SHADER_PACKAGES_CHANGED:
            try .shaderPackagesChanged(
                ShaderPackagesChanged(raising: wirePointer(raw.pointee.shader_packages_changed)))
        case HOLDOVER__EVENT__KIND_RENDER_SNAPSHOT_PUBLISH_REQUESTED:
            try .renderSnapshotPublishRequested(
                RenderSnapshotPublishRequested(
                    raising: wirePointer(raw.pointee.render_snapshot_publish_requested)))
        case HOLDOVER__EVENT__KIND_RUNTIME_STATE_PRESENTATION_CHANGED:
            try .runtimeStatePresentationChanged(
                RuntimeStatePresentationChanged(
                    raising: wirePointer(raw.pointee.runtime_state_presentation_changed)))
        case HOLDOVER__EVENT__KIND_PRESET_LOAD_SUCCEEDED:
            try .presetLoadSucceeded(
                PresetLoadSucceeded(raising: wirePointer(raw.pointee.preset_load_succeeded)))
        case HOLDOVER__EVENT__KIND_PRESET_LOAD_FAILED:
            try .presetLoadFailed(
                PresetLoadFailed(raising: wirePointer(raw.pointee.preset_load_failed)))
        case HOLDOVER__EVENT__KIND_PRESET_SAVE_SUCCEEDED:
            try .presetSaveSucceeded(
                PresetSaveSucceeded(raising: wirePointer(raw.pointee.preset_save_succeeded)))
        case HOLDOVER__EVENT__KIND_PRESET_SAVE_FAILED:
            try .presetSaveFailed(
                PresetSaveFailed(raising: wirePointer(raw.pointee.preset_save_failed)))
        case HOLDOVER__EVENT__KIND_TRANSIENT_STATE_CLEARED:
            try .transientStateCleared(
                TransientStateCleared(raising: wirePointer(raw.pointee.transient_state_cleared)))
        case HOLDOVER__EVENT__KIND_STATE_BEAT:
            try .stateBeat(StateBeat(raising: wirePointer(raw.pointee.state_beat)))
        case HOLDOVER__EVENT__KIND_SHADER_BUILD_REQUESTED:
            try .shaderBuildRequested(
                ShaderBuildRequested(raising: wirePointer(raw.pointee.shader_build_requested)))
        case HOLDOVER__EVENT__KIND_SHADER_BUILD_PREPARED:
            try .shaderBuildPrepared(
                ShaderBuildPrepared(raising: wirePointer(raw.pointee.shader_build_prepared)))
        case HOLDOVER__EVENT__KIND_SHADER_BUILD_APPLIED:
            try .shaderBuildApplied(
                ShaderBuildApplied(raising: wirePointer(raw.pointee.shader_build_applied)))
        case HOLDOVER__EVENT__KIND_SHADER_BUILD_FAILED:
            try .shaderBuildFailed(
                ShaderBuildFailed(raising: wirePointer(raw.pointee.shader_build_failed)))
        case HOLDOVER__EVENT__KIND_COMPILE_STATUS_CHANGED:
            try .compileStatusChanged(
                CompileStatusChanged(raising: wirePointer(raw.pointee.compile_status_changed)))
        case HOLDOVER__EVENT__KIND_RENDER_SNAPSHOT_PUBLISHED:
            try .renderSnapshotPublished(
                RenderSnapshotPublished(
                    raising: wirePointer(raw.pointee.render_snapshot_published)))
        case HOLDOVER__EVENT__KIND_RENDER_RESET_REQUESTED:
            try .renderResetRequested(
                RenderResetRequested(raising: wirePointer(raw.pointee.render_reset_requested)))
        case HOLDOVER__EVENT__KIND_RENDER_RESET_APPLIED:
            try .renderResetApplied(
                RenderResetApplied(raising: wirePointer(raw.pointee.render_reset_applied)))
        case HOLDOVER__EVENT__KIND_OSC_OVERLAY_APPLIED:
            try .oscOverlayApplied(
                OscOverlayApplied(raising: wirePointer(raw.pointee.osc_overlay_applied)))
        case HOLDOVER__EVENT__KIND_OSC_OVERLAY_SETTLED:
            try .oscOverlaySettled(
                OscOverlaySettled(raising: wirePointer(raw.pointee.osc_overlay_settled)))
        case HOLDOVER__EVENT__KIND_TRIGGER_FIRED:
            try .triggerFired(TriggerFired(raising: wirePointer(raw.pointee.trigger_fired)))
        case HOLDOVER__EVENT__KIND_FRAME_RENDERED:
            try .frameRendered(FrameRendered(raising: wirePointer(raw.pointee.frame_rendered)))
        case HOLDOVER__EVENT__KIND_PREVIEW_FRAME_AVAILABLE:
            try .previewFrameAvailable(
                PreviewFrameAvailable(raising: wirePointer(raw.pointee.preview_frame_available)))
        case HOLDOVER__EVENT__KIND_LANE_STATUS_CHANGED:
            try .laneStatusChanged(
                LaneStatusChanged(raising: wirePointer(raw.pointee.lane_status_changed)))
        case HOLDOVER__EVENT__KIND_INPUT_SIGNAL_CHANGED:
            try .inputSignalChanged(
                InputSignalChanged(raising: wirePointer(raw.pointee.input_signal_changed)))
        case HOLDOVER__EVENT__KIND_INPUT_FRAME_ARRIVED:
            try .inputFrameArrived(
                InputFrameArrived(raising: wirePointer(raw.pointee.input_frame_arrived)))
        case HOLDOVER__EVENT__KIND_OUTPUT_FRAME_SCHEDULED:
            try .outputFrameScheduled(
                OutputFrameScheduled(raising: wirePointer(raw.pointee.output_frame_scheduled)))
        case HOLDOVER__EVENT__KIND_OUTPUT_FRAME_COMPLETED:
            try .outputFrameCompleted(
                OutputFrameCompleted(raising: wirePointer(raw.pointee.output_frame_completed)))
        case HOLDOVER__EVENT__KIND_OUTPUT_LATE_FRAME_DETECTED:
            try .outputLateFrameDetected(
                OutputLateFrameDetected(
                    raising: wirePointer(raw.pointee.output_late_frame_detected)))
        case HOLDOVER__EVENT__KIND_OUTPUT_DROPPED_FRAME_DETECTED:
            try .outputDroppedFrameDetected(
                OutputDroppedFrameDetected(
                    raising: wirePointer(raw.pointee.output_dropped_frame_detected)))
        case HOLDOVER__EVENT__KIND_BACKEND_STATE_CHANGED:
            try .backendStateChanged(
                BackendStateChanged(raising: wirePointer(raw.pointee.backend_state_changed)))
        case HOLDOVER__EVENT__KIND_OUTPUT_FORCE_CHANGED:
            try .outputForceChanged(
                OutputForceChanged(raising: wirePointer(raw.pointee.output_force_changed)))
        case HOLDOVER__EVENT__KIND_OUTPUT_SOURCE_CHANGED:
            try .outputSourceChanged(
                OutputSourceChanged(raising: wirePointer(raw.pointee.output_source_changed)))
        case HOLDOVER__EVENT__KIND_RUN_OUTPUT_APPLIED:
            try .runOutputApplied(
                RunOutputApplied(raising: wirePointer(raw.pointee.run_output_applied)))
        case HOLDOVER__EVENT__KIND_SUBSYSTEM_WARNING_RAISED:
            try .subsystemWarningRaised(
                SubsystemWarningRaised(raising: wirePointer(raw.pointee.subsystem_warning_raised)))
        case HOLDOVER__EVENT__KIND_SUBSYSTEM_WARNING_CLEARED:
            try .subsystemWarningCleared(
                SubsystemWarningCleared(
                    raising: wirePointer(raw.pointee.subsystem_warning_cleared)))
        case HOLDOVER__EVENT__KIND_SUBSYSTEM_RECOVERED:
            try .subsystemRecovered(
                SubsystemRecovered(raising: wirePointer(raw.pointee.subsystem_recovered)))
        case HOLDOVER__EVENT__KIND_TIMING_SAMPLE_RECORDED:
            try .timingSampleRecorded(
                TimingSampleRecorded(raising: wirePointer(raw.pointee.timing_sample_recorded)))
        case HOLDOVER__EVENT__KIND_QUEUE_DEPTH_CHANGED:
            try .queueDepthChanged(
                QueueDepthChanged(raising: wirePointer(raw.pointee.queue_depth_changed)))
        case HOLDOVER__EVENT__KIND_HANDLER_FAILED:
            try .handlerFailed(HandlerFailed(raising: wirePointer(raw.pointee.handler_failed)))
        case HOLDOVER__EVENT__KIND_RUN_TRANSITIONED:
            try .runTransitioned(
                RunTransitioned(raising: wirePointer(raw.pointee.run_transitioned)))
        case HOLDOVER__EVENT__KIND_INTERLOCK_CHANGED:
            try .interlockChanged(
                InterlockChanged(raising: wirePointer(raw.pointee.interlock_changed)))
        case HOLDOVER__EVENT__KIND_RUN_SUMMARY_RECORDED:
            try .runSummaryRecorded(
                RunSummaryRecorded(raising: wirePointer(raw.pointee.run_summary_recorded)))
        case HOLDOVER__EVENT__KIND_ALARM_RAISED:
            try .alarmRaised(AlarmRaised(raising: wirePointer(raw.pointee.alarm_raised)))
        case HOLDOVER__EVENT__KIND_ALARM_UPDATED:
            try .alarmUpdated(AlarmUpdated(raising: wirePointer(raw.pointee.alarm_updated)))
        case HOLDOVER__EVENT__KIND_ALARM_ACKNOWLEDGED:
            try .alarmAcknowledged(
                AlarmAcknowledged(raising: wirePointer(raw.pointee.alarm_acknowledged)))
        case HOLDOVER__EVENT__KIND_ALARM_CLEARED:
            try .alarmCleared(AlarmCleared(raising: wirePointer(raw.pointee.alarm_cleared)))
        case HOLDOVER__EVENT__KIND_ALARM_SHELVED:
            try .alarmShelved(AlarmShelved(raising: wirePointer(raw.pointee.alarm_shelved)))
        case HOLDOVER__EVENT__KIND_SIGNAL_DEFECT_STARTED:
            try .signalDefectStarted(
                SignalDefectStarted(raising: wirePointer(raw.pointee.signal_defect_started)))
        case HOLDOVER__EVENT__KIND_SIGNAL_DEFECT_ENDED:
            try .signalDefectEnded(
                SignalDefectEnded(raising: wirePointer(raw.pointee.signal_defect_ended)))
        case HOLDOVER__EVENT__KIND_LINK_STATE_CHANGED:
            try .linkStateChanged(
                LinkStateChanged(raising: wirePointer(raw.pointee.link_state_changed)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        switch kind {
        case .oscValueReceived(let value):
            json.key("oscValueReceived")
            value.writeJSON(to: &json)
        case .oscValueCoalesced(let value):
            json.key("oscValueCoalesced")
            value.writeJSON(to: &json)
        case .oscCommitRequested(let value):
            json.key("oscCommitRequested")
            value.writeJSON(to: &json)
        case .httpControlMutationRequested(let value):
            json.key("httpControlMutationRequested")
            value.writeJSON(to: &json)
        case .webSocketClientConnected(let value):
            json.key("webSocketClientConnected")
            value.writeJSON(to: &json)
        case .webSocketClientDisconnected(let value):
            json.key("webSocketClientDisconnected")
            value.writeJSON(to: &json)
        case .runtimeStateBroadcastRequested(let value):
            json.key("runtimeStateBroadcastRequested")
            value.writeJSON(to: &json)
        case .runtimeStateBroadcastCompleted(let value):
            json.key("runtimeStateBroadcastCompleted")
            value.writeJSON(to: &json)
        case .runtimeStateBroadcastFailed(let value):
            json.key("runtimeStateBroadcastFailed")
            value.writeJSON(to: &json)
        case .fileChangeDetected(let value):
            json.key("fileChangeDetected")
            value.writeJSON(to: &json)
        case .manualReloadRequested(let value):
            json.key("manualReloadRequested")
            value.writeJSON(to: &json)
        case .runtimeMutationAccepted(let value):
            json.key("runtimeMutationAccepted")
            value.writeJSON(to: &json)
        case .runtimeMutationRejected(let value):
            json.key("runtimeMutationRejected")
            value.writeJSON(to: &json)
        case .runtimeStateChanged(let value):
            json.key("runtimeStateChanged")
            value.writeJSON(to: &json)
        case .runtimePersistenceRequested(let value):
            json.key("runtimePersistenceRequested")
            value.writeJSON(to: &json)
        case .runtimePersistenceCompleted(let value):
            json.key("runtimePersistenceCompleted")
            value.writeJSON(to: &json)
        case .runtimePersistenceFailed(let value):
            json.key("runtimePersistenceFailed")
            value.writeJSON(to: &json)
        case .runtimeReloadRequested(let value):
            json.key("runtimeReloadRequested")
            value.writeJSON(to: &json)
        case .shaderPackagesChanged(let value):
            json.key("shaderPackagesChanged")
            value.writeJSON(to: &json)
        case .renderSnapshotPublishRequested(let value):
            json.key("renderSnapshotPublishRequested")
            value.writeJSON(to: &json)
        case .runtimeStatePresentationChanged(let value):
            json.key("runtimeStatePresentationChanged")
            value.writeJSON(to: &json)
        case .presetLoadSucceeded(let value):
            json.key("presetLoadSucceeded")
            value.writeJSON(to: &json)
        case .presetLoadFailed(let value):
            json.key("presetLoadFailed")
            value.writeJSON(to: &json)
        case .presetSaveSucceeded(let value):
            json.key("presetSaveSucceeded")
            value.writeJSON(to: &json)
        case .presetSaveFailed(let value):
            json.key("presetSaveFailed")
            value.writeJSON(to: &json)
        case .transientStateCleared(let value):
            json.key("transientStateCleared")
            value.writeJSON(to: &json)
        case .stateBeat(let value):
            json.key("stateBeat")
            value.writeJSON(to: &json)
        case .shaderBuildRequested(let value):
            json.key("shaderBuildRequested")
            value.writeJSON(to: &json)
        case .shaderBuildPrepared(let value):
            json.key("shaderBuildPrepared")
            value.writeJSON(to: &json)
        case .shaderBuildApplied(let value):
            json.key("shaderBuildApplied")
            value.writeJSON(to: &json)
        case .shaderBuildFailed(let value):
            json.key("shaderBuildFailed")
            value.writeJSON(to: &json)
        case .compileStatusChanged(let value):
            json.key("compileStatusChanged")
            value.writeJSON(to: &json)
        case .renderSnapshotPublished(let value):
            json.key("renderSnapshotPublished")
            value.writeJSON(to: &json)
        case .renderResetRequested(let value):
            json.key("renderResetRequested")
            value.writeJSON(to: &json)
        case .renderResetApplied(let value):
            json.key("renderResetApplied")
            value.writeJSON(to: &json)
        case .oscOverlayApplied(let value):
            json.key("oscOverlayApplied")
            value.writeJSON(to: &json)
        case .oscOverlaySettled(let value):
            json.key("oscOverlaySettled")
            value.writeJSON(to: &json)
        case .triggerFired(let value):
            json.key("triggerFired")
            value.writeJSON(to: &json)
        case .frameRendered(let value):
            json.key("frameRendered")
            value.writeJSON(to: &json)
        case .previewFrameAvailable(let value):
            json.key("previewFrameAvailable")
            value.writeJSON(to: &json)
        case .laneStatusChanged(let value):
            json.key("laneStatusChanged")
            value.writeJSON(to: &json)
        case .inputSignalChanged(let value):
            json.key("inputSignalChanged")
            value.writeJSON(to: &json)
        case .inputFrameArrived(let value):
            json.key("inputFrameArrived")
            value.writeJSON(to: &json)
        case .outputFrameScheduled(let value):
            json.key("outputFrameScheduled")
            value.writeJSON(to: &json)
        case .outputFrameCompleted(let value):
            json.key("outputFrameCompleted")
            value.writeJSON(to: &json)
        case .outputLateFrameDetected(let value):
            json.key("outputLateFrameDetected")
            value.writeJSON(to: &json)
        case .outputDroppedFrameDetected(let value):
            json.key("outputDroppedFrameDetected")
            value.writeJSON(to: &json)
        case .backendStateChanged(let value):
            json.key("backendStateChanged")
            value.writeJSON(to: &json)
        case .outputForceChanged(let value):
            json.key("outputForceChanged")
            value.writeJSON(to: &json)
        case .outputSourceChanged(let value):
            json.key("outputSourceChanged")
            value.writeJSON(to: &json)
        case .runOutputApplied(let value):
            json.key("runOutputApplied")
            value.writeJSON(to: &json)
        case .subsystemWarningRaised(let value):
            json.key("subsystemWarningRaised")
            value.writeJSON(to: &json)
        case .subsystemWarningCleared(let value):
            json.key("subsystemWarningCleared")
            value.writeJSON(to: &json)
        case .subsystemRecovered(let value):
            json.key("subsystemRecovered")
            value.writeJSON(to: &json)
        case .timingSampleRecorded(let value):
            json.key("timingSampleRecorded")
            value.writeJSON(to: &json)
        case .queueDepthChanged(let value):
            json.key("queueDepthChanged")
            value.writeJSON(to: &json)
        case .handlerFailed(let value):
            json.key("handlerFailed")
            value.writeJSON(to: &json)
        case .runTransitioned(let value):
            json.key("runTransitioned")
            value.writeJSON(to: &json)
        case .interlockChanged(let value):
            json.key("interlockChanged")
            value.writeJSON(to: &json)
        case .runSummaryRecorded(let value):
            json.key("runSummaryRecorded")
            value.writeJSON(to: &json)
        case .alarmRaised(let value):
            json.key("alarmRaised")
            value.writeJSON(to: &json)
        case .alarmUpdated(let value):
            json.key("alarmUpdated")
            value.writeJSON(to: &json)
        case .alarmAcknowledged(let value):
            json.key("alarmAcknowledged")
            value.writeJSON(to: &json)
        case .alarmCleared(let value):
            json.key("alarmCleared")
            value.writeJSON(to: &json)
        case .alarmShelved(let value):
            json.key("alarmShelved")
            value.writeJSON(to: &json)
        case .signalDefectStarted(let value):
            json.key("signalDefectStarted")
            value.writeJSON(to: &json)
        case .signalDefectEnded(let value):
            json.key("signalDefectEnded")
            value.writeJSON(to: &json)
        case .linkStateChanged(let value):
            json.key("linkStateChanged")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
