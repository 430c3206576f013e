// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The answer to a request.
public struct Reply: Sendable, Hashable {
    /// The alternatives of `answer`.
    public enum Answer: Sendable, Hashable {
        /// To a command.
        case outcome(MutationOutcome)
        /// To GetSnapshot.
        case snapshot(SnapshotReply)
        /// To GetEventsSince.
        case events(EventsReply)
        /// To GetState.
        case state(StateReply)
        /// To ListShaders.
        case shaders(ShadersReply)
        /// To ListPresets.
        case presets(PresetsReply)
        /// To ExportPreset.
        case presetDocument(PresetDocument)
        /// To ListAlarms.
        case alarms(AlarmsReply)
        /// To ListRuns.
        case runs(RunsReply)
        /// To GetOperation.
        case operation(OperationReply)
        /// To GetAsRun.
        case asRun(AsRunReply)
        /// To ListRundowns.
        case rundowns(RundownsReply)
        /// To ExportRundown.
        case rundownDocument(RundownDocument)
        /// Refused: full.
        case busy(Busy)
        /// Refused: too late.
        case expired(Expired)
        /// Refused: not understood.
        case malformed(Malformed)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .outcome: "outcome"
            case .snapshot: "snapshot"
            case .events: "events"
            case .state: "state"
            case .shaders: "shaders"
            case .presets: "presets"
            case .presetDocument: "preset_document"
            case .alarms: "alarms"
            case .runs: "runs"
            case .operation: "operation"
            case .asRun: "as_run"
            case .rundowns: "rundowns"
            case .rundownDocument: "rundown_document"
            case .busy: "busy"
            case .expired: "expired"
            case .malformed: "malformed"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "outcome",
            "snapshot",
            "events",
            "state",
            "shaders",
            "presets",
            "preset_document",
            "alarms",
            "runs",
            "operation",
            "as_run",
            "rundowns",
            "rundown_document",
            "busy",
            "expired",
            "malformed",
        ]
    }

    /// Which of them; nil: none, or one this build does not know.
    public var answer: Answer? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        answer: Answer? = nil
    ) {
        self.answer = answer
    }
}

