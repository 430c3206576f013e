import Common
import Foundation

/// What one lane hands to the other: a file in the runtime directory (memory), replaced as a whole
/// by renaming, so that a reader finds all of it or the one before. Read and written by the daemon's
/// main thread, never by the render thread.
///
/// All numbers are little-endian words of eight bytes; texts and texels follow their byte count.
struct MemoryFile {
    private static let magic: UInt64 = 0x314d_454d_444c_4f48  // "HOLDMEM1"
    /// More than any stack remembers that a machine of today could draw.
    private static let byteCountMax = 1 << 30
    private static let listMax: UInt64 = 4096

    let path: String
    private var seenInode: UInt64 = 0

    init(path: String) { self.path = path }

    /// Replaces the file. Throws what the file system says.
    func save(_ memory: StackMemory) throws {
        var bytes = Data()
        func put(_ word: UInt64) {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        func put(_ list: some Collection<UInt8>) {
            put(UInt64(list.count))
            bytes.append(contentsOf: list)
        }
        func put(_ image: StackMemory.Image?) {
            guard let image else { return put(UInt64(0)) }
            for number in [image.depth, image.width, image.height] { put(UInt64(number)) }
            put(image.texels)
        }
        for word in [
            Self.magic, UInt64(bitPattern: memory.index.value), memory.timelineEpoch,
            memory.stackHash, UInt64(memory.layers.count),
        ] { put(word) }
        for layer in memory.layers {
            put(layer.id.utf8)
            put(layer.contentHash)
            put(UInt64(layer.targets.count))
            for target in layer.targets { put(target) }
            put(layer.history)
            put(UInt64(layer.historyHead))
            put(UInt64(layer.historyCount))
            put(layer.output)
        }
        try bytes.write(to: URL(fileURLWithPath: path + ".new"))
        guard rename(path + ".new", path) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
    }

    /// What came since it was read last. Nil where nothing did, or where it is damaged.
    mutating func news() -> StackMemory? {
        var status = stat()
        guard stat(path, &status) == 0, UInt64(status.st_ino) != seenInode,
            status.st_size <= Self.byteCountMax
        else { return nil }
        seenInode = UInt64(status.st_ino)
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        return bytes.withUnsafeBytes { buffer in
            var reader = Reader(rest: buffer[...])
            return try? reader.memory()
        }
    }

    private struct Damage: Error {}

    /// Nothing read is trusted.
    private struct Reader {
        var rest: Slice<UnsafeRawBufferPointer>

        mutating func memory() throws(Damage) -> StackMemory {
            guard try word() == MemoryFile.magic else { throw Damage() }
            var memory = StackMemory(
                index: FrameIndex(Int64(bitPattern: try word())), timelineEpoch: try word(),
                stackHash: try word(), layers: [])
            for _ in 0..<(try count()) {
                var layer = StackMemory.LayerMemory(
                    id: String(decoding: try bytes(), as: UTF8.self), contentHash: try word())
                for _ in 0..<(try count()) {
                    guard let target = try image() else { throw Damage() }
                    layer.targets.append(target)
                }
                layer.history = try image()
                layer.historyHead = Int(clamping: try word())
                layer.historyCount = Int(clamping: try word())
                layer.output = try image()
                memory.layers.append(layer)
            }
            return memory
        }

        private mutating func image() throws(Damage) -> StackMemory.Image? {
            let depth = Int(clamping: try word())
            guard depth > 0 else { return nil }
            return StackMemory.Image(
                width: Int(clamping: try word()), height: Int(clamping: try word()), depth: depth,
                texels: try bytes())
        }

        private mutating func word() throws(Damage) -> UInt64 {
            guard rest.count >= 8 else { throw Damage() }
            defer { rest = rest.dropFirst(8) }
            return UInt64(
                littleEndian: UnsafeRawBufferPointer(rebasing: rest).loadUnaligned(
                    as: UInt64.self))
        }

        private mutating func count() throws(Damage) -> UInt64 {
            let count = try word()
            guard count <= MemoryFile.listMax else { throw Damage() }
            return count
        }

        private mutating func bytes() throws(Damage) -> [UInt8] {
            let count = try word()
            guard count <= UInt64(rest.count) else { throw Damage() }
            defer { rest = rest.dropFirst(Int(count)) }
            return [UInt8](rest.prefix(Int(count)))
        }
    }
}
