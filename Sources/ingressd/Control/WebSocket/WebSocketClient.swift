import NIOCore
import NIOWebSocket

/// One WebSocket connection. Owned by the event loop.
///
/// It holds no queue of its own: what a client still lacks is worked out from the model it was
/// sent last, at the moment it can take more. A stalled client thus costs one model and no more.
final class WebSocketClient: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    let peer: String
    /// The model and change number the client has, nil before the first.
    var sent: (model: JSONValue, change: UInt64)?
    /// When something was sent last, in event loop time.
    var sentAt: NIODeadline?
    /// Since when the client takes nothing, nil while it does.
    private(set) var stalledSince: NIODeadline?
    /// Commands that were not answered yet.
    var pendingCommands = 0
    private let feed: ChangeFeed
    private var context: ChannelHandlerContext?

    init(feed: ChangeFeed, peer: String) {
        self.feed = feed
        self.peer = peer
    }

    /// Whether the connection takes more without queueing without bound.
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        feed.add(self)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave("closed")
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave("removed") }

    private func leave(_ reason: String) {
        guard context != nil else { return }
        context = nil
        feed.remove(self, reason: reason)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        // Who does not read answers is not read either, so that answers cannot pile up.
        _ = context.channel.setOption(.autoRead, value: context.channel.isWritable)
        if context.channel.isWritable {
            stalledSince = nil
            feed.flush(self)
        } else if stalledSince == nil {
            stalledSince = .now()
        }
        context.fireChannelWritabilityChanged()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text:
            var buffer = frame.unmaskedData
            feed.receive(buffer.readBytes(length: buffer.readableBytes) ?? [], from: self)
        case .ping:
            let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .connectionClose: close(.normalClosure)
        case .binary: close(.unacceptableData)
        default: break
        }
    }

    /// A client that ends its side without a goodbye is gone: nothing more is sent to it, and its place is
    /// free.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(error is NIOWebSocketError ? .protocolError : .unexpectedServerError)
    }

    /// Sends a text.
    func send(_ value: JSONValue) -> Int {
        guard let context else { return 0 }
        let bytes = value.bytes
        let buffer = context.channel.allocator.buffer(bytes: bytes)
        let frame = WebSocketFrame(fin: true, opcode: .text, data: buffer)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        return bytes.count
    }

    /// Says goodbye and closes.
    func close(_ code: WebSocketErrorCode) {
        guard let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: 2)
        buffer.write(webSocketErrorCode: code)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: buffer)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        context.close(promise: nil)
    }
}
