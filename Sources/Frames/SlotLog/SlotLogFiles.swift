import Foundation

/// Why the slot log cannot be written or read.
public enum SlotLogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A file cannot be made, written or read; the errno says why.
    case system(path: String, operation: String, code: Int32)

    public var description: String {
        switch self {
        case .system(let path, let operation, let code):
            "cannot \(operation) \(path): \(String(cString: strerror(code))). "
                + "Free space in the state directory, or make it writable"
        }
    }
}

/// The files of a slot log: `slots-<n>.log` with growing n.
enum SlotLogFiles {
    /// "HSLG" in memory order.
    static let magic: UInt32 = 0x474C_5348
    static let version: UInt32 = 1
    static let headerByteCount = 32

    static func path(_ directory: String, _ number: Int) -> String {
        "\(directory)/slots-\(number).log"
    }

    /// The numbers there are, oldest first.
    static func numbers(in directory: String) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix("slots-"), name.hasSuffix(".log") else { return nil }
            return Int(name.dropFirst("slots-".count).dropLast(".log".count))
        }.sorted()
    }

    static func header() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: headerByteCount)
        bytes.withUnsafeMutableBytes {
            $0.storeBytes(of: magic.littleEndian, toByteOffset: 0, as: UInt32.self)
            $0.storeBytes(of: version.littleEndian, toByteOffset: 4, as: UInt32.self)
            $0.storeBytes(
                of: UInt32(SlotLogRecord.byteCount).littleEndian, toByteOffset: 8, as: UInt32.self)
        }
        return bytes
    }

    static func isHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= headerByteCount
            && header().withUnsafeBytes { ours in
                ours.elementsEqual(UnsafeRawBufferPointer(rebasing: bytes[..<headerByteCount]))
            }
    }
}
