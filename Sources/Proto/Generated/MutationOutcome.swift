// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What became of a command.
public struct MutationOutcome: Sendable, Hashable {
    /// Done, as a whole; otherwise nothing changed.
    public var accepted: Bool = false
    /// Why not.
    public var errorCode: ErrorCode = .none
    /// Why not, for people.
    public var errorSentence: String = ""
    /// Anything changed.
    public var stateChanged: Bool = false
    /// Persisted state changed.
    public var persistedStateChanged: Bool = false
    /// Committed live state changed.
    public var committedLiveStateChanged: Bool = false
    /// Overlay changed.
    public var transientStateChanged: Bool = false
    /// A snapshot is (to be) published.
    public var snapshotPublicationRequired: Bool = false
    /// When it reaches the disk.
    public var persistence: Persistence = .none
    /// What the renderer resets.
    public var renderResetScope: RenderResetScope = .none
    /// Observations for the log.
    public var telemetryNotes: [String] = []
    /// The version after it.
    public var stateVersion: StateVersion = StateVersion()
    /// Already on disk.
    public var stored: Bool = false
    /// How it was classified.
    public var mutationClass: MutationClass = .coordinationOnly
    /// The command's.
    public var operationId: String = ""
    /// Output index from which it shows; 0: it does not.
    public var effectiveIndex: Int64 = 0
    /// The layer, preset or run made or changed.
    public var subjectId: String = ""
    /// The kept answer to an earlier request with the same key.
    public var replayed: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        accepted: Bool = false,
        errorCode: ErrorCode = .none,
        errorSentence: String = "",
        stateChanged: Bool = false,
        persistedStateChanged: Bool = false,
        committedLiveStateChanged: Bool = false,
        transientStateChanged: Bool = false,
        snapshotPublicationRequired: Bool = false,
        persistence: Persistence = .none,
        renderResetScope: RenderResetScope = .none,
        telemetryNotes: [String] = [],
        stateVersion: StateVersion = StateVersion(),
        stored: Bool = false,
        mutationClass: MutationClass = .coordinationOnly,
        operationId: String = "",
        effectiveIndex: Int64 = 0,
        subjectId: String = "",
        replayed: Bool = false
    ) {
        self.accepted = accepted
        self.errorCode = errorCode
        self.errorSentence = errorSentence
        self.stateChanged = stateChanged
        self.persistedStateChanged = persistedStateChanged
        self.committedLiveStateChanged = committedLiveStateChanged
        self.transientStateChanged = transientStateChanged
        self.snapshotPublicationRequired = snapshotPublicationRequired
        self.persistence = persistence
        self.renderResetScope = renderResetScope
        self.telemetryNotes = telemetryNotes
        self.stateVersion = stateVersion
        self.stored = stored
        self.mutationClass = mutationClass
        self.operationId = operationId
        self.effectiveIndex = effectiveIndex
        self.subjectId = subjectId
        self.replayed = replayed
    }
}

extension MutationOutcome: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "MutationOutcome" }

    typealias Raw = Holdover__MutationOutcome

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__mutation_outcome__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__mutation_outcome__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__mutation_outcome__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__mutation_outcome__init(raw)
        raw.pointee.accepted = self.accepted ? 1 : 0
        raw.pointee.error_code = self.errorCode.lowered
        raw.pointee.error_sentence = try arena.text(self.errorSentence)
        raw.pointee.state_changed = self.stateChanged ? 1 : 0
        raw.pointee.persisted_state_changed = self.persistedStateChanged ? 1 : 0
        raw.pointee.committed_live_state_changed = self.committedLiveStateChanged ? 1 : 0
        raw.pointee.transient_state_changed = self.transientStateChanged ? 1 : 0
        raw.pointee.snapshot_publication_required = self.snapshotPublicationRequired ? 1 : 0
        raw.pointee.persistence = self.persistence.lowered
        raw.pointee.render_reset_scope = self.renderResetScope.lowered
        raw.pointee.n_telemetry_notes = self.telemetryNotes.count
        raw.pointee.telemetry_notes = try arena.pointers(self.telemetryNotes) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.state_version = try self.stateVersion.lower(into: arena)
        raw.pointee.stored = self.stored ? 1 : 0
        raw.pointee.mutation_class = self.mutationClass.lowered
        raw.pointee.operation_id = try arena.text(self.operationId)
        raw.pointee.effective_index = self.effectiveIndex
        raw.pointee.subject_id = try arena.text(self.subjectId)
        raw.pointee.replayed = self.replayed ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        accepted = raw.pointee.accepted != 0
        errorCode = ErrorCode(raising: raw.pointee.error_code)
        errorSentence = try wireText(raw.pointee.error_sentence)
        stateChanged = raw.pointee.state_changed != 0
        persistedStateChanged = raw.pointee.persisted_state_changed != 0
        committedLiveStateChanged = raw.pointee.committed_live_state_changed != 0
        transientStateChanged = raw.pointee.transient_state_changed != 0
        snapshotPublicationRequired = raw.pointee.snapshot_publication_required != 0
        persistence = Persistence(raising: raw.pointee.persistence)
        renderResetScope = RenderResetScope(raising: raw.pointee.render_reset_scope)
        telemetryNotes = try wireArray(raw.pointee.telemetry_notes, raw.pointee.n_telemetry_notes) {
            item throws(WireError) in try wireText(item)
        }
        if let value = raw.pointee.state_version {
            self.stateVersion = try StateVersion(raising: value)
        }
        stored = raw.pointee.stored != 0
        mutationClass = MutationClass(raising: raw.pointee.mutation_class)
        operationId = try wireText(raw.pointee.operation_id)
        effectiveIndex = raw.pointee.effective_index
        subjectId = try wireText(raw.pointee.subject_id)
        replayed = raw.pointee.replayed != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("accepted")
        json.value(self.accepted)
        json.key("errorCode")
        json.value(self.errorCode.name)
        json.key("errorSentence")
        json.value(self.errorSentence)
        json.key("stateChanged")
        json.value(self.stateChanged)
        json.key("persistedStateChanged")
        json.value(self.persistedStateChanged)
        json.key("committedLiveStateChanged")
        json.value(self.committedLiveStateChanged)
        json.key("transientStateChanged")
        json.value(self.transientStateChanged)
        json.key("snapshotPublicationRequired")
        json.value(self.snapshotPublicationRequired)
        json.key("persistence")
        json.value(self.persistence.name)
        json.key("renderResetScope")
        json.value(self.renderResetScope.name)
        json.array("telemetryNotes", self.telemetryNotes) { json, item in
            json.value(item)
        }
        json.key("stateVersion")
        self.stateVersion.writeJSON(to: &json)
        json.key("stored")
        json.value(self.stored)
        json.key("mutationClass")
        json.value(self.mutationClass.name)
        json.key("operationId")
        json.value(self.operationId)
        json.key("effectiveIndex")
        json.value(self.effectiveIndex)
        json.key("subjectId")
        json.value(self.subjectId)
        json.key("replayed")
        json.value(self.replayed)
        json.endObject()
    }
}
