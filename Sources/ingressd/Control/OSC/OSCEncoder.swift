/// Writes OSC packets, for feedback and for tests of what others send.
public enum OSCEncoder {
    /// The packet as bytes of a datagram.
    public static func encode(_ packet: OSCPacket) -> [UInt8] {
        var out: [UInt8] = []
        write(packet, into: &out)
        return out
    }

    private static func write(_ packet: OSCPacket, into out: inout [UInt8]) {
        switch packet {
        case .message(let message):
            write(message.address, into: &out)
            write("," + String(message.arguments.map(\.tag)), into: &out)
            for argument in message.arguments { write(argument, into: &out) }
        case .bundle(let time, let elements):
            write("#bundle", into: &out)
            write(time.value, into: &out)
            for element in elements {
                let bytes = encode(element)
                write(UInt32(bytes.count), into: &out)
                out += bytes
            }
        }
    }

    private static func write(_ argument: OSCArgument, into out: inout [UInt8]) {
        switch argument {
        case .int(let value): write(UInt32(bitPattern: value), into: &out)
        case .float(let value): write(value.bitPattern, into: &out)
        case .string(let value): write(value, into: &out)
        case .blob(let value):
            write(UInt32(value.count), into: &out)
            out += value
            while !out.count.isMultiple(of: 4) { out.append(0) }
        case .long(let value): write(UInt64(bitPattern: value), into: &out)
        case .double(let value): write(value.bitPattern, into: &out)
        case .timeTag(let value): write(value.value, into: &out)
        case .bool, .none, .impulse: break
        case .character(let value): write(value, into: &out)
        case .rgba(let red, let green, let blue, let alpha): out += [red, green, blue, alpha]
        }
    }

    /// OSC strings end in one to four zeros, to a multiple of four.
    private static func write(_ string: String, into out: inout [UInt8]) {
        out += string.utf8
        repeat { out.append(0) } while !out.count.isMultiple(of: 4)
    }

    private static func write<Value: FixedWidthInteger>(_ value: Value, into out: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { out += $0 }
    }
}
