import Common
import Frames

/// The panic control as a loop: makes its server anew each time the loop is started again.
struct PanicControl: Sendable {
    let path: String
    let role: ChannelRole
    let isPassthroughCleared: Bool
    let mailbox: PlayoutMailbox
    let latch: ForceLatch
    let plane: FramePlane
    let gauges: OutputGauges
    let onTurn: @Sendable (String) throws -> Void

    init(
        path: String, configuration: Configuration, mailbox: PlayoutMailbox, latch: ForceLatch,
        plane: FramePlane, gauges: OutputGauges,
        onTurn: @escaping @Sendable (String) throws -> Void
    ) {
        self.path = path
        role = configuration.role
        isPassthroughCleared = configuration.playout.passthroughCleared
        self.mailbox = mailbox
        self.latch = latch
        self.plane = plane
        self.gauges = gauges
        self.onTurn = onTurn
    }

    func run(_ loop: LoopSupervisor) throws {
        let server = PanicServer(
            path: path, role: role, isPassthroughCleared: isPassthroughCleared, mailbox: mailbox,
            latch: latch, plane: plane, gauges: gauges)
        try server.run {
            try onTurn(loop.name)
            return loop.isStopping
        }
    }
}
