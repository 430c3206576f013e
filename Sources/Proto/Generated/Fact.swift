// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Something the coordinator must know. Acknowledged once its effect is durable.
public struct Fact: Sendable, Hashable {
    /// The alternatives of `kind`.
    public enum Kind: Sendable, Hashable {
        /// A lane has a build ready (level).
        case shaderBuildPrepared(ShaderBuildPrepared)
        /// A lane draws with it (level).
        case shaderBuildApplied(ShaderBuildApplied)
        /// A lane could not build (level).
        case shaderBuildFailed(ShaderBuildFailed)
        /// An input stands so (level).
        case inputSignalChanged(InputSignalChanged)
        /// A device stands so (level).
        case backendStateChanged(BackendStateChanged)
        /// The panic control stands so (level).
        case outputForceChanged(OutputForceChanged)
        /// An alarm stands or not (level).
        case alarmLevel(AlarmLevel)
        /// A lane stands so (level).
        case laneStatusChanged(LaneStatusChanged)
        /// The library changed (level).
        case shaderPackageList(ShaderPackageList)
        /// A process stands so (level).
        case processPhase(ProcessPhase)
        /// A resource stands so (level).
        case resourceLevel(ResourceLevel)
        /// The output shows what the run wants (level).
        case runOutputApplied(RunOutputApplied)
        /// What is aired changed (edge).
        case outputSourceChanged(OutputSourceChanged)
        /// A lane has reset (edge).
        case renderResetApplied(RenderResetApplied)
        /// A defect began (edge).
        case signalDefectStarted(SignalDefectStarted)
        /// A defect ended (edge).
        case signalDefectEnded(SignalDefectEnded)
        /// A loop restarted (edge).
        case subsystemRecovered(SubsystemRecovered)
        /// A handler threw (edge).
        case handlerFailed(HandlerFailed)
        /// Every level at once; supersedes all before it.
        case statusReport(StatusReport)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .shaderBuildPrepared: "shader_build_prepared"
            case .shaderBuildApplied: "shader_build_applied"
            case .shaderBuildFailed: "shader_build_failed"
            case .inputSignalChanged: "input_signal_changed"
            case .backendStateChanged: "backend_state_changed"
            case .outputForceChanged: "output_force_changed"
            case .alarmLevel: "alarm_level"
            case .laneStatusChanged: "lane_status_changed"
            case .shaderPackageList: "shader_package_list"
            case .processPhase: "process_phase"
            case .resourceLevel: "resource_level"
            case .runOutputApplied: "run_output_applied"
            case .outputSourceChanged: "output_source_changed"
            case .renderResetApplied: "render_reset_applied"
            case .signalDefectStarted: "signal_defect_started"
            case .signalDefectEnded: "signal_defect_ended"
            case .subsystemRecovered: "subsystem_recovered"
            case .handlerFailed: "handler_failed"
            case .statusReport: "status_report"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "shader_build_prepared",
            "shader_build_applied",
            "shader_build_failed",
            "input_signal_changed",
            "backend_state_changed",
            "output_force_changed",
            "alarm_level",
            "lane_status_changed",
            "shader_package_list",
            "process_phase",
            "resource_level",
            "run_output_applied",
            "output_source_changed",
            "render_reset_applied",
            "signal_defect_started",
            "signal_defect_ended",
            "subsystem_recovered",
            "handler_failed",
            "status_report",
        ]
    }

    /// The one before it that must be handled first; 0: none.
    public var previousSequence: UInt64 = 0
    /// Everything up to here has been acknowledged already.
    public var acknowledgedThrough: UInt64 = 0
    /// Which of them; nil: none, or one this build does not know.
    public var kind: Kind? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        previousSequence: UInt64 = 0,
        acknowledgedThrough: UInt64 = 0,
        kind: Kind? = nil
    ) {
        self.previousSequence = previousSequence
        self.acknowledgedThrough = acknowledgedThrough
        self.kind = kind
    }
}