extension Reply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Reply" }

    typealias Raw = Holdover__Reply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__reply__init(raw)
        try lowerAnswer(into: raw, arena)
        return raw
    }

    private func lowerAnswer(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch answer {
        case .outcome(let value):
            raw.pointee.outcome = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_OUTCOME
        case .snapshot(let value):
            raw.pointee.snapshot = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_SNAPSHOT
        case .events(let value):
            raw.pointee.events = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_EVENTS
        case .state(let value):
            raw.pointee.state = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_STATE
        case .shaders(let value):
            raw.pointee.shaders = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_SHADERS
        case .presets(let value):
            raw.pointee.presets = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_PRESETS
        case .presetDocument(let value):
            raw.pointee.preset_document = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_PRESET_DOCUMENT
        case .alarms(let value):
            raw.pointee.alarms = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_ALARMS
        case .runs(let value):
            raw.pointee.runs = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_RUNS
        case .operation(let value):
            raw.pointee.operation = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_OPERATION
        case .asRun(let value):
            raw.pointee.as_run = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_AS_RUN
        case .rundowns(let value):
            raw.pointee.rundowns = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_RUNDOWNS
        case .rundownDocument(let value):
            raw.pointee.rundown_document = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_RUNDOWN_DOCUMENT
        case .busy(let value):
            raw.pointee.busy = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_BUSY
        case .expired(let value):
            raw.pointee.expired = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_EXPIRED
        case .malformed(let value):
            raw.pointee.malformed = try value.lower(into: arena)
            raw.pointee.answer_case = HOLDOVER__REPLY__ANSWER_MALFORMED
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        answer = try Self.raiseAnswer(raw)
    }

    private static func raiseAnswer(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Answer? {
        switch raw.pointee.answer_case {
        case HOLDOVER__REPLY__ANSWER_OUTCOME:
            try .outcome(MutationOutcome(raising: wirePointer(raw.pointee.outcome)))
        case HOLDOVER__REPLY__ANSWER_SNAPSHOT:
            try .snapshot(SnapshotReply(raising: wirePointer(raw.pointee.snapshot)))
        case HOLDOVER__REPLY__ANSWER_EVENTS:
            try .events(EventsReply(raising: wirePointer(raw.pointee.events)))
        case HOLDOVER__REPLY__ANSWER_STATE:
            try .state(StateReply(raising: wirePointer(raw.pointee.state)))
        case HOLDOVER__REPLY__ANSWER_SHADERS:
            try .shaders(ShadersReply(raising: wirePointer(raw.pointee.shaders)))
        case HOLDOVER__REPLY__ANSWER_PRESETS:
            try .presets(PresetsReply(raising: wirePointer(raw.pointee.presets)))
        case HOLDOVER__REPLY__ANSWER_PRESET_DOCUMENT:
            try .presetDocument(PresetDocument(raising: wirePointer(raw.pointee.preset_document)))
        case HOLDOVER__REPLY__ANSWER_ALARMS:
            try .alarms(AlarmsReply(raising: wirePointer(raw.pointee.alarms)))
        case HOLDOVER__REPLY__ANSWER_RUNS:
            try .runs(RunsReply(raising: wirePointer(raw.pointee.runs)))
        case HOLDOVER__REPLY__ANSWER_OPERATION:
            try .operation(OperationReply(raising: wirePointer(raw.pointee.operation)))
        case HOLDOVER__REPLY__ANSWER_AS_RUN:
            try .asRun(AsRunReply(raising: wirePointer(raw.pointee.as_run)))
        case HOLDOVER__REPLY__ANSWER_RUNDOWNS:
            try .rundowns(RundownsReply(raising: wirePointer(raw.pointee.rundowns)))
        case HOLDOVER__REPLY__ANSWER_RUNDOWN_DOCUMENT:
            try .rundownDocument(
                RundownDocument(raising: wirePointer(raw.pointee.rundown_document)))
        case HOLDOVER__REPLY__ANSWER_BUSY:
            try .busy(Busy(raising: wirePointer(raw.pointee.busy)))
        case HOLDOVER__REPLY__ANSWER_EXPIRED:
            try .expired(Expired(raising: wirePointer(raw.pointee.expired)))
        case HOLDOVER__REPLY__ANSWER_MALFORMED:
            try .malformed(Malformed(raising: wirePointer(raw.pointee.malformed)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        switch answer {
        case .outcome(let value):
            json.key("outcome")
            value.writeJSON(to: &json)
        case .snapshot(let value):
            json.key("snapshot")
            value.writeJSON(to: &json)
        case .events(let value):
            json.key("events")
            value.writeJSON(to: &json)
        case .state(let value):
            json.key("state")
            value.writeJSON(to: &json)
        case .shaders(let value):
            json.key("shaders")
            value.writeJSON(to: &json)
        case .presets(let value):
            json.key("presets")
            value.writeJSON(to: &json)
        case .presetDocument(let value):
            json.key("presetDocument")
            value.writeJSON(to: &json)
        case .alarms(let value):
            json.key("alarms")
            value.writeJSON(to: &json)
        case .runs(let value):
            json.key("runs")
            value.writeJSON(to: &json)
        case .operation(let value):
            json.key("operation")
            value.writeJSON(to: &json)
        case .asRun(let value):
            json.key("asRun")
            value.writeJSON(to: &json)
        case .rundowns(let value):
            json.key("rundowns")
            value.writeJSON(to: &json)
        case .rundownDocument(let value):
            json.key("rundownDocument")
            value.writeJSON(to: &json)
        case .busy(let value):
            json.key("busy")
            value.writeJSON(to: &json)
        case .expired(let value):
            json.key("expired")
            value.writeJSON(to: &json)
        case .malformed(let value):
            json.key("malformed")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
