// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What a shader parameter is.
public struct ParameterDefinition: Sendable, Hashable {
    /// The ISF input name.
    public var name: String = ""
    /// What to show.
    public var label: String = ""
    /// Its type.
    public var type: ParameterType = .float
    /// Absent: none.
    public var minimum: ParameterValue? = nil
    /// Absent: none.
    public var maximum: ParameterValue? = nil
    /// Absent: the type's zero.
    public var defaultValue: ParameterValue? = nil
    /// The value that changes nothing.
    public var identity: ParameterValue? = nil
    /// Values of a long.
    public var choices: [Int64] = []
    /// Their labels.
    public var choiceLabels: [String] = []
    /// When automation becomes committed.
    public var commit: CommitPolicy = .live
    /// Length of smoothing; 0: none.
    public var smoothingFrames: UInt32 = 0
    /// Where a trigger's effect lives.
    public var triggerTarget: TriggerTarget = .overlay

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        label: String = "",
        type: ParameterType = .float,
        minimum: ParameterValue? = nil,
        maximum: ParameterValue? = nil,
        defaultValue: ParameterValue? = nil,
        identity: ParameterValue? = nil,
        choices: [Int64] = [],
        choiceLabels: [String] = [],
        commit: CommitPolicy = .live,
        smoothingFrames: UInt32 = 0,
        triggerTarget: TriggerTarget = .overlay
    ) {
        self.name = name
        self.label = label
        self.type = type
        self.minimum = minimum
        self.maximum = maximum
        self.defaultValue = defaultValue
        self.identity = identity
        self.choices = choices
        self.choiceLabels = choiceLabels
        self.commit = commit
        self.smoothingFrames = smoothingFrames
        self.triggerTarget = triggerTarget
    }
}

extension ParameterDefinition: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ParameterDefinition" }

    typealias Raw = Holdover__ParameterDefinition

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__parameter_definition__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__parameter_definition__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__parameter_definition__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__parameter_definition__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.label = try arena.text(self.label)
        raw.pointee.type = self.type.lowered
        raw.pointee.minimum = try self.minimum?.lower(into: arena)
        raw.pointee.maximum = try self.maximum?.lower(into: arena)
        raw.pointee.default_value = try self.defaultValue?.lower(into: arena)
        raw.pointee.identity = try self.identity?.lower(into: arena)
        raw.pointee.n_choices = self.choices.count
        raw.pointee.choices = try arena.values(self.choices) {
            item throws(WireError) in item
        }
        raw.pointee.n_choice_labels = self.choiceLabels.count
        raw.pointee.choice_labels = try arena.pointers(self.choiceLabels) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.commit = self.commit.lowered
        raw.pointee.smoothing_frames = self.smoothingFrames
        raw.pointee.trigger_target = self.triggerTarget.lowered
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        label = try wireText(raw.pointee.label)
        type = ParameterType(raising: raw.pointee.type)
        if let value = raw.pointee.minimum {
            self.minimum = try ParameterValue(raising: value)
        }
        if let value = raw.pointee.maximum {
            self.maximum = try ParameterValue(raising: value)
        }
        if let value = raw.pointee.default_value {
            self.defaultValue = try ParameterValue(raising: value)
        }
        if let value = raw.pointee.identity {
            self.identity = try ParameterValue(raising: value)
        }
        choices = try wireArray(raw.pointee.choices, raw.pointee.n_choices) {
            item throws(WireError) in item
        }
        choiceLabels = try wireArray(raw.pointee.choice_labels, raw.pointee.n_choice_labels) {
            item throws(WireError) in try wireText(item)
        }
        commit = CommitPolicy(raising: raw.pointee.commit)
        smoothingFrames = raw.pointee.smoothing_frames
        triggerTarget = TriggerTarget(raising: raw.pointee.trigger_target)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("label")
        json.value(self.label)
        json.key("type")
        json.value(self.type.name)
        if let value = self.minimum {
            json.key("minimum")
            value.writeJSON(to: &json)
        }
        if let value = self.maximum {
            json.key("maximum")
            value.writeJSON(to: &json)
        }
        if let value = self.defaultValue {
            json.key("defaultValue")
            value.writeJSON(to: &json)
        }
        if let value = self.identity {
            json.key("identity")
            value.writeJSON(to: &json)
        }
        json.array("choices", self.choices) { json, item in
            json.value(item)
        }
        json.array("choiceLabels", self.choiceLabels) { json, item in
            json.value(item)
        }
        json.key("commit")
        json.value(self.commit.name)
        json.key("smoothingFrames")
        json.value(self.smoothingFrames)
        json.key("triggerTarget")
        json.value(self.triggerTarget.name)
        json.endObject()
    }
}
