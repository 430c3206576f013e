// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The state of the run.
public struct RunStatus: Sendable, Hashable {
    /// Empty when idle.
    public var runId: String = ""
    /// What it is called.
    public var title: String = ""
    /// Where it is.
    public var state: RunState = .idle
    /// Why it is there.
    public var cause: RunCause = .none
    /// A sentence.
    public var detail: String = ""
    /// Since when, wall clock.
    public var sinceWallNanoseconds: Int64 = 0
    /// Who started it.
    public var operatorName: String = ""
    /// The conditions.
    public var interlocks: [Interlock] = []
    /// Loaded rundown.
    public var rundown: String = ""
    /// Current item, from 1; 0: none.
    public var rundownPosition: UInt32 = 0
    /// Somebody has seen the fault.
    public var faultAcknowledged: Bool = false
    /// Item cued to preview, from 1; 0: none.
    public var cuedPosition: UInt32 = 0
    /// The cued item is built and may be taken.
    public var cueReady: Bool = false
    /// The rundown does not go on by itself.
    public var rundownHeld: Bool = false
    /// Of the command that led here.
    public var operationId: String = ""
    /// Of the loaded rundown, in order.
    public var rundownItems: [RundownItem] = []
    /// What the run wants on air.
    public var output: RunOutput = .programme
    /// From this output index on; 0: at once.
    public var outputIndex: Int64 = 0
    /// The output has shown it.
    public var outputConfirmed: Bool = false
    /// Absent: none.
    public var fault: RunFault? = nil
    /// Everything the run depends on.
    public var components: [Component] = []
    /// On air since; 0: not yet.
    public var startedWallNanoseconds: Int64 = 0
    /// Of the command that asked for this output.
    public var outputOperationId: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        runId: String = "",
        title: String = "",
        state: RunState = .idle,
        cause: RunCause = .none,
        detail: String = "",
        sinceWallNanoseconds: Int64 = 0,
        operatorName: String = "",
        interlocks: [Interlock] = [],
        rundown: String = "",
        rundownPosition: UInt32 = 0,
        faultAcknowledged: Bool = false,
        cuedPosition: UInt32 = 0,
        cueReady: Bool = false,
        rundownHeld: Bool = false,
        operationId: String = "",
        rundownItems: [RundownItem] = [],
        output: RunOutput = .programme,
        outputIndex: Int64 = 0,
        outputConfirmed: Bool = false,
        fault: RunFault? = nil,
        components: [Component] = [],
        startedWallNanoseconds: Int64 = 0,
        outputOperationId: String = ""
    ) {
        self.runId = runId
        self.title = title
        self.state = state
        self.cause = cause
        self.detail = detail
        self.sinceWallNanoseconds = sinceWallNanoseconds
        self.operatorName = operatorName
        self.interlocks = interlocks
        self.rundown = rundown
        self.rundownPosition = rundownPosition
        self.faultAcknowledged = faultAcknowledged
        self.cuedPosition = cuedPosition
        self.cueReady = cueReady
        self.rundownHeld = rundownHeld
        self.operationId = operationId
        self.rundownItems = rundownItems
        self.output = output
        self.outputIndex = outputIndex
        self.outputConfirmed = outputConfirmed
        self.fault = fault
        self.components = components
        self.startedWallNanoseconds = startedWallNanoseconds
        self.outputOperationId = outputOperationId
    }
}

