internal import Common

/// What the run wants on air. The panic control goes before it; under `programme` the ladder decides.
public enum AirDirective: String, Sendable, Hashable, CaseIterable {
    /// Programme, by the ladder.
    case programme
    /// Nothing is on air: the slate, or transparent for key and fill.
    case idle
    /// Paused: the last picture, without expiry.
    case hold
    /// Cut: the last rung of the role.
    case safe

    /// The source it asks for; nil where the ladder decides.
    func source(_ rules: LadderRules, _ available: Availability) -> SlotSource? {
        switch self {
        case .programme: nil
        case .idle:
            if rules.role == .keyfill {
                .transparent
            } else {
                available.contains(.slate) ? .slate : .black
            }
        case .hold: .hold
        case .safe: rules.floor
        }
    }
}
