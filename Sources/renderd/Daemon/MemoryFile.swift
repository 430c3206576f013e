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
        var words = WordWriter()
        func put(_ image: StackMemory.Image?) {
            guard let image else { return words.put(UInt64(0)) }
            for number in [image.depth, image.width, image.height] { words.put(UInt64(number)) }
            words.put(image.texels)
        }
        for word in [
            Self.magic, UInt64(bitPattern: memory.index.value), memory.timelineEpoch,
            memory.stackHash, UInt64(memory.layers.count),
        ] { words.put(word) }
        for layer in memory.layers {
            words.put(layer.id)
            words.put(layer.contentHash)
            words.put(UInt64(layer.targets.count))
            for target in layer.targets { put(target) }
            put(layer.history)
            words.put(UInt64(layer.historyHead))
            words.put(UInt64(layer.historyCount))
            put(layer.output)
        }
        try words.bytes.write(to: URL(fileURLWithPath: path + ".new"))
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
            var reader = Reader(words: WordReader(buffer))
            return try? reader.memory()
        }
    }

    /// Nothing read is trusted.
    private struct Reader {
        var words: WordReader

        mutating func memory() throws(WordReader.Damage) -> StackMemory {
            guard try words.word() == MemoryFile.magic else { throw WordReader.Damage() }
            var memory = StackMemory(
                index: FrameIndex(try words.number()), timelineEpoch: try words.word(),
                stackHash: try words.word(), layers: [])
            for _ in 0..<(try words.count(limit: MemoryFile.listMax)) {
                var layer = StackMemory.LayerMemory(
                    id: try words.text(), contentHash: try words.word())
                for _ in 0..<(try words.count(limit: MemoryFile.listMax)) {
                    guard let target = try image() else { throw WordReader.Damage() }
                    layer.targets.append(target)
                }
                layer.history = try image()
                layer.historyHead = Int(clamping: try words.word())
                layer.historyCount = Int(clamping: try words.word())
                layer.output = try image()
                memory.layers.append(layer)
            }
            return memory
        }

        private mutating func image() throws(WordReader.Damage) -> StackMemory.Image? {
            let depth = Int(clamping: try words.word())
            guard depth > 0 else { return nil }
            return StackMemory.Image(
                width: Int(clamping: try words.word()), height: Int(clamping: try words.word()),
                depth: depth, texels: try words.list())
        }
    }
}
