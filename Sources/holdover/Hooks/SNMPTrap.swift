/// An SNMPv2c trap in BER (RFC 3416), with an alarm's fields as texts under the enterprise number that
/// is reserved for documentation (32473): `1.3.6.1.4.1.32473.1.N`. Pure.
enum SNMPTrap {
    private static let enterprise: [UInt64] = [1, 3, 6, 1, 4, 1, 32_473]

    /// The bytes of one trap. `uptime` is in hundredths of a second.
    static func bytes(
        _ message: HookMessage, community: String = "public", uptime: UInt32, request: Int32
    ) -> [UInt8] {
        let trap: UInt64 =
            switch message.happening {
            case .raised: 1
            case .updated: 2
            case .acknowledged: 3
            case .cleared: 4
            }
        var bindings = binding([1, 3, 6, 1, 2, 1, 1, 3, 0], tagged(0x43, unsigned(uptime)))
        bindings += binding(
            [1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0], object(enterprise + [0, trap]))
        for (number, field) in message.fields.enumerated() {
            bindings += binding(
                enterprise + [1, UInt64(number + 1)],
                tagged(0x04, Array(field.value.utf8.prefix(255))))
        }
        let pdu = tagged(
            0xA7, integer(request) + integer(0) + integer(0) + tagged(0x30, bindings))
        return tagged(0x30, integer(1) + tagged(0x04, Array(community.utf8)) + pdu)
    }

    private static func binding(_ name: [UInt64], _ value: [UInt8]) -> [UInt8] {
        tagged(0x30, object(name) + value)
    }

    private static func object(_ numbers: [UInt64]) -> [UInt8] {
        var bytes = [UInt8(numbers[0] * 40 + numbers[1])]
        for number in numbers.dropFirst(2) {
            var groups = [UInt8(number & 0x7F)]
            var rest = number >> 7
            while rest > 0 {
                groups.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes += groups.reversed()
        }
        return tagged(0x06, bytes)
    }

    private static func integer(_ value: Int32) -> [UInt8] {
        var bytes = withUnsafeBytes(of: value.bigEndian) { Array($0) }
        while bytes.count > 1,
            bytes[0] == 0 && bytes[1] < 0x80 || bytes[0] == 0xFF && bytes[1] >= 0x80
        { bytes.removeFirst() }
        return tagged(0x02, bytes)
    }

    private static func unsigned(_ value: UInt32) -> [UInt8] {
        var bytes = [0] + withUnsafeBytes(of: value.bigEndian) { Array($0) }
        while bytes.count > 1, bytes[0] == 0, bytes[1] < 0x80 { bytes.removeFirst() }
        return bytes
    }

    private static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        switch count {
        case 0..<0x80: return [tag, UInt8(count)] + content
        case 0x80..<0x100: return [tag, 0x81, UInt8(count)] + content
        default: return [tag, 0x82, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)] + content
        }
    }
}
