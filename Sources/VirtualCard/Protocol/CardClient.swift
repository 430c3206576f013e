internal import Glibc

/// Why an operation of a card client failed.
public enum CardClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody listens at the path; retry later. `code` is the errno.
    case cardMissing(path: String, code: Int32)
    /// The path does not fit a socket address.
    case pathTooLong(path: String)
    /// The card does not read fast enough; the message was not sent and may be sent again.
    case wouldBlock
    /// The card is gone; make a new client.
    case disconnected
    /// The message cannot be encoded: name too long, too much sound.
    case messageTooLarge

    public var description: String {
        switch self {
        case .cardMissing(let path, let code):
            "no virtual card at \(path) (\(String(cString: strerror(code)))): start `holdover card`"
        case .pathTooLong(let path): "the socket path \(path) is too long"
        case .wouldBlock: "the virtual card does not read its socket"
        case .disconnected: "the virtual card closed the connection"
        case .messageTooLarge: "the message is too large for the virtual card"
        }
    }
}

/// The `outputd` end of `card.sock`. Owned by the thread that makes every device call; no method
/// blocks, and after `init` none allocates, apart from decoding a refusal.
public final class CardClient {
    private let socket: PacketSocket
    private let outgoing: UnsafeMutableRawBufferPointer
    private let incoming: UnsafeMutableRawBufferPointer
    /// Packets that were not messages of this protocol.
    public private(set) var malformedCount = 0

    /// Connects to the card listening at `path`. Does not wait.
    public init(connectingTo path: String) throws(CardClientError) {
        let descriptor = PacketSocket.makeDescriptor()
        guard descriptor >= 0 else { throw .cardMissing(path: path, code: errno) }
        let connected = PacketSocket.withAddress(path) { address, length in
            connect(descriptor, address, length) == 0 ? 0 : errno
        }
        guard connected == 0 else {
            close(descriptor)
            guard let code = connected else { throw .pathTooLong(path: path) }
            throw .cardMissing(path: path, code: code)
        }
        PacketSocket.enlargeBuffers(descriptor)
        socket = PacketSocket(adopting: descriptor)
        outgoing = .allocate(byteCount: CardProtocol.messageByteCountMax, alignment: 16)
        incoming = .allocate(byteCount: 4_096, alignment: 16)
    }

    deinit {
        outgoing.deallocate()
        incoming.deallocate()
    }

    /// For poll(2): readable when an event waits or the card is gone.
    public var descriptor: Int32 { socket.descriptor }

    /// Announces the format; the card answers `attached` or `refused`.
    public func attach(_ attach: CardAttach) throws(CardClientError) {
        try send(byteCount: CardCodec.encode(attach, to: outgoing))
    }

    /// Schedules one frame with its sound (interleaved signed 32-bit, the attached channel count).
    /// The picture must stay as it is until its completion comes.
    public func schedule(
        _ schedule: CardSchedule, audio: UnsafeRawBufferPointer
    ) throws(CardClientError) {
        guard audio.count <= CardProtocol.audioByteCountMax,
            schedule.objectName.utf8.count <= CardProtocol.objectNameByteCountMax
        else { throw .messageTooLarge }
        try send(byteCount: CardCodec.encode(schedule, audio: audio, to: outgoing))
    }

    /// Asks the card to flush; a completion for each queued frame and then `stopped` follow.
    public func stop() throws(CardClientError) {
        try send(byteCount: CardCodec.encodeStop(to: outgoing))
    }

    /// The next event, or nil when none waits. Malformed packets are counted and skipped.
    public func receive() throws(CardClientError) -> CardEvent? {
        while true {
            switch socket.receive(into: incoming) {
            case .moved(let byteCount):
                let packet = UnsafeRawBufferPointer(rebasing: incoming[..<byteCount])
                if let event = CardCodec.decodeEvent(packet) { return event }
                malformedCount += 1
            case .tooLarge: malformedCount += 1
            case .wouldBlock: return nil
            case .disconnected: throw .disconnected
            }
        }
    }

    private func send(byteCount: Int) throws(CardClientError) {
        switch socket.send(UnsafeRawBufferPointer(rebasing: outgoing[..<byteCount])) {
        case .moved: return
        case .wouldBlock: throw .wouldBlock
        case .disconnected: throw .disconnected
        case .tooLarge: throw .messageTooLarge
        }
    }
}
