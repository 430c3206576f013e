import Common
import NIOCore
import NIOPosix

/// Speaks to outputd's panic socket: one line out, one line of JSON back. Any thread.
struct ForceClient: Sendable {
    let path: String
    let group: any EventLoopGroup

    /// How long outputd may take.
    static let timeout = TimeAmount.seconds(1)
    /// Longest answer.
    static let answerMaximum = 64 << 10

    /// Sends a line and gives the answer, or fails when outputd is away or silent.
    func ask(_ line: String) -> EventLoopFuture<JSONValue> {
        let loop = group.next()
        let answer = loop.makePromise(of: JSONValue.self)
        let timer = loop.scheduleTask(in: Self.timeout) {
            answer.fail(ChannelError.connectTimeout(Self.timeout))
        }
        answer.futureResult.whenComplete { _ in timer.cancel() }
        ClientBootstrap(group: loop)
            .connectTimeout(Self.timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LineReceiver(answer))
                }
            }
            .connect(unixDomainSocketPath: path)
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    channel.writeAndFlush(ByteBuffer(string: line + "\n"), promise: nil)
                    answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
                case .failure(let error): answer.fail(error)
                }
            }
        return answer.futureResult
    }

    /// Gathers bytes up to the end of the line. Owned by the event loop.
    private final class LineReceiver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let answer: EventLoopPromise<JSONValue>
        private var bytes: [UInt8] = []

        init(_ answer: EventLoopPromise<JSONValue>) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var buffer = unwrapInboundIn(data)
            bytes += buffer.readBytes(length: buffer.readableBytes) ?? []
            if bytes.contains(0x0A) || bytes.count > ForceClient.answerMaximum { finish() }
        }

        func channelInactive(context: ChannelHandlerContext) { finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            answer.fail(error)
            context.close(promise: nil)
        }

        private func finish() {
            do {
                answer.succeed(try JSONParser.parse(Array(bytes.prefix { $0 != 0x0A })))
            } catch {
                answer.fail(error)
            }
        }
    }
}
