// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The one read model every page, client and command line shows.
public struct ReadModel: Sendable, Hashable {
    /// The instance's name.
    public var instance: String = ""
    /// Of the state it shows.
    public var version: StateVersion = StateVersion()
    /// The stack on air.
    public var programme: Snapshot = Snapshot()
    /// Absent where there is no preview stack.
    public var preview: Snapshot? = nil
    /// The run.
    public var run: RunStatus = RunStatus()
    /// Active, unacknowledged and shelved ones.
    public var alarms: [Alarm] = []
    /// Daemons, devices, inputs.
    public var links: [Link] = []
    /// Stored stacks.
    public var presets: [PresetDescription] = []
    /// Known packages.
    public var shaderIds: [String] = []
    /// How many mutations can be undone.
    public var undoDepth: UInt32 = 0
    /// How many can be redone.
    public var redoDepth: UInt32 = 0
    /// Durable mutations are possible.
    public var storeAvailable: Bool = false
    /// Channel role.
    public var role: String = ""
    /// What an undo would take back, e.g. "add_layer"; empty: nothing.
    public var undoAction: String = ""
    /// What a redo would do again; empty: nothing.
    public var redoAction: String = ""
    /// Of every command that depends on the run.
    public var guards: [CommandGuard] = []
    /// Stored rundowns.
    public var rundowns: [RundownDescription] = []
    /// Alarms beyond those listed.
    public var alarmGroups: [AlarmGroup] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        instance: String = "",
        version: StateVersion = StateVersion(),
        programme: Snapshot = Snapshot(),
        preview: Snapshot? = nil,
        run: RunStatus = RunStatus(),
        alarms: [Alarm] = [],
        links: [Link] = [],
        presets: [PresetDescription] = [],
        shaderIds: [String] = [],
        undoDepth: UInt32 = 0,
        redoDepth: UInt32 = 0,
        storeAvailable: Bool = false,
        role: String = "",
        undoAction: String = "",
        redoAction: String = "",
        guards: [CommandGuard] = [],
        rundowns: [RundownDescription] = [],
        alarmGroups: [AlarmGroup] = []
    ) {
        self.instance = instance
        self.version = version
        self.programme = programme
        self.preview = preview
        self.run = run
        self.alarms = alarms
        self.links = links
        self.presets = presets
        self.shaderIds = shaderIds
        self.undoDepth = undoDepth
        self.redoDepth = redoDepth
        self.storeAvailable = storeAvailable
        self.role = role
        self.undoAction = undoAction
        self.redoAction = redoAction
        self.guards = guards
        self.rundowns = rundowns
        self.alarmGroups = alarmGroups
    }
}

extension ReadModel: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ReadModel" }

    typealias Raw = Holdover__ReadModel

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__read_model__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__read_model__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__read_model__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__read_model__init(raw)
        raw.pointee.instance = try arena.text(self.instance)
        raw.pointee.version = try self.version.lower(into: arena)
        raw.pointee.programme = try self.programme.lower(into: arena)
        raw.pointee.preview = try self.preview?.lower(into: arena)
        raw.pointee.run = try self.run.lower(into: arena)
        raw.pointee.n_alarms = self.alarms.count
        raw.pointee.alarms = try arena.pointers(self.alarms) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_links = self.links.count
        raw.pointee.links = try arena.pointers(self.links) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_presets = self.presets.count
        raw.pointee.presets = try arena.pointers(self.presets) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_shader_ids = self.shaderIds.count
        raw.pointee.shader_ids = try arena.pointers(self.shaderIds) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.undo_depth = self.undoDepth
        raw.pointee.redo_depth = self.redoDepth
        raw.pointee.store_available = self.storeAvailable ? 1 : 0
        raw.pointee.role = try arena.text(self.role)
        raw.pointee.undo_action = try arena.text(self.undoAction)
        raw.pointee.redo_action = try arena.text(self.redoAction)
        raw.pointee.n_guards = self.guards.count
        raw.pointee.guards = try arena.pointers(self.guards) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_rundowns = self.rundowns.count
        raw.pointee.rundowns = try arena.pointers(self.rundowns) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_alarm_groups = self.alarmGroups.count
        raw.pointee.alarm_groups = try arena.pointers(self.alarmGroups) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        instance = try wireText(raw.pointee.instance)
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
        if let value = raw.pointee.programme {
            self.programme = try Snapshot(raising: value)
        }
        if let value = raw.pointee.preview {
            self.preview = try Snapshot(raising: value)
        }
        if let value = raw.pointee.run {
            self.run = try RunStatus(raising: value)
        }
        alarms = try wireArray(raw.pointee.alarms, raw.pointee.n_alarms) {
            item throws(WireError) in try Alarm(raising: wirePointer(item))
        }
        links = try wireArray(raw.pointee.links, raw.pointee.n_links) {
            item throws(WireError) in try Link(raising: wirePointer(item))
        }
        presets = try wireArray(raw.pointee.presets, raw.pointee.n_presets) {
            item throws(WireError) in try PresetDescription(raising: wirePointer(item))
        }
        shaderIds = try wireArray(raw.pointee.shader_ids, raw.pointee.n_shader_ids) {
            item throws(WireError) in try wireText(item)
        }
        undoDepth = raw.pointee.undo_depth
        redoDepth = raw.pointee.redo_depth
        storeAvailable = raw.pointee.store_available != 0
        role = try wireText(raw.pointee.role)
        undoAction = try wireText(raw.pointee.undo_action)
        redoAction = try wireText(raw.pointee.redo_action)
        guards = try wireArray(raw.pointee.guards, raw.pointee.n_guards) {
            item throws(WireError) in try CommandGuard(raising: wirePointer(item))
        }
        rundowns = try wireArray(raw.pointee.rundowns, raw.pointee.n_rundowns) {
            item throws(WireError) in try RundownDescription(raising: wirePointer(item))
        }
        alarmGroups = try wireArray(raw.pointee.alarm_groups, raw.pointee.n_alarm_groups) {
            item throws(WireError) in try AlarmGroup(raising: wirePointer(item))
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("instance")
        json.value(self.instance)
        json.key("version")
        self.version.writeJSON(to: &json)
        json.key("programme")
        self.programme.writeJSON(to: &json)
        if let value = self.preview {
            json.key("preview")
            value.writeJSON(to: &json)
        }
        json.key("run")
        self.run.writeJSON(to: &json)
        json.array("alarms", self.alarms) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("links", self.links) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("presets", self.presets) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("shaderIds", self.shaderIds) { json, item in
            json.value(item)
        }
        json.key("undoDepth")
        json.value(self.undoDepth)
        json.key("redoDepth")
        json.value(self.redoDepth)
        json.key("storeAvailable")
        json.value(self.storeAvailable)
        json.key("role")
        json.value(self.role)
        json.key("undoAction")
        json.value(self.undoAction)
        json.key("redoAction")
        json.value(self.redoAction)
        json.array("guards", self.guards) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("rundowns", self.rundowns) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("alarmGroups", self.alarmGroups) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
