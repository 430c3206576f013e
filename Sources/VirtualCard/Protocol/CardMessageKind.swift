/// What one datagram on the virtual card's socket is.
///
/// The socket is SOCK_SEQPACKET: one message is one datagram and keeps its borders. Every message
/// begins with a `CardMessageHeader`; a fixed layout per kind follows, in host byte order (both ends
/// share a host). Playout speaks first (`attach`), the card answers (`attached`).
public enum CardMessageKind: UInt16, Sendable {
    /// Playout → card: here I am, this is my format. `CardAttach`.
    case attach = 1
    /// Playout → card: show this slot at its index. `CardSchedule`, then the audio.
    case schedule = 2
    /// Playout → card: the next tick shows this index. `CardStart`; only while no index is mapped.
    case start = 3
    /// Playout → card: an orderly end; everything queued comes back flushed. `CardStop`.
    case stop = 4
    /// Card → playout: the answer to attach. `CardAttached`.
    case attached = 16
    /// Card → playout: what became of one scheduled slot. `CardCompletion`.
    case completion = 17
    /// Card → playout: a tick for which nothing was queued. `CardMissed`.
    case missed = 18
    /// Card → playout: reference or connector changed. `CardStatus`.
    case status = 19
}
