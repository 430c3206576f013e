internal import CoordinatorDecision
internal import Foundation

/// Turns checkpoints into bytes, and remembers what it has turned: of a state that changes a thousand
/// times a second only what changed is encoded again. Owned by the checkpoint thread.
///
/// Layout: a list of blobs, each a 64-bit little-endian byte count and its bytes; lists of blobs nest.
struct CheckpointEncoder {
    private let encoder = JSONEncoder()
    private var layers: [String: (Layer, Data)] = [:]
    private var presets: [String: (Preset, Data)] = [:]
    private var steps: [UInt64: Data] = [:]
    private var alarms = AlarmEncoder()

    mutating func encode(_ checkpoint: Checkpoint) throws -> Data {
        let state = checkpoint.state
        var parts = BlobWriter()
        parts.append(Data(checkpoint.storeID.utf8))
        parts.append(try encoder.encode(state.head))
        for stack in [state.programme, state.preview] {
            parts.append(list(stack.layers) { Self.cached(&layers, $0.id, $0, \.document) })
        }
        let names = state.presets.keys.sorted()
        parts.append(list(names) { Data($0.utf8) })
        parts.append(
            list(names) { name in
                guard let preset = state.presets[name] else { return Data() }
                return Self.cached(&presets, name, preset, \.document)
            })
        parts.append(try alarms.encode(state.alarms))
        for side in [state.undo.done, state.undo.undone] {
            parts.append(
                list(side) { step in
                    if let known = steps[step.number] { return known }
                    let made = Data(step.document)
                    steps[step.number] = made
                    return made
                })
        }
        parts.append(list(checkpoint.pendingKeys, Self.bytes))
        parts.append(try encoder.encode(checkpoint.pendingMarks))
        parts.append(word: checkpoint.decidedLine)
        parts.append(word: checkpoint.storedLine)
        forget(state)
        return parts.data
    }

    /// Lets go of what is no longer in the state, once there is as much of it as of what is.
    private mutating func forget(_ state: RuntimeState) {
        let alive = state.undo.done.count + state.undo.undone.count
        if steps.count > 2 * alive + 64 {
            let numbers = Set((state.undo.done + state.undo.undone).map(\.number))
            steps = steps.filter { numbers.contains($0.key) }
        }
        if presets.count > 2 * state.presets.count + 64 {
            presets = presets.filter { state.presets[$0.key] != nil }
        }
        if layers.count > 512 { layers = layers.filter { state.layer($0.key) != nil } }
    }

    private static func cached<Value: Equatable>(
        _ cache: inout [String: (Value, Data)], _ key: String, _ value: Value,
        _ document: (Value) -> [UInt8]
    ) -> Data {
        if let known = cache[key], known.0 == value { return known.1 }
        let made = Data(document(value))
        cache[key] = (value, made)
        return made
    }

    private func list<Item>(_ items: [Item], _ each: (Item) -> Data) -> Data {
        var blobs = BlobWriter()
        for item in items { blobs.append(each(item)) }
        return blobs.data
    }

    private static func bytes(_ entry: IdempotencyEntry) -> Data {
        var blobs = BlobWriter()
        blobs.append(Data(entry.key.utf8))
        blobs.append(word: entry.requestHash)
        blobs.append(word: UInt64(bitPattern: entry.createdAtWall))
        blobs.append(entry.outcome)
        return blobs.data
    }
}

/// Reads what `CheckpointEncoder` wrote. Nothing read is trusted: nil where it does not fit.
enum CheckpointDecoder {
    static func decode(_ data: Data) -> Checkpoint? {
        guard let parts = BlobReader.blobs(data), parts.count == 13,
            let storeID = String(data: parts[0], encoding: .utf8),
            let decidedLine = BlobReader.word(parts[11]),
            let storedLine = BlobReader.word(parts[12]),
            let names = BlobReader.blobs(parts[4]), let presets: [Preset] = list(parts[5]),
            names.count == presets.count, let keys = BlobReader.blobs(parts[9])
        else { return nil }
        let decoder = JSONDecoder()
        var rows = RuntimeState.Rows()
        guard let head = try? decoder.decode(RuntimeState.Head.self, from: parts[1]),
            let programme: [Layer] = list(parts[2]), let preview: [Layer] = list(parts[3]),
            let alarms = try? decoder.decode([AlarmName: StandingAlarm].self, from: parts[6]),
            let done: [UndoStep] = list(parts[7]), let undone: [UndoStep] = list(parts[8]),
            let marks = try? decoder.decode([StoredMark].self, from: parts[10])
        else { return nil }
        (rows.programme, rows.preview, rows.alarms) = (programme, preview, alarms)
        (rows.done, rows.undone) = (done, undone)
        for (name, preset) in zip(names, presets) {
            rows.presets[String(decoding: name, as: UTF8.self)] = preset
        }
        let entries = keys.compactMap(entry)
        guard entries.count == keys.count else { return nil }
        return Checkpoint(
            storeID: storeID, state: RuntimeState(head: head, rows: rows), pendingKeys: entries,
            pendingMarks: marks, decidedLine: decidedLine, storedLine: storedLine)
    }

    private static func entry(_ data: Data) -> IdempotencyEntry? {
        guard let parts = BlobReader.blobs(data), parts.count == 4,
            let key = String(data: parts[0], encoding: .utf8),
            let hash = BlobReader.word(parts[1]), let created = BlobReader.word(parts[2])
        else { return nil }
        return IdempotencyEntry(
            key: key, requestHash: hash, outcome: Data(parts[3]),
            createdAtWall: Int64(bitPattern: created))
    }

    private static func list<Item: Decodable>(_ data: Data) -> [Item]? {
        guard let blobs = BlobReader.blobs(data) else { return nil }
        let decoder = JSONDecoder()
        let items = blobs.compactMap { try? decoder.decode(Item.self, from: $0) }
        return items.count == blobs.count ? items : nil
    }
}

/// Writes blobs one after the other.
struct BlobWriter {
    private(set) var data = Data()

    mutating func append(_ blob: Data) {
        word(UInt64(blob.count))
        data.append(blob)
    }

    mutating func append(word value: UInt64) {
        word(8)
        word(value)
    }

    private mutating func word(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
}

/// Reads them again.
enum BlobReader {
    static func blobs(_ data: Data) -> [Data]? {
        var blobs: [Data] = []
        var rest = data[...]
        while !rest.isEmpty {
            guard let count = word(rest.prefix(8)), count <= UInt64(rest.count - 8) else {
                return nil
            }
            rest = rest.dropFirst(8)
            blobs.append(rest.prefix(Int(count)))
            rest = rest.dropFirst(Int(count))
        }
        return blobs
    }

    static func word(_ data: Data) -> UInt64? {
        guard data.count == 8 else { return nil }
        return data.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}
