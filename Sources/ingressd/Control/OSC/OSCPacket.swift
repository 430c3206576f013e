/// An OSC packet: a message, or a bundle of packets for one moment.
public indirect enum OSCPacket: Sendable, Equatable {
    /// One message.
    case message(OSCMessage)
    /// Packets that take effect together.
    case bundle(OSCTimeTag, [OSCPacket])
}

/// An address pattern and its arguments.
public struct OSCMessage: Sendable, Equatable {
    /// The address, starting with `/`.
    public let address: String
    /// The arguments in order.
    public let arguments: [OSCArgument]

    /// Makes a message.
    public init(_ address: String, _ arguments: [OSCArgument] = []) {
        self.address = address
        self.arguments = arguments
    }
}
