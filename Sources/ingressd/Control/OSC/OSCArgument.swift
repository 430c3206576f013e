/// One argument of an OSC message.
public enum OSCArgument: Sendable, Equatable {
    /// `i`: 32 bit integer.
    case int(Int32)
    /// `f`: 32 bit float.
    case float(Float)
    /// `s`: text.
    case string(String)
    /// `b`: bytes.
    case blob([UInt8])
    /// `h`: 64 bit integer.
    case long(Int64)
    /// `d`: 64 bit float.
    case double(Double)
    /// `t`: NTP time.
    case timeTag(OSCTimeTag)
    /// `T` and `F`.
    case bool(Bool)
    /// `N`.
    case none
    /// `I`, infinitum or impulse: fires a trigger.
    case impulse
    /// `c`: one ASCII or Unicode character.
    case character(UInt32)
    /// `r`: red, green, blue, alpha.
    case rgba(UInt8, UInt8, UInt8, UInt8)

    /// The type tag of this argument.
    public var tag: Character {
        switch self {
        case .int: "i"
        case .float: "f"
        case .string: "s"
        case .blob: "b"
        case .long: "h"
        case .double: "d"
        case .timeTag: "t"
        case .bool(let value): value ? "T" : "F"
        case .none: "N"
        case .impulse: "I"
        case .character: "c"
        case .rgba: "r"
        }
    }

    /// The argument as a number where it is one; truth counts as 0 and 1.
    public var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): Double(value)
        case .long(let value): Double(value)
        case .double(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }
}

/// An OSC time tag: NTP format, 32 bit seconds since 1900 and 32 bit fraction.
public struct OSCTimeTag: Sendable, Equatable {
    /// Seconds in the upper half, fraction in the lower.
    public let value: UInt64

    /// Wraps an NTP value.
    public init(_ value: UInt64) { self.value = value }

    /// The reserved value meaning "now".
    public static let immediate = OSCTimeTag(1)

    /// Seconds from 1900 to 1970.
    private static let ntpToUnix: Int64 = 2_208_988_800

    /// A tag for a moment, in nanoseconds since 1970.
    public init(unixNanoseconds: Int64) {
        let seconds = UInt64(unixNanoseconds / 1_000_000_000 + Self.ntpToUnix)
        let fraction = UInt64(unixNanoseconds % 1_000_000_000) << 32 / 1_000_000_000
        value = seconds << 32 | fraction
    }

    /// The moment in nanoseconds since 1970.
    public var unixNanoseconds: Int64 {
        let seconds = Int64(value >> 32) - Self.ntpToUnix
        let fraction = Int64(((value & 0xFFFF_FFFF) * 1_000_000_000 + 0x8000_0000) >> 32)
        return seconds * 1_000_000_000 + fraction
    }
}