extension RunStatus: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RunStatus" }

    typealias Raw = Holdover__RunStatus

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__run_status__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__run_status__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__run_status__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__run_status__init(raw)
        raw.pointee.run_id = try arena.text(self.runId)
        raw.pointee.title = try arena.text(self.title)
        raw.pointee.state = self.state.lowered
        raw.pointee.cause = self.cause.lowered
        raw.pointee.detail = try arena.text(self.detail)
        raw.pointee.since_wall_nanoseconds = self.sinceWallNanoseconds
        raw.pointee.operator_name = try arena.text(self.operatorName)
        raw.pointee.n_interlocks = self.interlocks.count
        raw.pointee.interlocks = try arena.pointers(self.interlocks) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.rundown = try arena.text(self.rundown)
        raw.pointee.rundown_position = self.rundownPosition
        raw.pointee.fault_acknowledged = self.faultAcknowledged ? 1 : 0
        raw.pointee.cued_position = self.cuedPosition
        raw.pointee.cue_ready = self.cueReady ? 1 : 0
        raw.pointee.rundown_held = self.rundownHeld ? 1 : 0
        raw.pointee.operation_id = try arena.text(self.operationId)
        raw.pointee.n_rundown_items = self.rundownItems.count
        raw.pointee.rundown_items = try arena.pointers(self.rundownItems) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.output = self.output.lowered
        raw.pointee.output_index = self.outputIndex
        raw.pointee.output_confirmed = self.outputConfirmed ? 1 : 0
        raw.pointee.fault = try self.fault?.lower(into: arena)
        raw.pointee.n_components = self.components.count
        raw.pointee.components = try arena.pointers(self.components) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.started_wall_nanoseconds = self.startedWallNanoseconds
        raw.pointee.output_operation_id = try arena.text(self.outputOperationId)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        runId = try wireText(raw.pointee.run_id)
        title = try wireText(raw.pointee.title)
        state = RunState(raising: raw.pointee.state)
        cause = RunCause(raising: raw.pointee.cause)
        detail = try wireText(raw.pointee.detail)
        sinceWallNanoseconds = raw.pointee.since_wall_nanoseconds
        operatorName = try wireText(raw.pointee.operator_name)
        interlocks = try wireArray(raw.pointee.interlocks, raw.pointee.n_interlocks) {
            item throws(WireError) in try Interlock(raising: wirePointer(item))
        }
        rundown = try wireText(raw.pointee.rundown)
        rundownPosition = raw.pointee.rundown_position
        faultAcknowledged = raw.pointee.fault_acknowledged != 0
        cuedPosition = raw.pointee.cued_position
        cueReady = raw.pointee.cue_ready != 0
        rundownHeld = raw.pointee.rundown_held != 0
        operationId = try wireText(raw.pointee.operation_id)
        rundownItems = try wireArray(raw.pointee.rundown_items, raw.pointee.n_rundown_items) {
            item throws(WireError) in try RundownItem(raising: wirePointer(item))
        }
        output = RunOutput(raising: raw.pointee.output)
        outputIndex = raw.pointee.output_index
        outputConfirmed = raw.pointee.output_confirmed != 0
        if let value = raw.pointee.fault {
            self.fault = try RunFault(raising: value)
        }
        components = try wireArray(raw.pointee.components, raw.pointee.n_components) {
            item throws(WireError) in try Component(raising: wirePointer(item))
        }
        startedWallNanoseconds = raw.pointee.started_wall_nanoseconds
        outputOperationId = try wireText(raw.pointee.output_operation_id)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("runId")
        json.value(self.runId)
        json.key("title")
        json.value(self.title)
        json.key("state")
        json.value(self.state.name)
        json.key("cause")
        json.value(self.cause.name)
        json.key("detail")
        json.value(self.detail)
        json.key("sinceWallNanoseconds")
        json.value(self.sinceWallNanoseconds)
        json.key("operatorName")
        json.value(self.operatorName)
        json.array("interlocks", self.interlocks) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("rundown")
        json.value(self.rundown)
        json.key("rundownPosition")
        json.value(self.rundownPosition)
        json.key("faultAcknowledged")
        json.value(self.faultAcknowledged)
        json.key("cuedPosition")
        json.value(self.cuedPosition)
        json.key("cueReady")
        json.value(self.cueReady)
        json.key("rundownHeld")
        json.value(self.rundownHeld)
        json.key("operationId")
        json.value(self.operationId)
        json.array("rundownItems", self.rundownItems) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("output")
        json.value(self.output.name)
        json.key("outputIndex")
        json.value(self.outputIndex)
        json.key("outputConfirmed")
        json.value(self.outputConfirmed)
        if let value = self.fault {
            json.key("fault")
            value.writeJSON(to: &json)
        }
        json.array("components", self.components) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("startedWallNanoseconds")
        json.value(self.startedWallNanoseconds)
        json.key("outputOperationId")
        json.value(self.outputOperationId)
        json.endObject()
    }
}
