/// What `TimelineWriter.claim` finds.
public enum ClaimedRead: Sendable {
    /// The frame, lent until the claim is released: its slot is not written meanwhile.
    case frame(FrameView, SlotClaim)
    /// Not there; nothing is claimed.
    case unavailable(ReadOutcome)
}
