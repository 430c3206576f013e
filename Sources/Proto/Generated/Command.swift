// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Asks the coordinator for one change. Carried in a request with a deadline.
public struct Command: Sendable, Hashable {
    /// The alternatives of `action`.
    public enum Action: Sendable, Hashable {
        /// Add a layer.
        case addLayer(AddLayer)
        /// Remove a layer.
        case removeLayer(RemoveLayer)
        /// Move a layer.
        case moveLayer(MoveLayer)
        /// Duplicate a layer.
        case duplicateLayer(DuplicateLayer)
        /// Rename a layer.
        case renameLayer(RenameLayer)
        /// Give a layer another shader.
        case setShader(SetShader)
        /// Switch a layer off or on.
        case setBypass(SetBypass)
        /// Set a layer's opacity.
        case setOpacity(SetOpacity)
        /// Set a layer's blend mode.
        case setBlendMode(SetBlendMode)
        /// Bind an image input of a layer.
        case setInputBinding(SetInputBinding)
        /// Set a parameter.
        case setParameter(SetParameter)
        /// Fire a trigger.
        case triggerParameter(TriggerParameter)
        /// Back to the default.
        case resetParameter(ResetParameter)
        /// All parameters of a layer back to their defaults.
        case resetLayer(ResetLayer)
        /// Set the stack's background colour.
        case setBackground(SetBackground)
        /// Move a parameter's transient overlay.
        case automationTarget(AutomationTarget)
        /// Make overlay committed state.
        case commitOverlay(CommitOverlay)
        /// Drop overlay.
        case clearOverlay(ClearOverlay)
        /// Drop render-local state of a scope.
        case clearTransientState(ClearTransientState)
        /// Store the stack under a name.
        case savePreset(SavePreset)
        /// Replace the stack by a stored one.
        case loadPreset(LoadPreset)
        /// Delete a stored stack.
        case deletePreset(DeletePreset)
        /// Rename a stored stack.
        case renamePreset(RenamePreset)
        /// Store a stack given as JSON.
        case importPreset(ImportPreset)
        /// Read shader packages again and rebuild.
        case reloadShaders(ReloadShaders)
        /// Publish a snapshot without a change.
        case publishNow(PublishNow)
        /// Bring preview to air.
        case take(Take)
        /// Undo durable mutations.
        case undo(Undo)
        /// Redo undone mutations.
        case redo(Redo)
        /// Let a quarantined layer draw again.
        case clearQuarantine(ClearQuarantine)
        /// Check the interlocks and get ready.
        case prepareRun(PrepareRun)
        /// Operator cancels preparing.
        case cancelPreparing(CancelPreparing)
        /// Take the programme to air.
        case startRun(StartRun)
        /// Hold the output; everything else goes on.
        case pauseRun(PauseRun)
        /// Go on after a pause.
        case resumeRun(ResumeRun)
        /// Out-transition, drain, finish.
        case stopRun(StopRun)
        /// Cut to the last safe rung at once.
        case abortRun(AbortRun)
        /// Go on without one interlock, for a reason.
        case overrideInterlock(OverrideInterlock)
        /// "I have seen it."
        case acknowledgeFault(AcknowledgeFault)
        /// Needs the cause gone.
        case clearFault(ClearFault)
        /// Leave the faulted state.
        case recoverRun(RecoverRun)
        /// Back to idle after the end of a run.
        case resetRun(ResetRun)
        /// Load a rundown.
        case loadRundown(LoadRundown)
        /// Cue an item of the rundown to preview.
        case cueItem(CueItem)
        /// Take the cued item to air.
        case takeNextItem(TakeNextItem)
        /// Store a rundown given as JSON.
        case importRundown(ImportRundown)
        /// Delete a stored rundown.
        case deleteRundown(DeleteRundown)
        /// Stop or resume going on by itself.
        case holdRundown(HoldRundown)
        /// Record awareness; clears nothing.
        case acknowledgeAlarm(AcknowledgeAlarm)
        /// Needs the cause gone.
        case clearAlarm(ClearAlarm)
        /// Hide for a while, for a reason.
        case shelveAlarm(ShelveAlarm)
        /// Show again.
        case unshelveAlarm(UnshelveAlarm)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .addLayer: "add_layer"
            case .removeLayer: "remove_layer"
            case .moveLayer: "move_layer"
            case .duplicateLayer: "duplicate_layer"
            case .renameLayer: "rename_layer"
            case .setShader: "set_shader"
            case .setBypass: "set_bypass"
            case .setOpacity: "set_opacity"
            case .setBlendMode: "set_blend_mode"
            case .setInputBinding: "set_input_binding"
            case .setParameter: "set_parameter"
            case .triggerParameter: "trigger_parameter"
            case .resetParameter: "reset_parameter"
            case .resetLayer: "reset_layer"
            case .setBackground: "set_background"
            case .automationTarget: "automation_target"
            case .commitOverlay: "commit_overlay"
            case .clearOverlay: "clear_overlay"
            case .clearTransientState: "clear_transient_state"
            case .savePreset: "save_preset"
            case .loadPreset: "load_preset"
            case .deletePreset: "delete_preset"
            case .renamePreset: "rename_preset"
            case .importPreset: "import_preset"
            case .reloadShaders: "reload_shaders"
            case .publishNow: "publish_now"
            case .take: "take"
            case .undo: "undo"
            case .redo: "redo"
            case .clearQuarantine: "clear_quarantine"
            case .prepareRun: "prepare_run"
            case .cancelPreparing: "cancel_preparing"
            case .startRun: "start_run"
            case .pauseRun: "pause_run"
            case .resumeRun: "resume_run"
            case .stopRun: "stop_run"
            case .abortRun: "abort_run"
            case .overrideInterlock: "override_interlock"
            case .acknowledgeFault: "acknowledge_fault"
            case .clearFault: "clear_fault"
            case .recoverRun: "recover_run"
            case .resetRun: "reset_run"
            case .loadRundown: "load_rundown"
            case .cueItem: "cue_item"
            case .takeNextItem: "take_next_item"
            case .importRundown: "import_rundown"
            case .deleteRundown: "delete_rundown"
            case .holdRundown: "hold_rundown"
            case .acknowledgeAlarm: "acknowledge_alarm"
            case .clearAlarm: "clear_alarm"
            case .shelveAlarm: "shelve_alarm"
            case .unshelveAlarm: "unshelve_alarm"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "add_layer",
            "remove_layer",
            "move_layer",
            "duplicate_layer",
            "rename_layer",
            "set_shader",
            "set_bypass",
            "set_opacity",
            "set_blend_mode",
            "set_input_binding",
            "set_parameter",
            "trigger_parameter",
            "reset_parameter",
            "reset_layer",
            "set_background",
            "automation_target",
            "commit_overlay",
            "clear_overlay",
            "clear_transient_state",
            "save_preset",
            "load_preset",
            "delete_preset",
            "rename_preset",
            "import_preset",
            "reload_shaders",
            "publish_now",
            "take",
            "undo",
            "redo",
            "clear_quarantine",
            "prepare_run",
            "cancel_preparing",
            "start_run",
            "pause_run",
            "resume_run",
            "stop_run",
            "abort_run",
            "override_interlock",
            "acknowledge_fault",
            "clear_fault",
            "recover_run",
            "reset_run",
            "load_rundown",
            "cue_item",
            "take_next_item",
            "import_rundown",
            "delete_rundown",
            "hold_rundown",
            "acknowledge_alarm",
            "clear_alarm",
            "shelve_alarm",
            "unshelve_alarm",
        ]
    }

    /// Follows the command through every stage and log line.
    public var operationId: String = ""
    /// Empty: none. Asking again with the same key is safe.
    public var idempotencyKey: String = ""
    /// Absent: any. Otherwise refused when it differs.
    public var expectedStateVersion: StateVersion? = nil
    /// Which stack it acts on.
    public var stack: Stack = .programme
    /// Through which door it came.
    public var origin: Origin = .unspecified
    /// Who asked: a user, a token's name or a peer address.
    public var principal: String = ""
    /// Edit programme directly although reloads and edits default to preview.
    public var hot: Bool = false
    /// Which of them; nil: none, or one this build does not know.
    public var action: Action? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        operationId: String = "",
        idempotencyKey: String = "",
        expectedStateVersion: StateVersion? = nil,
        stack: Stack = .programme,
        origin: Origin = .unspecified,
        principal: String = "",
        hot: Bool = false,
        action: Action? = nil
    ) {
        self.operationId = operationId
        self.idempotencyKey = idempotencyKey
        self.expectedStateVersion = expectedStateVersion
        self.stack = stack
        self.origin = origin
        self.principal = principal
        self.hot = hot
        self.action = action
    }
}

