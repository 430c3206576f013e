/// An exact rational frame rate, such as 50/1 or 30000/1001 frames per second.
public struct FrameRate: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Frames in `denominator` seconds; positive.
    public let numerator: Int64
    /// Positive.
    public let denominator: Int64

    /// Makes a rate in lowest terms. Precondition: both positive and at most 10⁶.
    public init(_ numerator: Int64, _ denominator: Int64 = 1) {
        precondition((1...1_000_000).contains(numerator) && (1...1_000_000).contains(denominator))
        let divisor = Self.greatestCommonDivisor(numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// The rates of broadcast: 23.976 to 60 frames per second.
    public static let broadcastRates: [FrameRate] = [
        FrameRate(24000, 1001), FrameRate(24), FrameRate(25), FrameRate(30000, 1001),
        FrameRate(30), FrameRate(48000, 1001), FrameRate(48), FrameRate(50),
        FrameRate(60000, 1001), FrameRate(60),
    ]

    /// Reads "50", "59.94", "23.98", "23.976" or "30000/1001". Nil for anything that is not a
    /// broadcast rate (a decimal names the nearest 1001 rate, as people write it).
    public init?(parsing text: some StringProtocol) {
        if let slash = text.firstIndex(of: "/") {
            guard let numerator = Int64(text[..<slash]),
                let denominator = Int64(text[text.index(after: slash)...]),
                (1...1_000_000).contains(numerator), (1...1_000_000).contains(denominator)
            else { return nil }
            let rate = FrameRate(numerator, denominator)
            guard Self.broadcastRates.contains(rate) else { return nil }
            self = rate
            return
        }
        guard let value = Double(text), value.isFinite else { return nil }
        let tolerance = text.contains(".") ? 0.006 : 1e-9
        guard
            let rate = Self.broadcastRates.min(by: {
                abs($0.framesPerSecond - value) < abs($1.framesPerSecond - value)
            }), abs(rate.framesPerSecond - value) <= tolerance
        else { return nil }
        self = rate
    }

    /// For display and metrics only.
    public var framesPerSecond: Double { Double(numerator) / Double(denominator) }

    /// Exact time from frame 0 to the start of frame `count`, rounded down to a nanosecond.
    /// Worked example: at 30000/1001, 30 000 frames are 1 001 000 000 000 ns exactly.
    public func duration(ofFrames count: Int64) -> Nanoseconds {
        Nanoseconds(
            Self.floorDivide(
                Int128(count) * Int128(denominator) * 1_000_000_000, by: Int128(numerator)))
    }

    /// How many whole frames fit into `span`; negative spans round down.
    public func frames(in span: Nanoseconds) -> Int64 {
        Self.floorDivide(
            Int128(span.count) * Int128(numerator), by: Int128(denominator) * 1_000_000_000)
    }

    /// One frame period, rounded down to a nanosecond. For time-outs; sum with
    /// `duration(ofFrames:)` instead of repeating it.
    public var period: Nanoseconds { duration(ofFrames: 1) }

    public var description: String {
        if denominator == 1 { return "\(numerator)" }
        let hundredths = (numerator * 1000 / denominator + 5) / 10
        return
            "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    static func floorDivide(_ dividend: Int128, by divisor: Int128) -> Int64 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        return Int64(remainder < 0 ? quotient - 1 : quotient)
    }

    private static func greatestCommonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
