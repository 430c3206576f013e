public import Common

/// The real transport: ZeroMQ over `ipc://` sockets in the instance's runtime folder. Any thread.
public final class ZeroMQTransport: Transport {
    private let folder: String
    private let lockPath: String
    private let marks: HighWaterMarks
    private let context: ZeroMQContext

    /// Makes the transport of an instance; no socket is opened yet.
    public init(paths: InstancePaths, marks: HighWaterMarks) throws(TransportError) {
        folder = paths.runtime
        lockPath = paths.lock("coordinator")
        self.marks = marks
        context = try ZeroMQContext()
    }

    public func bind() throws(TransportError) -> any CoordinatorPort {
        try ZeroMQCoordinatorPort(
            folder: folder, lockPath: lockPath, marks: marks, context: context)
    }

    public func connect(receivingEvents: Bool) throws(TransportError) -> any LinkPort {
        try ZeroMQLinkPort(
            folder: folder, marks: marks, receivingEvents: receivingEvents, context: context)
    }
}
