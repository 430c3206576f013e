internal import CProto
internal import Glibc

/// Scratch memory for the C structures of one encode or decode. Owned by the calling thread.
/// Freed by `destroy`, not by reference count: C pointers into it do not keep it alive.
struct WireArena {
    private let arena: OpaquePointer

    init(limit: Int = WireLimits.decodeArenaBytes) {
        guard let arena = cproto_arena_create(limit) else {
            preconditionFailure("no memory for a few bytes: nothing can go on")
        }
        self.arena = arena
    }

    func destroy() { cproto_arena_destroy(arena) }

    var allocator: UnsafeMutablePointer<ProtobufCAllocator> { cproto_arena_allocator(arena) }

    private func bytes(_ count: Int) -> UnsafeMutableRawPointer {
        guard let pointer = cproto_arena_allocate(arena, count) else {
            preconditionFailure("a message of ours needs over \(WireLimits.decodeArenaBytes) bytes")
        }
        return pointer
    }

    /// Room for one C structure, not initialised.
    func allocate<Raw>(_ type: Raw.Type) -> UnsafeMutablePointer<Raw> {
        bytes(MemoryLayout<Raw>.stride).bindMemory(to: Raw.self, capacity: 1)
    }

    /// A C string.
    func text(_ text: String) throws(WireError) -> UnsafeMutablePointer<CChar> {
        let count = text.utf8.count
        let pointer = bytes(count + 1).bindMemory(to: CChar.self, capacity: count + 1)
        var hasNul = false
        var position = 0
        for byte in text.utf8 {
            hasNul = hasNul || byte == 0
            pointer[position] = CChar(bitPattern: byte)
            position += 1
        }
        pointer[count] = 0
        if hasNul { throw .textWithNul }
        return pointer
    }

    /// A C array of pointers, for repeated messages and texts.
    func pointers<Item, Raw>(
        _ items: [Item], _ lower: (Item) throws(WireError) -> UnsafeMutablePointer<Raw>
    ) throws(WireError) -> UnsafeMutablePointer<UnsafeMutablePointer<Raw>?>? {
        guard !items.isEmpty else { return nil }
        let array = bytes(items.count * MemoryLayout<UnsafeMutablePointer<Raw>?>.stride)
            .bindMemory(to: UnsafeMutablePointer<Raw>?.self, capacity: items.count)
        for (position, item) in items.enumerated() {
            (array + position).initialize(to: try lower(item))
        }
        return array
    }

    /// A C array of plain values.
    func values<Item, Raw>(
        _ items: [Item], _ lower: (Item) throws(WireError) -> Raw
    ) throws(WireError) -> UnsafeMutablePointer<Raw>? {
        guard !items.isEmpty else { return nil }
        let array = bytes(items.count * MemoryLayout<Raw>.stride)
            .bindMemory(to: Raw.self, capacity: items.count)
        for (position, item) in items.enumerated() {
            (array + position).initialize(to: try lower(item))
        }
        return array
    }
}

/// A Swift array from a C array.
func wireArray<Raw, Item>(
    _ array: UnsafeMutablePointer<Raw>?, _ count: Int, _ raise: (Raw) throws(WireError) -> Item
) throws(WireError) -> [Item] {
    guard let array, count > 0 else { return [] }
    var items: [Item] = []
    items.reserveCapacity(count)
    for position in 0..<count { items.append(try raise(array[position])) }
    return items
}

/// A Swift text from a C string; refuses what is not UTF-8.
func wireText(_ pointer: UnsafeMutablePointer<CChar>?) throws(WireError) -> String {
    guard let pointer else { return "" }
    guard let text = String(validatingCString: pointer) else { throw .textNotUTF8 }
    return text
}

/// protobuf-c never leaves these nil; if it did, that would be a malformed message, not a crash.
func wirePointer<Raw>(
    _ pointer: UnsafeMutablePointer<Raw>?
) throws(WireError) -> UnsafeMutablePointer<Raw> {
    guard let pointer else { throw .malformed("\(Raw.self)") }
    return pointer
}
