public import Common

/// What could be shown in one slot, as looked up for its index.
public struct Availability: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Lane a has drawn this index.
    public static let programA = Availability(rawValue: 1 << 0)
    /// Lane b has drawn this index.
    public static let programB = Availability(rawValue: 1 << 1)
    /// The clean input has this index, in the output's exact format.
    public static let passthrough = Availability(rawValue: 1 << 2)
    /// There is a last good frame to repeat or hold.
    public static let lastGood = Availability(rawValue: 1 << 3)
    /// The slate is there.
    public static let slate = Availability(rawValue: 1 << 4)

    /// Whether `source` could be shown. Black and transparent always can.
    public func allows(_ source: SlotSource) -> Bool {
        switch source {
        case .programA: contains(.programA)
        case .programB: contains(.programB)
        case .hold, .repeat: contains(.lastGood)
        case .passthrough: contains(.passthrough)
        case .slate: contains(.slate)
        case .black, .transparent: true
        }
    }

    /// The same without what `source` needs: it could not be lent after all.
    public func without(_ source: SlotSource) -> Availability {
        switch source {
        case .programA: subtracting(.programA)
        case .programB: subtracting(.programB)
        case .hold, .repeat: subtracting(.lastGood)
        case .passthrough: subtracting(.passthrough)
        case .slate: subtracting(.slate)
        case .black, .transparent: self
        }
    }
}
