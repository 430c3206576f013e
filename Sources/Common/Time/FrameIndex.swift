/// The number of an output slot on the channel's timeline. TAI seeds it once a timeline epoch;
/// from then on it is +1 for each slot of the device.
public struct FrameIndex: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// Frames since the SMPTE ST 2059 epoch at the channel's rate, when seeded.
    public var value: Int64

    /// Makes index `value`.
    public init(_ value: Int64) { self.value = value }

    /// Seeds an index from TAI, to the nearest frame (as MXL does, in 128-bit arithmetic).
    public init(taiNanoseconds: Int64, rate: FrameRate) {
        let unit = Int128(rate.denominator) * 1_000_000_000
        self.value = FrameRate.floorDivide(
            Int128(taiNanoseconds) * Int128(rate.numerator) + unit / 2, by: unit)
    }

    /// The TAI instant of this index, nanoseconds since the ST 2059 epoch.
    public func taiNanoseconds(rate: FrameRate) -> Int64 { rate.duration(ofFrames: value).count }

    public static func < (a: FrameIndex, b: FrameIndex) -> Bool { a.value < b.value }
    /// The index `count` slots later.
    public static func + (a: FrameIndex, count: Int) -> FrameIndex {
        FrameIndex(a.value + Int64(count))
    }
    /// The index `count` slots earlier.
    public static func - (a: FrameIndex, count: Int) -> FrameIndex {
        FrameIndex(a.value - Int64(count))
    }
    /// How many slots `a` is after `b`.
    public static func - (a: FrameIndex, b: FrameIndex) -> Int { Int(a.value - b.value) }
    /// Moves on by `count` slots.
    public static func += (a: inout FrameIndex, count: Int) { a.value += Int64(count) }

    public var description: String { "\(value)" }
}
