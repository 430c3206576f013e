import Common

/// Which addresses may send OSC: loopback always, others by an allow-list.
struct OSCSenders: Sendable {
    private struct Network: Sendable {
        let address: [UInt8]
        let prefixLength: Int

        func contains(_ other: [UInt8]) -> Bool {
            guard other.count == address.count else { return false }
            for bit in 0..<prefixLength {
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                if (address[bit / 8] ^ other[bit / 8]) & mask != 0 { return false }
            }
            return true
        }
    }

    private let networks: [Network]
    /// Whether anything beyond loopback may send.
    var isOpen: Bool { !networks.isEmpty }

    /// Reads addresses and networks such as `192.168.7.20` and `10.0.0.0/8`.
    ///
    /// - Throws: `OSCSendersError` naming the entry that is neither.
    init(_ entries: [String]) throws(OSCSendersError) {
        var networks: [Network] = []
        for entry in entries {
            let parts = entry.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), let address = Self.bytes(of: parts[0]) else {
                throw OSCSendersError(entry: entry)
            }
            var length = address.count * 8
            if parts.count == 2 {
                guard let given = Int(parts[1]), (0...length).contains(given) else {
                    throw OSCSendersError(entry: entry)
                }
                length = given
            }
            networks.append(Network(address: address, prefixLength: length))
        }
        self.networks = networks
    }

    /// Whether this address may send.
    func allows(_ address: String) -> Bool {
        guard let bytes = Self.bytes(of: address[...]) else { return false }
        return bytes.first == 127 || networks.contains { $0.contains(bytes) }
    }

    private static func bytes(of text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt8($0) }
        return parts.count == 4 && numbers.count == 4 ? numbers : nil
    }
}

/// An entry of `control.osc_allow` that is no address.
struct OSCSendersError: Error, CustomStringConvertible {
    let entry: String

    var description: String {
        "control.osc_allow: \"\(entry)\" is no IPv4 address or network. "
            + "Write it as 192.168.7.20 or 10.0.0.0/8"
    }
}
