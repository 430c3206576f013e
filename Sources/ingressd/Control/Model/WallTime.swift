/// Wall clock time for people, as RFC 3339 in UTC with milliseconds.
enum WallTime {
    /// The moment `nanoseconds` after 1970.
    static func text(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        let seconds = milliseconds / 1000
        let (year, month, day) = date(days: seconds / 86400)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let fraction = milliseconds % 1000
        let padded = String("00\(fraction)".suffix(3))
        return "\(year)-\(two(month))-\(two(day))T\(two(seconds % 86400 / 3600)):"
            + "\(two(seconds % 3600 / 60)):\(two(seconds % 60)).\(padded)Z"
    }

    /// Days since 1970 to the Gregorian calendar, counted in eras of 400 years from March.
    private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }
}