extension Command: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Command" }

    typealias Raw = Holdover__Command

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__command__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__command__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__command__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__command__init(raw)
        raw.pointee.operation_id = try arena.text(self.operationId)
        raw.pointee.idempotency_key = try arena.text(self.idempotencyKey)
        raw.pointee.expected_state_version = try self.expectedStateVersion?.lower(into: arena)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.origin = self.origin.lowered
        raw.pointee.principal = try arena.text(self.principal)
        raw.pointee.hot = self.hot ? 1 : 0
        try lowerAction(into: raw, arena)
        return raw
    }

    private func lowerAction(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch action {
        case .addLayer(let value):
            raw.pointee.add_layer = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_ADD_LAYER
        case .removeLayer(let value):
            raw.pointee.remove_layer = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_REMOVE_LAYER
        case .moveLayer(let value):
            raw.pointee.move_layer = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_MOVE_LAYER
        case .duplicateLayer(let value):
            raw.pointee.duplicate_layer = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_DUPLICATE_LAYER
        case .renameLayer(let value):
            raw.pointee.rename_layer = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RENAME_LAYER
        case .setShader(let value):
            raw.pointee.set_shader = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SET_SHADER
        case .setBypass(let value):
            raw.pointee.set_bypass = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SET_BYPASS
        case .setOpacity(let value):
            raw.pointee.set_opacity = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SET_OPACITY
        case .setBlendMode(let value):
            raw.pointee.set_blend_mode = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SET_BLEND_MODE
        case .setInputBinding(let value):
            raw.pointee.set_input_binding = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SET_INPUT_BINDING
        case .setParameter(let value):
            raw.pointee.set_parameter = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SET_PARAMETER
        case .triggerParameter(let value):
            raw.pointee.trigger_parameter = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_TRIGGER_PARAMETER
        case .resetParameter(let value):
            raw.pointee.reset_parameter = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RESET_PARAMETER
        case .resetLayer(let value):
            raw.pointee.reset_layer = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RESET_LAYER
        case .setBackground(let value):
            raw.pointee.set_background = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SET_BACKGROUND
        case .automationTarget(let value):
            raw.pointee.automation_target = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_AUTOMATION_TARGET
        case .commitOverlay(let value):
            raw.pointee.commit_overlay = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_COMMIT_OVERLAY
        case .clearOverlay(let value):
            raw.pointee.clear_overlay = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_CLEAR_OVERLAY
        case .clearTransientState(let value):
            raw.pointee.clear_transient_state = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_CLEAR_TRANSIENT_STATE
        case .savePreset(let value):
            raw.pointee.save_preset = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SAVE_PRESET
        case .loadPreset(let value):
            raw.pointee.load_preset = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_LOAD_PRESET
        case .deletePreset(let value):
            raw.pointee.delete_preset = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_DELETE_PRESET
        case .renamePreset(let value):
            raw.pointee.rename_preset = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RENAME_PRESET
        case .importPreset(let value):
            raw.pointee.import_preset = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_IMPORT_PRESET
        case .reloadShaders(let value):
            raw.pointee.reload_shaders = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RELOAD_SHADERS
        case .publishNow(let value):
            raw.pointee.publish_now = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_PUBLISH_NOW
        case .take(let value):
            raw.pointee.take = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_TAKE
        case .undo(let value):
            raw.pointee.undo = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_UNDO
        case .redo(let value):
            raw.pointee.redo = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_REDO
        case .clearQuarantine(let value):
            raw.pointee.clear_quarantine = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_CLEAR_QUARANTINE
        case .prepareRun(let value):
            raw.pointee.prepare_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_PREPARE_RUN
        case .cancelPreparing(let value):
            raw.pointee.cancel_preparing = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_CANCEL_PREPARING
        case .startRun(let value):
            raw.pointee.start_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_START_RUN
        case .pauseRun(let value):
            raw.pointee.pause_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_PAUSE_RUN
        case .resumeRun(let value):
            raw.pointee.resume_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RESUME_RUN
        case .stopRun(let value):
            raw.pointee.stop_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_STOP_RUN
        case .abortRun(let value):
            raw.pointee.abort_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_ABORT_RUN
        case .overrideInterlock(let value):
            raw.pointee.override_interlock = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_OVERRIDE_INTERLOCK
        case .acknowledgeFault(let value):
            raw.pointee.acknowledge_fault = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_ACKNOWLEDGE_FAULT
        case .clearFault(let value):
            raw.pointee.clear_fault = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_CLEAR_FAULT
        case .recoverRun(let value):
            raw.pointee.recover_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RECOVER_RUN
        case .resetRun(let value):
            raw.pointee.reset_run = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_RESET_RUN
        case .loadRundown(let value):
            raw.pointee.load_rundown = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_LOAD_RUNDOWN
        case .cueItem(let value):
            raw.pointee.cue_item = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_CUE_ITEM
        case .takeNextItem(let value):
            raw.pointee.take_next_item = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_TAKE_NEXT_ITEM
        case .importRundown(let value):
            raw.pointee.import_rundown = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_IMPORT_RUNDOWN
        case .deleteRundown(let value):
            raw.pointee.delete_rundown = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_DELETE_RUNDOWN
        case .holdRundown(let value):
            raw.pointee.hold_rundown = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_HOLD_RUNDOWN
        case .acknowledgeAlarm(let value):
            raw.pointee.acknowledge_alarm = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_ACKNOWLEDGE_ALARM
        case .clearAlarm(let value):
            raw.pointee.clear_alarm = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_CLEAR_ALARM
        case .shelveAlarm(let value):
            raw.pointee.shelve_alarm = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_SHELVE_ALARM
        case .unshelveAlarm(let value):
            raw.pointee.unshelve_alarm = try value.lower(into: arena)
            raw.pointee.action_case = HOLDOVER__COMMAND__ACTION_UNSHELVE_ALARM
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        operationId = try wireText(raw.pointee.operation_id)
        idempotencyKey = try wireText(raw.pointee.idempotency_key)
        if let value = raw.pointee.expected_state_version {
            self.expectedStateVersion = try StateVersion(raising: value)
        }
        stack = Stack(raising: raw.pointee.stack)
        origin = Origin(raising: raw.pointee.origin)
        principal = try wireText(raw.pointee.principal)
        hot = raw.pointee.hot != 0
        action = try Self.raiseAction(raw)
    }

    private static func raiseAction(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Action? {
        switch raw.pointee.action_case {
        case HOLDOVER__COMMAND__ACTION_ADD_LAYER:
            try .addLayer(AddLayer(raising: wirePointer(raw.pointee.add_layer)))
        case HOLDOVER__COMMAND__ACTION_REMOVE_LAYER:
            try .removeLayer(RemoveLayer(raising: wirePointer(raw.pointee.remove_layer)))
        case HOLDOVER__COMMAND__ACTION_MOVE_LAYER:
            try .moveLayer(MoveLayer(raising: wirePointer(raw.pointee.move_layer)))
        case HOLDOVER__COMMAND__ACTION_DUPLICATE_LAYER:
            try .duplicateLayer(DuplicateLayer(raising: wirePointer(raw.pointee.duplicate_layer)))
        case HOLDOVER__COMMAND__ACTION_RENAME_LAYER:
            try .renameLayer(RenameLayer(raising: wirePointer(raw.pointee.rename_layer)))
        case HOLDOVER__COMMAND__ACTION_SET_SHADER:
            try .setShader(SetShader(raising: wirePointer(raw.pointee.set_shader)))
        case HOLDOVER__COMMAND__ACTION_SET_BYPASS:
            try .setBypass(SetBypass(raising: wirePointer(raw.pointee.set_bypass)))
        case HOLDOVER__COMMAND__ACTION_SET_OPACITY:
            try .setOpacity(SetOpacity(raising: wirePointer(raw.pointee.set_opacity)))
        case HOLDOVER__COMMAND__ACTION_SET_BLEND_MODE:
            try .setBlendMode(SetBlendMode(raising: wirePointer(raw.pointee.set_blend_mode)))
        case HOLDOVER__COMMAND__ACTION_SET_INPUT_BINDING:
            try .setInputBinding(
                SetInputBinding(raising: wirePointer(raw.pointee.set_input_binding)))
        case HOLDOVER__COMMAND__ACTION_SET_PARAMETER:
            try .setParameter(SetParameter(raising: wirePointer(raw.pointee.set_parameter)))
        case HOLDOVER__COMMAND__ACTION_TRIGGER_PARAMETER:
            try .triggerParameter(
                TriggerParameter(raising: wirePointer(raw.pointee.trigger_parameter)))
        case HOLDOVER__COMMAND__ACTION_RESET_PARAMETER:
            try .resetParameter(ResetParameter(raising: wirePointer(raw.pointee.reset_parameter)))
        case HOLDOVER__COMMAND__ACTION_RESET_LAYER:
            try .resetLayer(ResetLayer(raising: wirePointer(raw.pointee.reset_layer)))
        case HOLDOVER__COMMAND__ACTION_SET_BACKGROUND:
            try .setBackground(SetBackground(raising: wirePointer(raw.pointee.set_background)))
        case HOLDOVER__COMMAND__ACTION_AUTOMATION_TARGET:
            try .automationTarget(
                AutomationTarget(raising: wirePointer(raw.pointee.automation_target)))
        case HOLDOVER__COMMAND__ACTION_COMMIT_OVERLAY:
            try .commitOverlay(CommitOverlay(raising: wirePointer(raw.pointee.commit_overlay)))
        case HOLDOVER__COMMAND__ACTION_CLEAR_OVERLAY:
            try .clearOverlay(ClearOverlay(raising: wirePointer(raw.pointee.clear_overlay)))
        case HOLDOVER__COMMAND__ACTION_CLEAR_TRANSIENT_STATE:
            try .clearTransientState(
                ClearTransientState(raising: wirePointer(raw.pointee.clear_transient_state)))
        case HOLDOVER__COMMAND__ACTION_SAVE_PRESET:
            try .savePreset(SavePreset(raising: wirePointer(raw.pointee.save_preset)))
        case HOLDOVER__COMMAND__ACTION_LOAD_PRESET:
            try .loadPreset(LoadPreset(raising: wirePointer(raw.pointee.load_preset)))
        case HOLDOVER__COMMAND__ACTION_DELETE_PRESET:
            try .deletePreset(DeletePreset(raising: wirePointer(raw.pointee.delete_preset)))
        case HOLDOVER__COMMAND__ACTION_RENAME_PRESET:
            try .renamePreset(RenamePreset(raising: wirePointer(raw.pointee.rename_preset)))
        case HOLDOVER__COMMAND__ACTION_IMPORT_PRESET:
            try .importPreset(ImportPreset(raising: wirePointer(raw.pointee.import_preset)))
        case HOLDOVER__COMMAND__ACTION_RELOAD_SHADERS:
            try .reloadShaders(ReloadShaders(raising: wirePointer(raw.pointee.reload_shaders)))
        case HOLDOVER__COMMAND__ACTION_PUBLISH_NOW:
            try .publishNow(PublishNow(raising: wirePointer(raw.pointee.publish_now)))
        case HOLDOVER__COMMAND__ACTION_TAKE:
            try .take(Take(raising: wirePointer(raw.pointee.take)))
        case HOLDOVER__COMMAND__ACTION_UNDO:
            try .undo(Undo(raising: wirePointer(raw.pointee.undo)))
        case HOLDOVER__COMMAND__ACTION_REDO:
            try .redo(Redo(raising: wirePointer(raw.pointee.redo)))
        case HOLDOVER__COMMAND__ACTION_CLEAR_QUARANTINE:
            try .clearQuarantine(
                ClearQuarantine(raising: wirePointer(raw.pointee.clear_quarantine)))
        case HOLDOVER__COMMAND__ACTION_PREPARE_RUN:
            try .prepareRun(PrepareRun(raising: wirePointer(raw.pointee.prepare_run)))
        case HOLDOVER__COMMAND__ACTION_CANCEL_PREPARING:
            try .cancelPreparing(
                CancelPreparing(raising: wirePointer(raw.pointee.cancel_preparing)))
        case HOLDOVER__COMMAND__ACTION_START_RUN:
            try .startRun(StartRun(raising: wirePointer(raw.pointee.start_run)))
        case HOLDOVER__COMMAND__ACTION_PAUSE_RUN:
            try .pauseRun(PauseRun(raising: wirePointer(raw.pointee.pause_run)))
        case HOLDOVER__COMMAND__ACTION_RESUME_RUN:
            try .resumeRun(ResumeRun(raising: wirePointer(raw.pointee.resume_run)))
        case HOLDOVER__COMMAND__ACTION_STOP_RUN:
            try .stopRun(StopRun(raising: wirePointer(raw.pointee.stop_run)))
        case HOLDOVER__COMMAND__ACTION_ABORT_RUN:
            try .abortRun(AbortRun(raising: wirePointer(raw.pointee.abort_run)))
        case HOLDOVER__COMMAND__ACTION_OVERRIDE_INTERLOCK:
            try .overrideInterlock(
                OverrideInterlock(raising: wirePointer(raw.pointee.override_interlock)))
        case HOLDOVER__COMMAND__ACTION_ACKNOWLEDGE_FAULT:
            try .acknowledgeFault(
                AcknowledgeFault(raising: wirePointer(raw.pointee.acknowledge_fault)))
        case HOLDOVER__COMMAND__ACTION_CLEAR_FAULT:
            try .clearFault(ClearFault(raising: wirePointer(raw.pointee.clear_fault)))
        case HOLDOVER__COMMAND__ACTION_RECOVER_RUN:
            try .recoverRun(RecoverRun(raising: wirePointer(raw.pointee.recover_run)))
        case HOLDOVER__COMMAND__ACTION_RESET_RUN:
            try .resetRun(ResetRun(raising: wirePointer(raw.pointee.reset_run)))
        case HOLDOVER__COMMAND__ACTION_LOAD_RUNDOWN:
            try .loadRundown(LoadRundown(raising: wirePointer(raw.pointee.load_rundown)))
        case HOLDOVER__COMMAND__ACTION_CUE_ITEM:
            try .cueItem(CueItem(raising: wirePointer(raw.pointee.cue_item)))
        case HOLDOVER__COMMAND__ACTION_TAKE_NEXT_ITEM:
            try .takeNextItem(TakeNextItem(raising: wirePointer(raw.pointee.take_next_item)))
        case HOLDOVER__COMMAND__ACTION_IMPORT_RUNDOWN:
            try .importRundown(ImportRundown(raising: wirePointer(raw.pointee.import_rundown)))
        case HOLDOVER__COMMAND__ACTION_DELETE_RUNDOWN:
            try .deleteRundown(DeleteRundown(raising: wirePointer(raw.pointee.delete_rundown)))
        case HOLDOVER__COMMAND__ACTION_HOLD_RUNDOWN:
            try .holdRundown(HoldRundown(raising: wirePointer(raw.pointee.hold_rundown)))
        case HOLDOVER__COMMAND__ACTION_ACKNOWLEDGE_ALARM:
            try .acknowledgeAlarm(
                AcknowledgeAlarm(raising: wirePointer(raw.pointee.acknowledge_alarm)))
        case HOLDOVER__COMMAND__ACTION_CLEAR_ALARM:
            try .clearAlarm(ClearAlarm(raising: wirePointer(raw.pointee.clear_alarm)))
        case HOLDOVER__COMMAND__ACTION_SHELVE_ALARM:
            try .shelveAlarm(ShelveAlarm(raising: wirePointer(raw.pointee.shelve_alarm)))
        case HOLDOVER__COMMAND__ACTION_UNSHELVE_ALARM:
            try .unshelveAlarm(UnshelveAlarm(raising: wirePointer(raw.pointee.unshelve_alarm)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("operationId")
        json.value(self.operationId)
        json.key("idempotencyKey")
        json.value(self.idempotencyKey)
        if let value = self.expectedStateVersion {
            json.key("expectedStateVersion")
            value.writeJSON(to: &json)
        }
        json.key("stack")
        json.value(self.stack.name)
        json.key("origin")
        json.value(self.origin.name)
        json.key("principal")
        json.value(self.principal)
        json.key("hot")
        json.value(self.hot)
        switch action {
        case .addLayer(let value):
            json.key("addLayer")
            value.writeJSON(to: &json)
        case .removeLayer(let value):
            json.key("removeLayer")
            value.writeJSON(to: &json)
        case .moveLayer(let value):
            json.key("moveLayer")
            value.writeJSON(to: &json)
        case .duplicateLayer(let value):
            json.key("duplicateLayer")
            value.writeJSON(to: &json)
        case .renameLayer(let value):
            json.key("renameLayer")
            value.writeJSON(to: &json)
        case .setShader(let value):
            json.key("setShader")
            value.writeJSON(to: &json)
        case .setBypass(let value):
            json.key("setBypass")
            value.writeJSON(to: &json)
        case .setOpacity(let value):
            json.key("setOpacity")
            value.writeJSON(to: &json)
        case .setBlendMode(let value):
            json.key("setBlendMode")
            value.writeJSON(to: &json)
        case .setInputBinding(let value):
            json.key("setInputBinding")
            value.writeJSON(to: &json)
        case .setParameter(let value):
            json.key("setParameter")
            value.writeJSON(to: &json)
        case .triggerParameter(let value):
            json.key("triggerParameter")
            value.writeJSON(to: &json)
        case .resetParameter(let value):
            json.key("resetParameter")
            value.writeJSON(to: &json)
        case .resetLayer(let value):
            json.key("resetLayer")
            value.writeJSON(to: &json)
        case .setBackground(let value):
            json.key("setBackground")
            value.writeJSON(to: &json)
        case .automationTarget(let value):
            json.key("automationTarget")
            value.writeJSON(to: &json)
        case .commitOverlay(let value):
            json.key("commitOverlay")
            value.writeJSON(to: &json)
        case .clearOverlay(let value):
            json.key("clearOverlay")
            value.writeJSON(to: &json)
        case .clearTransientState(let value):
            json.key("clearTransientState")
            value.writeJSON(to: &json)
        case .savePreset(let value):
            json.key("savePreset")
            value.writeJSON(to: &json)
        case .loadPreset(let value):
            json.key("loadPreset")
            value.writeJSON(to: &json)
        case .deletePreset(let value):
            json.key("deletePreset")
            value.writeJSON(to: &json)
        case .renamePreset(let value):
            json.key("renamePreset")
            value.writeJSON(to: &json)
        case .importPreset(let value):
            json.key("importPreset")
            value.writeJSON(to: &json)
        case .reloadShaders(let value):
            json.key("reloadShaders")
            value.writeJSON(to: &json)
        case .publishNow(let value):
            json.key("publishNow")
            value.writeJSON(to: &json)
        case .take(let value):
            json.key("take")
            value.writeJSON(to: &json)
        case .undo(let value):
            json.key("undo")
            value.writeJSON(to: &json)
        case .redo(let value):
            json.key("redo")
            value.writeJSON(to: &json)
        case .clearQuarantine(let value):
            json.key("clearQuarantine")
            value.writeJSON(to: &json)
        case .prepareRun(let value):
            json.key("prepareRun")
            value.writeJSON(to: &json)
        case .cancelPreparing(let value):
            json.key("cancelPreparing")
            value.writeJSON(to: &json)
        case .startRun(let value):
            json.key("startRun")
            value.writeJSON(to: &json)
        case .pauseRun(let value):
            json.key("pauseRun")
            value.writeJSON(to: &json)
        case .resumeRun(let value):
            json.key("resumeRun")
            value.writeJSON(to: &json)
        case .stopRun(let value):
            json.key("stopRun")
            value.writeJSON(to: &json)
        case .abortRun(let value):
            json.key("abortRun")
            value.writeJSON(to: &json)
        case .overrideInterlock(let value):
            json.key("overrideInterlock")
            value.writeJSON(to: &json)
        case .acknowledgeFault(let value):
            json.key("acknowledgeFault")
            value.writeJSON(to: &json)
        case .clearFault(let value):
            json.key("clearFault")
            value.writeJSON(to: &json)
        case .recoverRun(let value):
            json.key("recoverRun")
            value.writeJSON(to: &json)
        case .resetRun(let value):
            json.key("resetRun")
            value.writeJSON(to: &json)
        case .loadRundown(let value):
            json.key("loadRundown")
            value.writeJSON(to: &json)
        case .cueItem(let value):
            json.key("cueItem")
            value.writeJSON(to: &json)
        case .takeNextItem(let value):
            json.key("takeNextItem")
            value.writeJSON(to: &json)
        case .importRundown(let value):
            json.key("importRundown")
            value.writeJSON(to: &json)
        case .deleteRundown(let value):
            json.key("deleteRundown")
            value.writeJSON(to: &json)
        case .holdRundown(let value):
            json.key("holdRundown")
            value.writeJSON(to: &json)
        case .acknowledgeAlarm(let value):
            json.key("acknowledgeAlarm")
            value.writeJSON(to: &json)
        case .clearAlarm(let value):
            json.key("clearAlarm")
            value.writeJSON(to: &json)
        case .shelveAlarm(let value):
            json.key("shelveAlarm")
            value.writeJSON(to: &json)
        case .unshelveAlarm(let value):
            json.key("unshelveAlarm")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
