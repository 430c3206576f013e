import Common
import Logging
import NIOCore
import NIOPosix

/// Receives OSC over UDP. Owned by the event loop.
///
/// Packets are taken in batches, parsed whole or refused and counted by reason. Bundles with a
/// time tag in the future wait for it on the loop, bounded in number and in how far ahead.
final class OSCServer: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    /// Messages of future bundles that wait at a time.
    static let scheduledMaximum = 1024
    /// How far ahead a time tag may lie.
    static let aheadMaximum = Nanoseconds.seconds(60)

    /// Replaced by a reload, on the event loop.
    var senders: OSCSenders
    private let metrics: OSCMetrics
    private let time: any TimeSource
    private let log: Logger
    /// Uses a message; returns the reason when it was not used.
    var onMessage: ((OSCMessage, String) -> String?)?
    private var scheduledCount = 0
    private var loggedAt: MonotonicInstant?
    private var channel: (any Channel)?

    init(senders: OSCSenders, metrics: OSCMetrics, time: any TimeSource, log: Logger) {
        self.senders = senders
        self.metrics = metrics
        self.time = time
        self.log = log
    }

    /// Binds. Called off the event loop; blocks until bound.
    ///
    /// - Returns: the port in use.
    func start(
        group: any EventLoopGroup, address: String, port: Int, inherited: Int32? = nil
    ) throws -> Int {
        let batch = 16
        let bootstrap = DatagramBootstrap(group: group)
            .channelOption(.datagramVectorReadMessageCount, value: batch)
            .channelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: batch << 16)
            )
            .channelOption(.socketOption(.so_rcvbuf), value: 4 << 20)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(self)
                }
            }
        let channel =
            try
            (inherited.map { bootstrap.withBoundSocket($0) }
            ?? bootstrap.bind(host: address, port: port)).wait()
        try channel.eventLoop.submit { self.channel = channel }.wait()
        return channel.localAddress?.port ?? port
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let peer = envelope.remoteAddress.ipAddress ?? ""
        metrics.packets.add()
        guard senders.allows(peer) else {
            refused("sender_not_allowed", peer: peer)
            return
        }
        let parsed = envelope.data.withUnsafeReadableBytes { bytes in
            Result { () throws(OSCError) in try OSCParser.parse(bytes) }
        }
        switch parsed {
        case .success(let packet): accept(packet, peer: peer, loop: context.eventLoop)
        case .failure(let error): refused(error.rawValue, peer: peer)
        }
    }

    private func accept(_ packet: OSCPacket, peer: String, loop: any EventLoop) {
        switch packet {
        case .message(let message):
            metrics.messages.add()
            if let reason = onMessage?(message, peer) {
                refused(reason, peer: peer, detail: message.address)
            }
        case .bundle(let tag, let elements):
            let wait = Nanoseconds(
                tag == .immediate ? 0 : tag.unixNanoseconds - time.wallNanoseconds())
            if wait <= .zero {
                for element in elements { accept(element, peer: peer, loop: loop) }
                return
            }
            guard wait <= Self.aheadMaximum else {
                refused("time_too_far_ahead", peer: peer)
                return
            }
            guard scheduledCount < Self.scheduledMaximum else {
                refused("too_many_scheduled", peer: peer)
                return
            }
            scheduledCount += 1
            loop.scheduleTask(in: .nanoseconds(wait.count)) {
                self.scheduledCount -= 1
                for element in elements { self.accept(element, peer: peer, loop: loop) }
            }
        }
    }

    /// Counts a packet or message that was not used; says so in the log at most once a second.
    private func refused(_ reason: String, peer: String, detail: String = "") {
        metrics.refused(reason)
        let now = time.now()
        if let loggedAt, now - loggedAt < .seconds(1) { return }
        loggedAt = now
        log.warning(
            "OSC from \(peer) not used: \(reason.replacing("_", with: " ")) \(detail)",
            metadata: ["reason": "\(reason)", "peer": "\(peer)"])
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A datagram the kernel could not deliver; the socket itself lives on.
        refused("receive_error", peer: "", detail: "\(error)")
    }
}
