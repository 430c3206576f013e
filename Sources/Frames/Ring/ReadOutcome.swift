public import Common

/// What a reader finds where it looks for an index. Only `damaged` is an error; the rest is life.
public enum ReadOutcome: Sendable {
    /// The frame, in place. Ask `isStillValid()` after use, unless it is claimed.
    case frame(FrameView)
    /// Not written yet; `head` is the newest index there is, nil before the first.
    case tooEarly(head: FrameIndex?)
    /// Its slot has been reused, or is being reused, for a later index.
    case tooLate
    /// The writer went past it without writing it, or gave it up.
    case notWritten
    /// The writer is at it now.
    case beingWritten
    /// The index is there, of another timeline epoch.
    case otherEpoch(UInt64)
    /// The slot or the object contradicts itself. Open again; the writer makes a new one.
    case damaged

    /// The frame, or nil.
    public var frame: FrameView? {
        if case .frame(let view) = self { view } else { nil }
    }

    /// The name in logs and metrics.
    public var name: String {
        switch self {
        case .frame: "frame"
        case .tooEarly: "too_early"
        case .tooLate: "too_late"
        case .notWritten: "not_written"
        case .beingWritten: "being_written"
        case .otherEpoch: "other_epoch"
        case .damaged: "damaged"
        }
    }
}
