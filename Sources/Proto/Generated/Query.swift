// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Asks without changing anything. Carried in a request with a deadline.
public struct Query: Sendable, Hashable {
    /// The alternatives of `ask`.
    public enum Ask: Sendable, Hashable {
        /// The present snapshot.
        case getSnapshot(GetSnapshot)
        /// Missed events.
        case getEventsSince(GetEventsSince)
        /// The read model.
        case getState(GetState)
        /// Shader packages with their parameters.
        case listShaders(ListShaders)
        /// Stored stacks.
        case listPresets(ListPresets)
        /// A stored stack as JSON.
        case exportPreset(ExportPreset)
        /// Alarms, also past ones.
        case listAlarms(ListAlarms)
        /// Run history.
        case listRuns(ListRuns)
        /// What one operation led to, in every process.
        case getOperation(GetOperation)
        /// What was on air in a run.
        case getAsRun(GetAsRun)
        /// Stored rundowns.
        case listRundowns(ListRundowns)
        /// A stored rundown as JSON.
        case exportRundown(ExportRundown)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .getSnapshot: "get_snapshot"
            case .getEventsSince: "get_events_since"
            case .getState: "get_state"
            case .listShaders: "list_shaders"
            case .listPresets: "list_presets"
            case .exportPreset: "export_preset"
            case .listAlarms: "list_alarms"
            case .listRuns: "list_runs"
            case .getOperation: "get_operation"
            case .getAsRun: "get_as_run"
            case .listRundowns: "list_rundowns"
            case .exportRundown: "export_rundown"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "get_snapshot",
            "get_events_since",
            "get_state",
            "list_shaders",
            "list_presets",
            "export_preset",
            "list_alarms",
            "list_runs",
            "get_operation",
            "get_as_run",
            "list_rundowns",
            "export_rundown",
        ]
    }

    /// Which of them; nil: none, or one this build does not know.
    public var ask: Ask? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        ask: Ask? = nil
    ) {
        self.ask = ask
    }
}

extension Query: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Query" }

    typealias Raw = Holdover__Query

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__query__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__query__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__query__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__query__init(raw)
        try lowerAsk(into: raw, arena)
        return raw
    }

    private func lowerAsk(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch ask {
        case .getSnapshot(let value):
            raw.pointee.get_snapshot = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_GET_SNAPSHOT
        case .getEventsSince(let value):
            raw.pointee.get_events_since = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_GET_EVENTS_SINCE
        case .getState(let value):
            raw.pointee.get_state = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_GET_STATE
        case .listShaders(let value):
            raw.pointee.list_shaders = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_LIST_SHADERS
        case .listPresets(let value):
            raw.pointee.list_presets = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_LIST_PRESETS
        case .exportPreset(let value):
            raw.pointee.export_preset = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_EXPORT_PRESET
        case .listAlarms(let value):
            raw.pointee.list_alarms = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_LIST_ALARMS
        case .listRuns(let value):
            raw.pointee.list_runs = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_LIST_RUNS
        case .getOperation(let value):
            raw.pointee.get_operation = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_GET_OPERATION
        case .getAsRun(let value):
            raw.pointee.get_as_run = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_GET_AS_RUN
        case .listRundowns(let value):
            raw.pointee.list_rundowns = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_LIST_RUNDOWNS
        case .exportRundown(let value):
            raw.pointee.export_rundown = try value.lower(into: arena)
            raw.pointee.ask_case = HOLDOVER__QUERY__ASK_EXPORT_RUNDOWN
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        ask = try Self.raiseAsk(raw)
    }

    private static func raiseAsk(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Ask? {
        switch raw.pointee.ask_case {
        case HOLDOVER__QUERY__ASK_GET_SNAPSHOT:
            try .getSnapshot(GetSnapshot(raising: wirePointer(raw.pointee.get_snapshot)))
        case HOLDOVER__QUERY__ASK_GET_EVENTS_SINCE:
            try .getEventsSince(GetEventsSince(raising: wirePointer(raw.pointee.get_events_since)))
        case HOLDOVER__QUERY__ASK_GET_STATE:
            try .getState(GetState(raising: wirePointer(raw.pointee.get_state)))
        case HOLDOVER__QUERY__ASK_LIST_SHADERS:
            try .listShaders(ListShaders(raising: wirePointer(raw.pointee.list_shaders)))
        case HOLDOVER__QUERY__ASK_LIST_PRESETS:
            try .listPresets(ListPresets(raising: wirePointer(raw.pointee.list_presets)))
        case HOLDOVER__QUERY__ASK_EXPORT_PRESET:
            try .exportPreset(ExportPreset(raising: wirePointer(raw.pointee.export_preset)))
        case HOLDOVER__QUERY__ASK_LIST_ALARMS:
            try .listAlarms(ListAlarms(raising: wirePointer(raw.pointee.list_alarms)))
        case HOLDOVER__QUERY__ASK_LIST_RUNS:
            try .listRuns(ListRuns(raising: wirePointer(raw.pointee.list_runs)))
        case HOLDOVER__QUERY__ASK_GET_OPERATION:
            try .getOperation(GetOperation(raising: wirePointer(raw.pointee.get_operation)))
        case HOLDOVER__QUERY__ASK_GET_AS_RUN:
            try .getAsRun(GetAsRun(raising: wirePointer(raw.pointee.get_as_run)))
        case HOLDOVER__QUERY__ASK_LIST_RUNDOWNS:
            try .listRundowns(ListRundowns(raising: wirePointer(raw.pointee.list_rundowns)))
        case HOLDOVER__QUERY__ASK_EXPORT_RUNDOWN:
            try .exportRundown(ExportRundown(raising: wirePointer(raw.pointee.export_rundown)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        switch ask {
        case .getSnapshot(let value):
            json.key("getSnapshot")
            value.writeJSON(to: &json)
        case .getEventsSince(let value):
            json.key("getEventsSince")
            value.writeJSON(to: &json)
        case .getState(let value):
            json.key("getState")
            value.writeJSON(to: &json)
        case .listShaders(let value):
            json.key("listShaders")
            value.writeJSON(to: &json)
        case .listPresets(let value):
            json.key("listPresets")
            value.writeJSON(to: &json)
        case .exportPreset(let value):
            json.key("exportPreset")
            value.writeJSON(to: &json)
        case .listAlarms(let value):
            json.key("listAlarms")
            value.writeJSON(to: &json)
        case .listRuns(let value):
            json.key("listRuns")
            value.writeJSON(to: &json)
        case .getOperation(let value):
            json.key("getOperation")
            value.writeJSON(to: &json)
        case .getAsRun(let value):
            json.key("getAsRun")
            value.writeJSON(to: &json)
        case .listRundowns(let value):
            json.key("listRundowns")
            value.writeJSON(to: &json)
        case .exportRundown(let value):
            json.key("exportRundown")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
