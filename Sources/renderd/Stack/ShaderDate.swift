import Common
import Foundation

/// ISF's `DATE`: year, month, day and seconds of the day, local time. It follows the output index,
/// not the clock of the moment, so that both lanes and a later replay draw the same.
struct ShaderDate {
    private let rate: FrameRate
    private let zoneOffsetSeconds: Int64

    init(rate: FrameRate, zone: TimeZone = .current, now: Date = Date()) {
        self.rate = rate
        zoneOffsetSeconds = Int64(zone.secondsFromGMT(for: now))
    }

    /// The date of the output slot, or field of it, at `moment`.
    func value(at moment: Moment) -> SIMD4<Float> {
        let half = moment.isFirst ? 0 : rate.period.count / 2
        let tai = moment.index.taiNanoseconds(rate: rate) + half
        let local =
            tai / 1_000_000_000 - SystemTimeSource.defaultTAIOffsetSeconds + zoneOffsetSeconds
        let days = Int64((Double(local) / 86_400).rounded(.down))
        let second = Double(local - days * 86_400) + Double(tai % 1_000_000_000) / 1e9
        let (year, month, day) = Self.civil(days)
        return SIMD4(Float(year), Float(month), Float(day), Float(second))
    }

    /// Days since 1970-01-01 to year, month, day (proleptic Gregorian).
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
