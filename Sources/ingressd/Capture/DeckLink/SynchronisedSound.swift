internal import Common

/// The sound of synchronised pictures: one continuous stream of samples in which each picture has its
/// place. Owned by the input's thread; never allocates after it was made.
///
/// In step, samples follow one another without regard to pictures, so that the two cadences at 59.94
/// (800 and 801) may differ by a sample for a while. Where pictures were repeated or left out the stream
/// jumps to the place of the shown one, cross-faded over 5 ms, so that sound and picture never part by
/// more than a millisecond.
struct SynchronisedSound {
    private let channels: Int
    private let capacity: Int
    private var samples: [Int32]
    /// Samples ever written; the newest ends here.
    private(set) var end: Int64 = 0
    /// Where the next slot goes on; nil before the first.
    private var position: Int64?
    /// Cross-faded joints so far.
    private(set) var jumpCount: UInt64 = 0

    static let tolerance: Int64 = 48
    static let fadeLength = 240

    /// Keeps the newest half second.
    init(channels: Int) {
        self.channels = channels
        capacity = 24_000
        samples = Array(repeating: 0, count: capacity * channels)
    }

    /// Adds the sound of an arrival with `from` channels; returns where it begins.
    mutating func append(_ sound: UnsafeBufferPointer<Int32>, from: Int) -> Int64 {
        let start = end
        let count = min(sound.count / max(from, 1), capacity)
        for sample in 0..<count {
            let place = Int((end + Int64(sample)) % Int64(capacity)) * channels
            for channel in 0..<channels {
                samples[place + channel] = channel < from ? sound[sample * from + channel] : 0
            }
        }
        end += Int64(count)
        return start
    }

    /// Writes `count` samples for a picture whose sound begins at `start` into `area`. False where there
    /// is no sound to take: the area is then silent.
    mutating func take(
        _ count: Int, start: Int64, into area: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let target = area.bindMemory(to: Int32.self)
        let oldest = max(end - Int64(capacity), 0)
        guard end > start, start >= oldest else {
            for place in 0..<(count * channels) { target[place] = 0 }
            position = nil
            return false
        }
        let inStep = position.map { abs($0 - start) <= Self.tolerance && $0 >= oldest } ?? false
        let from = inStep ? position ?? start : start
        let old = inStep ? nil : position.flatMap { $0 >= oldest && $0 < end ? $0 : nil }
        for sample in 0..<count {
            for channel in 0..<channels {
                var value = read(from + Int64(sample), channel)
                if let old, sample < Self.fadeLength {
                    let past = Int64(read(old + Int64(sample), channel))
                    let share = Int64(sample)
                    let length = Int64(Self.fadeLength)
                    value = Int32((past * (length - share) + Int64(value) * share) / length)
                }
                target[sample * channels + channel] = value
            }
        }
        if old != nil { jumpCount += 1 }
        position = from + Int64(count)
        return true
    }

    /// Beyond the end the last sample stands: a sample or two at the 1001 rates.
    private func read(_ place: Int64, _ channel: Int) -> Int32 {
        let inside = min(place, end - 1)
        return samples[Int(inside % Int64(capacity)) * channels + channel]
    }
}
