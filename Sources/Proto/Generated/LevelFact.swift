// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One level within a report.
public struct LevelFact: Sendable, Hashable {
    /// The alternatives of `kind`.
    public enum Kind: Sendable, Hashable {
        /// A lane has a build ready.
        case shaderBuildPrepared(ShaderBuildPrepared)
        /// A lane draws with it.
        case shaderBuildApplied(ShaderBuildApplied)
        /// A lane could not build.
        case shaderBuildFailed(ShaderBuildFailed)
        /// An input stands so.
        case inputSignalChanged(InputSignalChanged)
        /// A device stands so.
        case backendStateChanged(BackendStateChanged)
        /// The panic control stands so.
        case outputForceChanged(OutputForceChanged)
        /// An alarm stands or not.
        case alarmLevel(AlarmLevel)
        /// A lane stands so.
        case laneStatusChanged(LaneStatusChanged)
        /// The library changed.
        case shaderPackageList(ShaderPackageList)
        /// A process stands so.
        case processPhase(ProcessPhase)
        /// A resource stands so.
        case resourceLevel(ResourceLevel)
        /// The output shows what the run wants.
        case runOutputApplied(RunOutputApplied)

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
        ]
    }

    /// How many updates it stands for.
    public var count: UInt64 = 0
    /// Which of them; nil: none, or one this build does not know.
    public var kind: Kind? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        count: UInt64 = 0,
        kind: Kind? = nil
    ) {
        self.count = count
        self.kind = kind
    }
}

extension LevelFact: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "LevelFact" }

    typealias Raw = Holdover__LevelFact

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__level_fact__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__level_fact__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__level_fact__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__level_fact__init(raw)
        raw.pointee.count = self.count
        try lowerKind(into: raw, arena)
        return raw
    }

    private func lowerKind(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch kind {
        case .shaderBuildPrepared(let value):
            raw.pointee.shader_build_prepared = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_SHADER_BUILD_PREPARED
        case .shaderBuildApplied(let value):
            raw.pointee.shader_build_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_SHADER_BUILD_APPLIED
        case .shaderBuildFailed(let value):
            raw.pointee.shader_build_failed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_SHADER_BUILD_FAILED
        case .inputSignalChanged(let value):
            raw.pointee.input_signal_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_INPUT_SIGNAL_CHANGED
        case .backendStateChanged(let value):
            raw.pointee.backend_state_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_BACKEND_STATE_CHANGED
        case .outputForceChanged(let value):
            raw.pointee.output_force_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_OUTPUT_FORCE_CHANGED
        case .alarmLevel(let value):
            raw.pointee.alarm_level = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_ALARM_LEVEL
        case .laneStatusChanged(let value):
            raw.pointee.lane_status_changed = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_LANE_STATUS_CHANGED
        case .shaderPackageList(let value):
            raw.pointee.shader_package_list = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_SHADER_PACKAGE_LIST
        case .processPhase(let value):
            raw.pointee.process_phase = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_PROCESS_PHASE
        case .resourceLevel(let value):
            raw.pointee.resource_level = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_RESOURCE_LEVEL
        case .runOutputApplied(let value):
            raw.pointee.run_output_applied = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__LEVEL_FACT__KIND_RUN_OUTPUT_APPLIED
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        count = raw.pointee.count
        kind = try Self.raiseKind(raw)
    }

    private static func raiseKind(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Kind? {
        switch raw.pointee.kind_case {
        case HOLDOVER__LEVEL_FACT__KIND_SHADER_BUILD_PREPARED:
            try .shaderBuildPrepared(
                ShaderBuildPrepared(raising: wirePointer(raw.pointee.shader_build_prepared)))
        case HOLDOVER__LEVEL_FACT__KIND_SHADER_BUILD_APPLIED:
            try .shaderBuildApplied(
                ShaderBuildApplied(raising: wirePointer(raw.pointee.shader_build_applied)))
        case HOLDOVER__LEVEL_FACT__KIND_SHADER_BUILD_FAILED:
            try .shaderBuildFailed(
                ShaderBuildFailed(raising: wirePointer(raw.pointee.shader_build_failed)))
        case HOLDOVER__LEVEL_FACT__KIND_INPUT_SIGNAL_CHANGED:
            try .inputSignalChanged(
                InputSignalChanged(raising: wirePointer(raw.pointee.input_signal_changed)))
        case HOLDOVER__LEVEL_FACT__KIND_BACKEND_STATE_CHANGED:
            try .backendStateChanged(
                BackendStateChanged(raising: wirePointer(raw.pointee.backend_state_changed)))
        case HOLDOVER__LEVEL_FACT__KIND_OUTPUT_FORCE_CHANGED:
            try .outputForceChanged(
                OutputForceChanged(raising: wirePointer(raw.pointee.output_force_changed)))
        case HOLDOVER__LEVEL_FACT__KIND_ALARM_LEVEL:
            try .alarmLevel(AlarmLevel(raising: wirePointer(raw.pointee.alarm_level)))
        case HOLDOVER__LEVEL_FACT__KIND_LANE_STATUS_CHANGED:
            try .laneStatusChanged(
                LaneStatusChanged(raising: wirePointer(raw.pointee.lane_status_changed)))
        case HOLDOVER__LEVEL_FACT__KIND_SHADER_PACKAGE_LIST:
            try .shaderPackageList(
                ShaderPackageList(raising: wirePointer(raw.pointee.shader_package_list)))
        case HOLDOVER__LEVEL_FACT__KIND_PROCESS_PHASE:
            try .processPhase(ProcessPhase(raising: wirePointer(raw.pointee.process_phase)))
        case HOLDOVER__LEVEL_FACT__KIND_RESOURCE_LEVEL:
            try .resourceLevel(ResourceLevel(raising: wirePointer(raw.pointee.resource_level)))
        case HOLDOVER__LEVEL_FACT__KIND_RUN_OUTPUT_APPLIED:
            try .runOutputApplied(
                RunOutputApplied(raising: wirePointer(raw.pointee.run_output_applied)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("count")
        json.value(self.count)
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
        case nil: break
        }
        json.endObject()
    }
}
