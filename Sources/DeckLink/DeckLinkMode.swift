internal import CDeckLink
public import Common

/// A display mode as the device describes it.
public struct DeckLinkMode: Sendable, Hashable, CustomStringConvertible {
    /// The driver's number.
    public let code: UInt32
    public let width: Int
    public let height: Int
    /// Frames a second; of interlaced modes too.
    public let rate: FrameRate
    public let scan: ScanMode
    /// Units of `scale` that one frame takes.
    public let duration: Int64
    /// Units a second.
    public let scale: Int64

    /// Nil where the driver describes nothing usable.
    init?(_ mode: cdl_mode) {
        let isUsable =
            mode.width > 0 && mode.height > 0 && (1...1_000_000).contains(mode.duration)
            && (1...1_000_000).contains(mode.scale)
        guard isUsable else { return nil }
        code = mode.mode
        width = Int(mode.width)
        height = Int(mode.height)
        duration = mode.duration
        scale = mode.scale
        rate = FrameRate(mode.scale, mode.duration)
        switch mode.field_dominance {
        case Identifier.upperFirst: scan = .topFieldFirst
        case Identifier.lowerFirst: scan = .bottomFieldFirst
        default: scan = .progressive
        }
    }

    /// Whether it carries this picture. Interlaced pictures go out in the mode's own field order: the
    /// channel's is top field first, which standard definition at 29.97 must not be confused with.
    public func carries(_ format: VideoFormat) -> Bool {
        width == format.width && height == format.height && scan == format.scan
            && rate.numerator * format.rate.denominator
                == format.rate.numerator * rate.denominator
    }

    public var description: String {
        "\(width)x\(height)\(scan == .progressive ? "p" : "i")\(rate)"
    }
}
