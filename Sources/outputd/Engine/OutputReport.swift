import Common
import Frames
import Playout

/// Everything the playout thread tells the others; they never ask it.
enum OutputReport: Sendable {
    /// A slot, or a run of unscheduled ones, is over.
    case settled(SlotLogRecord)
    /// The device's state changed.
    case transition(LifecycleTransition)
    /// What is aired changed.
    case source(from: SlotSource?, to: SlotSource, isForced: Bool, at: FrameIndex)
    /// A force took effect.
    case forced(Playout.ForceMode, at: FrameIndex)
    /// The first slot under a directive of the run was shown.
    case directed(serial: UInt64, at: FrameIndex)
    /// The device's reference came or went.
    case reference(isLocked: Bool)
    /// A ring of another format was met; nil: no longer.
    case mismatch(RingMismatch?)
    /// The first slot was shown on time: the path works.
    case playing
}
