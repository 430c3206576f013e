/// Packets one after the other in plain memory, as rings and devices carry them: did, sdid, line (two
/// bytes, high first), count of words, words. Nothing read from it is trusted: what does not fit ends
/// the list.
public enum AncillaryArea {
    /// Bytes before a packet's words.
    public static let headerByteCount = 5

    /// One packet in place.
    public struct Entry {
        public let did: UInt8
        public let sdid: UInt8
        public let line: UInt16
        /// The words, in place.
        public let words: UnsafeRawBufferPointer

        /// What the identifiers say it is.
        public var kind: AncillaryPacket.Kind { AncillaryPacket.kind(did: did, sdid: sdid) }
        /// A copy.
        public var packet: AncillaryPacket {
            AncillaryPacket(did: did, sdid: sdid, line: line, words: Array(words))
        }
    }

    /// Calls `body` for each packet of `area`. Allocates nothing.
    public static func forEach(_ area: UnsafeRawBufferPointer, _ body: (Entry) -> Void) {
        var at = 0
        while at + headerByteCount <= area.count {
            let count = Int(area[at + 4])
            let end = at + headerByteCount + count
            guard end <= area.count else { return }
            body(
                Entry(
                    did: area[at], sdid: area[at + 1],
                    line: UInt16(area[at + 2]) << 8 | UInt16(area[at + 3]),
                    words: UnsafeRawBufferPointer(rebasing: area[at + headerByteCount..<end])))
            at = end
        }
    }

    /// All packets, copied.
    public static func packets(in area: UnsafeRawBufferPointer) -> [AncillaryPacket] {
        var packets: [AncillaryPacket] = []
        forEach(area) { packets.append($0.packet) }
        return packets
    }

    /// The bytes of `packets`.
    public static func bytes(of packets: [AncillaryPacket]) -> [UInt8] {
        packets.flatMap {
            [$0.did, $0.sdid, UInt8($0.line >> 8), UInt8($0.line & 255), UInt8($0.words.count)]
                + $0.words
        }
    }
}

/// A growing list of packets in memory of a fixed size. Owned by one thread; never allocates after it
/// was made.
public final class AncillaryBuffer {
    private let storage: UnsafeMutableRawBufferPointer
    /// Bytes in use.
    public private(set) var byteCount = 0
    /// Packets that did not fit since it was made.
    public private(set) var overflowCount = 0

    /// Room for `capacity` bytes.
    public init(capacity: Int) {
        storage = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { storage.deallocate() }

    /// The packets, in place until the next change.
    public var area: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage)[..<byteCount])
    }

    /// Forgets all packets.
    public func removeAll() { byteCount = 0 }

    /// Adds a packet and returns where its words lie, to be changed in place; nil where it does not
    /// fit, which is counted.
    @discardableResult
    public func append(
        did: UInt8, sdid: UInt8, line: UInt16, words: UnsafeRawBufferPointer
    ) -> UnsafeMutableRawBufferPointer? {
        let end = byteCount + AncillaryArea.headerByteCount + words.count
        guard end <= storage.count, words.count <= 255 else {
            overflowCount += 1
            return nil
        }
        storage[byteCount] = did
        storage[byteCount + 1] = sdid
        storage[byteCount + 2] = UInt8(line >> 8)
        storage[byteCount + 3] = UInt8(line & 255)
        storage[byteCount + 4] = UInt8(words.count)
        let place = UnsafeMutableRawBufferPointer(
            rebasing: storage[byteCount + AncillaryArea.headerByteCount..<end])
        if words.count > 0 { place.copyMemory(from: words) }
        byteCount = end
        return place
    }
}