extension Fact: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Fact" }

    typealias Raw = Holdover__Fact

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__fact__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__fact__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__fact__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__fact__init(raw)
        raw.pointee.previous_sequence = self.previousSequence
        raw.pointee.acknowledged_through = self.acknowledgedThrough
        try lowerKind(into: raw, arena)
        return raw
    }

    private func lowerKind(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch kind {
        case .shaderBuildPrepared(let value):
            raw.pointee.shader_build_prepared = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_SHADER_BUILD_PREPARED
        case .shaderBuildApplied(let value):
            raw.pointee.shader_build_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_SHADER_BUILD_APPLIED
        case .shaderBuildFailed(let value):
            raw.pointee.shader_build_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_SHADER_BUILD_FAILED
        case .inputSignalChanged(let value):
            raw.pointee.input_signal_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_INPUT_SIGNAL_CHANGED
        case .backendStateChanged(let value):
            raw.pointee.backend_state_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_BACKEND_STATE_CHANGED
        case .outputForceChanged(let value):
            raw.pointee.output_force_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_OUTPUT_FORCE_CHANGED
        case .alarmLevel(let value):
            raw.pointee.alarm_level = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_ALARM_LEVEL
        case .laneStatusChanged(let value):
            raw.pointee.lane_status_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_LANE_STATUS_CHANGED
        case .shaderPackageList(let value):
            raw.pointee.shader_package_list = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_SHADER_PACKAGE_LIST
        case .processPhase(let value):
            raw.pointee.process_phase = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_PROCESS_PHASE
        case .resourceLevel(let value):
            raw.pointee.resource_level = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_RESOURCE_LEVEL
        case .runOutputApplied(let value):
            raw.pointee.run_output_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_RUN_OUTPUT_APPLIED
        case .outputSourceChanged(let value):
            raw.pointee.output_source_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_OUTPUT_SOURCE_CHANGED
        case .renderResetApplied(let value):
            raw.pointee.render_reset_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_RENDER_RESET_APPLIED
        case .signalDefectStarted(let value):
            raw.pointee.signal_defect_started = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_SIGNAL_DEFECT_STARTED
        case .signalDefectEnded(let value):
            raw.pointee.signal_defect_ended = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_SIGNAL_DEFECT_ENDED
        case .subsystemRecovered(let value):
            raw.pointee.subsystem_recovered = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_SUBSYSTEM_RECOVERED
        case .handlerFailed(let value):
            raw.pointee.handler_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_HANDLER_FAILED
        case .statusReport(let value):
            raw.pointee.status_report = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__FACT__KIND_STATUS_REPORT
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        previousSequence = raw.pointee.previous_sequence
        acknowledgedThrough = raw.pointee.acknowledged_through
        kind = try Self.raiseKind(raw)
    }

    private static func raiseKind(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Kind? {
        switch raw.pointee.kind_case {
        case HOLDOVER__FACT__KIND_SHADER_BUILD_PREPARED:
            try .shaderBuildPrepared(
                ShaderBuildPrepared(raising: wirePointer(raw.pointee.shader_build_prepared)))
        case HOLDOVER__FACT__KIND_SHADER_BUILD_APPLIED:
            try .shaderBuildApplied(
                ShaderBuildApplied(raising: wirePointer(raw.pointee.shader_build_applied)))
        case HOLDOVER__FACT__KIND_SHADER_BUILD_FAILED:
            try .shaderBuildFailed(
                ShaderBuildFailed(raising: wirePointer(raw.pointee.shader_build_failed)))
        case HOLDOVER__FACT__KIND_INPUT_SIGNAL_CHANGED:
            try .inputSignalChanged(
                InputSignalChanged(raising: wirePointer(raw.pointee.input_signal_changed)))
        case HOLDOVER__FACT__KIND_BACKEND_STATE_CHANGED:
            try .backendStateChanged(
                BackendStateChanged(raising: wirePointer(raw.pointee.backend_state_changed)))
        case HOLDOVER__FACT__KIND_OUTPUT_FORCE_CHANGED:
            try .outputForceChanged(
                OutputForceChanged(raising: wirePointer(raw.pointee.output_force_changed)))
        case HOLDOVER__FACT__KIND_ALARM_LEVEL:
            try .alarmLevel(AlarmLevel(raising: wirePointer(raw.pointee.alarm_level)))
        case HOLDOVER__FACT__KIND_LANE_STATUS_CHANGED:
            try .laneStatusChanged(
                LaneStatusChanged(raising: wirePointer(raw.pointee.lane_status_changed)))
        case HOLDOVER__FACT__KIND_SHADER_PACKAGE_LIST:
            try .shaderPackageList(
                ShaderPackageList(raising: wirePointer(raw.pointee.shader_package_list)))
        case HOLDOVER__FACT__KIND_PROCESS_PHASE:
            try .processPhase(ProcessPhase(raising: wirePointer(raw.pointee.process_phase)))
        case HOLDOVER__FACT__KIND_RESOURCE_LEVEL:
            try .resourceLevel(ResourceLevel(raising: wirePointer(raw.pointee.resource_level)))
        case HOLDOVER__FACT__KIND_RUN_OUTPUT_APPLIED:
            try .runOutputApplied(
                RunOutputApplied(raising: wirePointer(raw.pointee.run_output_applied)))
        case HOLDOVER__FACT__KIND_OUTPUT_SOURCE_CHANGED:
            try .outputSourceChanged(
                OutputSourceChanged(raising: wirePointer(raw.pointee.output_source_changed)))
        case HOLDOVER__FACT__KIND_RENDER_RESET_APPLIED:
            try .renderResetApplied(
                RenderResetApplied(raising: wirePointer(raw.pointee.render_reset_applied)))
        case HOLDOVER__FACT__KIND_SIGNAL_DEFECT_STARTED:
            try .signalDefectStarted(
                SignalDefectStarted(raising: wirePointer(raw.pointee.signal_defect_started)))
        case HOLDOVER__FACT__KIND_SIGNAL_DEFECT_ENDED:
            try .signalDefectEnded(
                SignalDefectEnded(raising: wirePointer(raw.pointee.signal_defect_ended)))
        case HOLDOVER__FACT__KIND_SUBSYSTEM_RECOVERED:
            try .subsystemRecovered(
                SubsystemRecovered(raising: wirePointer(raw.pointee.subsystem_recovered)))
        case HOLDOVER__FACT__KIND_HANDLER_FAILED:
            try .handlerFailed(HandlerFailed(raising: wirePointer(raw.pointee.handler_failed)))
        case HOLDOVER__FACT__KIND_STATUS_REPORT:
            try .statusReport(StatusReport(raising: wirePointer(raw.pointee.status_report)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("previousSequence")
        json.value(self.previousSequence)
        json.key("acknowledgedThrough")
        json.value(self.acknowledgedThrough)
        switch kind {
        case .shaderBuildPrepared(let value):
            json.key("shaderBuildPrepared")
            value.writeJSON(to: &json)
        case .shaderBuildApplied(let value):
            json.key("shaderBuildApplied")
            value.writeJSON(to: &json)
        case .shaderBuildFailed(let value):
            json.key("shaderBuildFailed")
            value.writeJSON(to: &json)
        case .inputSignalChanged(let value):
            json.key("inputSignalChanged")
            value.writeJSON(to: &json)
        case .backendStateChanged(let value):
            json.key("backendStateChanged")
            value.writeJSON(to: &json)
        case .outputForceChanged(let value):
            json.key("outputForceChanged")
            value.writeJSON(to: &json)
        case .alarmLevel(let value):
            json.key("alarmLevel")
            value.writeJSON(to: &json)
        case .laneStatusChanged(let value):
            json.key("laneStatusChanged")
            value.writeJSON(to: &json)
        case .shaderPackageList(let value):
            json.key("shaderPackageList")
            value.writeJSON(to: &json)
        case .processPhase(let value):
            json.key("processPhase")
            value.writeJSON(to: &json)
        case .resourceLevel(let value):
            json.key("resourceLevel")
            value.writeJSON(to: &json)
        case .runOutputApplied(let value):
            json.key("runOutputApplied")
            value.writeJSON(to: &json)
        case .outputSourceChanged(let value):
            json.key("outputSourceChanged")
            value.writeJSON(to: &json)
        case .renderResetApplied(let value):
            json.key("renderResetApplied")
            value.writeJSON(to: &json)
        case .signalDefectStarted(let value):
            json.key("signalDefectStarted")
            value.writeJSON(to: &json)
        case .signalDefectEnded(let value):
            json.key("signalDefectEnded")
            value.writeJSON(to: &json)
        case .subsystemRecovered(let value):
            json.key("subsystemRecovered")
            value.writeJSON(to: &json)
        case .handlerFailed(let value):
            json.key("handlerFailed")
            value.writeJSON(to: &json)
        case .statusReport(let value):
            json.key("statusReport")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
