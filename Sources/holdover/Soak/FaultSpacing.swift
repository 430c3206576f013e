import Common

/// Keeps a storm from looking like a crash loop: five deaths of one daemon within ten seconds make its
/// supervisor slow down, and then the pause would be measured instead of the recovery.
struct FaultSpacing {
    /// Faults of one daemon within the window, at most.
    private static let countMax = 4
    private static let window = Nanoseconds.milliseconds(10_500)
    private var faults: [String: [MonotonicInstant]] = [:]

    /// The earliest instant for the daemon's next fault.
    func next(for daemon: String) -> MonotonicInstant {
        let newest = (faults[daemon] ?? []).suffix(Self.countMax)
        guard newest.count == Self.countMax, let oldest = newest.first else {
            return MonotonicInstant(nanoseconds: 0)
        }
        return oldest + Self.window
    }

    /// Notes a fault.
    mutating func note(_ daemon: String, at instant: MonotonicInstant) {
        faults[daemon, default: []].append(instant)
    }
}
