public import Common

/// A SMPTE ST 12-1 timecode: a label for one frame of a day.
///
/// Above 30 frames a second the label counts pairs of frames, and a mark tells the second of a pair, as
/// ST 12-2 carries it. At 29.97 and 59.94 labels may drop: two labels (of pairs, at 59.94) are left out
/// at the start of each minute but every tenth, so that labels keep up with the clock. Worked example:
/// 00:00:59;29 is followed by 00:01:00;02.
public struct Timecode: Sendable, Hashable, CustomStringConvertible {
    /// 0–23.
    public var hours: UInt8
    /// 0–59.
    public var minutes: UInt8
    /// 0–59.
    public var seconds: UInt8
    /// Frames, or pairs of frames, within the second.
    public var frames: UInt8
    public var isDropFrame: Bool
    /// The second frame of a pair; only above 30 frames a second.
    public var isSecondOfPair: Bool

    /// Bundles the components as given.
    public init(
        hours: UInt8, minutes: UInt8, seconds: UInt8, frames: UInt8, isDropFrame: Bool = false,
        isSecondOfPair: Bool = false
    ) {
        self.hours = hours
        self.minutes = minutes
        self.seconds = seconds
        self.frames = frames
        self.isDropFrame = isDropFrame
        self.isSecondOfPair = isSecondOfPair
    }

    /// The label of frame `count` of a day, which begins at 0 and starts anew after 24 hours; negative
    /// counts lie before midnight. Drops where the rate allows it.
    public init(frame count: Int64, rate: TimecodeRate) {
        let day = rate.framesPerDay
        var frame = count % day
        if frame < 0 { frame += day }
        let isSecond = rate.hasPairs && frame % 2 == 1
        var label = rate.hasPairs ? frame / 2 : frame
        if rate.drops {
            // 17 982 labels in ten minutes: 1 800 in the first, 1 798 in each of the others.
            let (tens, rest) = label.quotientAndRemainder(dividingBy: 17_982)
            label += 18 * tens + (rest < 1_800 ? 0 : 2 * ((rest - 1_800) / 1_798 + 1))
        }
        let base = Int64(rate.base)
        self.init(
            hours: UInt8(label / (base * 3_600) % 24), minutes: UInt8(label / (base * 60) % 60),
            seconds: UInt8(label / base % 60), frames: UInt8(label % base),
            isDropFrame: rate.drops, isSecondOfPair: isSecond)
    }

    /// Which frame of the day has this label.
    public func frame(rate: TimecodeRate) -> Int64 {
        let minute = Int64(hours) * 60 + Int64(minutes)
        var label = (minute * 60 + Int64(seconds)) * Int64(rate.base) + Int64(frames)
        if isDropFrame { label -= 2 * (minute - minute / 10) }
        return rate.hasPairs ? label * 2 + (isSecondOfPair ? 1 : 0) : label
    }

    /// Whether the components exist at this rate.
    public func isValid(rate: TimecodeRate) -> Bool {
        let isInRange = hours < 24 && minutes < 60 && seconds < 60 && Int(frames) < rate.base
        let isDropped = isDropFrame && seconds == 0 && frames < 2 && minutes % 10 != 0
        return isInRange && !isDropped && (!isDropFrame || rate.drops)
    }

    /// 0xHHMMSSFF in BCD, bit 30 drop-frame, bit 31 the second of a pair: as rings carry it.
    public var packed: UInt32 {
        func bcd(_ value: UInt8) -> UInt32 { UInt32(value / 10) << 4 | UInt32(value % 10) }
        return bcd(hours) << 24 | bcd(minutes) << 16 | bcd(seconds) << 8 | bcd(frames)
            | (isDropFrame ? 1 << 30 : 0) | (isSecondOfPair ? 1 << 31 : 0)
    }

    /// Reads what `packed` wrote; nil where it is no BCD.
    public init?(packed: UInt32) {
        func value(_ shift: UInt32, _ mask: UInt32) -> UInt8? {
            let byte = packed >> shift & mask
            guard byte & 15 < 10 else { return nil }
            return UInt8((byte >> 4) * 10 + (byte & 15))
        }
        guard let hours = value(24, 0x3F), let minutes = value(16, 0x7F),
            let seconds = value(8, 0x7F), let frames = value(0, 0x7F)
        else { return nil }
        self.init(
            hours: hours, minutes: minutes, seconds: seconds, frames: frames,
            isDropFrame: packed >> 30 & 1 == 1, isSecondOfPair: packed >> 31 == 1)
    }

    public var description: String {
        func two(_ value: UInt8) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(hours)):\(two(minutes)):\(two(seconds))\(isDropFrame ? ";" : ":")"
            + two(frames) + (isSecondOfPair ? "." : "")
    }
}

/// How timecode counts at a frame rate.
public struct TimecodeRate: Sendable, Hashable {
    /// Labels a second: 24, 25 or 30.
    public let base: Int
    /// Two frames share a label.
    public let hasPairs: Bool
    /// Labels are dropped (only at 29.97 and 59.94).
    public let drops: Bool

    /// The way of `rate`; with `drops` false also 29.97 and 59.94 count every label.
    public init(_ rate: FrameRate, drops: Bool = true) {
        let nominal = Int((rate.numerator + rate.denominator - 1) / rate.denominator)
        hasPairs = nominal > 30
        base = hasPairs ? nominal / 2 : nominal
        self.drops = drops && rate.denominator == 1_001 && base == 30
    }

    /// Frames of 24 hours of labels.
    public var framesPerDay: Int64 {
        let labels = drops ? Int64(17_982 * 6 * 24) : Int64(base) * 86_400
        return hasPairs ? labels * 2 : labels
    }
}
