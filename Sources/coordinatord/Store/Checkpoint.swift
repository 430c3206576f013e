internal import CoordinatorDecision
internal import Foundation
internal import Glibc

/// The latest decided state with whatever of it the store has not committed yet, so that a restart
/// neither loses a change that is on air nor does a retried request twice.
struct Checkpoint: Equatable, Sendable {
    /// The store it belongs to.
    var storeID: String
    /// Committed live state and overlay, complete.
    var state: RuntimeState
    /// Keys of decided requests that were not known to be in the store yet.
    var pendingKeys: [IdempotencyEntry]
    /// Fact marks that were not known to be in the store yet.
    var pendingMarks: [StoredMark]
    /// The newest line of the as-run log that belongs to the state; those after it were not decided.
    var decidedLine: UInt64 = 0
    /// Lines up to this one are known to be in the store.
    var storedLine: UInt64 = 0
}

/// Two checksummed copies in the runtime directory, written in turn: a process killed in the
/// middle of a write leaves the other copy whole. Owned by one thread at a time.
///
/// Layout of a copy: magic (8 bytes), generation (8), payload byte count (8), checksum (8), then
/// the payload; all numbers little-endian.
struct CheckpointFile {
    private static let magic: UInt64 = 0x3250_4B43_444C_4F48  // "HOLDCKP2"
    private static let headerByteCount = 32
    private static let byteCountMax = 64 << 20

    private let paths: [String]
    private var generation: UInt64
    private var encoder = CheckpointEncoder()

    /// The copies in `directory`; the next write goes over the older one.
    init(directory: String) {
        paths = ["checkpoint.a", "checkpoint.b"].map { directory + "/" + $0 }
        generation = paths.compactMap { Self.copy(at: $0)?.generation }.max() ?? 0
    }

    /// The newest whole copy, or nil where there is none.
    func read() -> Checkpoint? {
        let copies = paths.compactMap { Self.copy(at: $0) }.sorted {
            $0.generation > $1.generation
        }
        for copy in copies {
            if let found = CheckpointDecoder.decode(copy.payload) { return found }
        }
        return nil
    }

    /// Writes over the older copy. Throws when the file cannot be written; the newer copy stays.
    mutating func write(_ checkpoint: Checkpoint) throws {
        let payload = try encoder.encode(checkpoint)
        let next = generation + 1
        var bytes = Data(capacity: Self.headerByteCount + payload.count)
        for word in [Self.magic, next, UInt64(payload.count), Self.checksum(payload, next)] {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(payload)
        let path = paths[Int(next % 2)]
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CheckpointError(path: path, errno: errno) }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0 else {
            throw CheckpointError(path: path, errno: errno)
        }
        generation = next
    }

    private static func copy(at path: String) -> (generation: UInt64, payload: Data)? {
        guard let bytes = FileManager.default.contents(atPath: path),
            bytes.count >= headerByteCount, bytes.count <= byteCountMax
        else { return nil }
        let words = (0..<4).map { word in
            (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[word * 8 + $1]) << ($1 * 8) }
        }
        let payload = bytes.dropFirst(headerByteCount).prefix(Int(clamping: words[2]))
        guard words[0] == magic, payload.count == Int(clamping: words[2]),
            words[3] == checksum(payload, words[1])
        else { return nil }
        return (words[1], Data(payload))
    }

    /// FNV-1a over generation and payload: finds torn writes; it defends against nothing else.
    static func checksum(_ payload: Data, _ generation: UInt64) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ generation
        payload.withUnsafeBytes { bytes in
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return hash
    }
}

/// Why a checkpoint could not be written.
struct CheckpointError: Error, CustomStringConvertible {
    let path: String
    let errno: Int32
    var description: String { "cannot write \(path): \(String(cString: strerror(errno)))" }
}
