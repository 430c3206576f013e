public import Common

/// What an operator forces on air, past the ladder. Latched until `auto`.
public enum ForceMode: String, Sendable, Hashable, CaseIterable {
    /// The ladder decides.
    case auto
    /// The last good frame, without expiry.
    case hold
    /// The clean input.
    case passthrough
    /// The slate.
    case slate
    /// Black.
    case black
    /// Fill 0, key 0.
    case transparent

    /// The source it asks for; nil for `auto`.
    public var source: SlotSource? {
        switch self {
        case .auto: nil
        case .hold: .hold
        case .passthrough: .passthrough
        case .slate: .slate
        case .black: .black
        case .transparent: .transparent
        }
    }

    /// Why this channel may never show it, or nil where it may.
    ///
    /// A key-and-fill channel lies over somebody else's programme: slate, black or input would
    /// cover it. Clean input goes to air only where somebody has cleared it for air.
    public func refusal(role: ChannelRole, isPassthroughCleared: Bool) -> String? {
        switch self {
        case .auto, .hold, .transparent: nil
        case .slate, .black:
            role == .keyfill ? "a keyfill channel never shows \(rawValue)" : nil
        case .passthrough:
            if role == .keyfill {
                "a keyfill channel never shows its input"
            } else if !isPassthroughCleared {
                "the clean input is not cleared for air (playout.passthrough_cleared)"
            } else {
                nil
            }
        }
    }
}
