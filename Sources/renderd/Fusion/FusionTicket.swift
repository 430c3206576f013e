import Synchronization

/// Whether somebody still waits for a fused program. The render thread, which asked, drops it when the
/// stack has moved on; the build thread looks before each step. Any thread.
final class FusionTicket: Sendable {
    private let isDropped = Atomic(false)

    var isWanted: Bool { !isDropped.load(ordering: .relaxed) }

    func drop() { isDropped.store(true, ordering: .relaxed) }
}
