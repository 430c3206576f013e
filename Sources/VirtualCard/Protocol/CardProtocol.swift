/// The protocol between `outputd` and the virtual card, on the instance's `card.sock`.
///
/// A SOCK_SEQPACKET socket: one packet is one message, little-endian, fixed layout. Pictures never
/// travel here: a `schedule` names a shared-memory object, an offset and a length, and the card
/// copies the payload when the tick comes. Sound travels inside the message.
///
/// Order of things: the client connects and sends `attach`; the card answers `attached` (with its
/// clock) or `refused`. Then each `schedule` is answered by exactly one `completion`, unless the
/// connection breaks. `stop` flushes what is queued, one completion each, and then `stopped`.
///
/// Time: the card numbers its ticks from 0 at its start and never skips or repeats a number. A
/// client schedules for a tick, not for a frame index; `index` travels along so that records on
/// both sides can be matched. Worked example: at 50 fps with `tick` 1000 and `tickInstant` t in
/// the card's state, a frame scheduled for tick 1004 is displayed at t + 80 ms.
public enum CardProtocol {
    /// First field of every message: "HCRD" in memory order.
    public static let magic: UInt32 = 0x4452_4348
    /// Layout version; both sides refuse any other.
    public static let version: UInt16 = 1
    /// Bytes before the body: magic, version, kind, byte count, reserved.
    public static let headerByteCount = 16
    /// The longest shared-memory object name, in UTF-8 bytes.
    public static let objectNameByteCountMax = 63
    /// Sound of one slot at 23.976 fps with 16 channels, rounded up.
    public static let audioByteCountMax = 2_048 * 16 * 4
    /// The largest message of all.
    public static let messageByteCountMax = 1_024 + audioByteCountMax
    /// Frames the card holds at once when nothing else is asked for; more are refused as dropped.
    public static let poolCapacityDefault = 10

    /// Kinds of messages.
    enum Kind: UInt16 {
        case attach = 1
        case schedule = 2
        case stop = 3
        case attached = 16
        case refused = 17
        case completion = 18
        case state = 19
        case stopped = 20
    }
}
