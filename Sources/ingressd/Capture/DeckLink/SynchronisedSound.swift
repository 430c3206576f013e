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

    /// How far sound and picture may part, in samples. More than the millisecond only where the
    /// input's rate is another: a picture then stands for more, or for less, than a slot's sound.
    var tolerance: Int64 = 48
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
        guard count > 0, let source = sound.baseAddress else { return start }
        let (channels, capacity) = (channels, capacity)
        samples.withUnsafeMutableBufferPointer { ring in
            guard let base = ring.baseAddress else { return }
            var (done, place) = (0, Int(start % Int64(capacity)))
            while done < count {
                let run = min(count - done, capacity - place)
                Self.copy(
                    run, from: source + done * from, of: from, to: base + place * channels,
                    of: channels)
                done += run
                place = 0
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
        let inStep = position.map { abs($0 - start) <= tolerance && $0 >= oldest } ?? false
        let from = inStep ? position ?? start : start
        let old = inStep ? nil : position.flatMap { $0 >= oldest && $0 < end ? $0 : nil }
        read(from, count, to: target)
        if let old {
            fade(from: old, into: target, count: min(count, Self.fadeLength))
            jumpCount += 1
        }
        position = from + Int64(count)
        return true
    }

    /// Replaces the beginning of `target` by a fade from what lies at `old`.
    private func fade(from old: Int64, into target: UnsafeMutableBufferPointer<Int32>, count: Int) {
        let length = Int64(Self.fadeLength)
        for sample in 0..<count {
            let share = Int64(sample)
            let past = Int(min(old + share, end - 1) % Int64(capacity)) * channels
            for channel in 0..<channels {
                let place = sample * channels + channel
                let mixed =
                    Int64(samples[past + channel]) * (length - share)
                    + Int64(target[place]) * share
                target[place] = Int32(mixed / length)
            }
        }
    }

    /// Reads `count` samples from `start` on. Beyond the end the last sample stands: a sample or two
    /// at the 1001 rates.
    private func read(
        _ start: Int64, _ count: Int, to target: UnsafeMutableBufferPointer<Int32>
    ) {
        guard let base = target.baseAddress else { return }
        let (channels, capacity) = (channels, capacity)
        let inside = Int(min(max(end - start, 0), Int64(count)))
        samples.withUnsafeBufferPointer { ring in
            guard let source = ring.baseAddress else { return }
            var (done, place) = (0, Int(start % Int64(capacity)))
            while done < inside {
                let run = min(inside - done, capacity - place)
                (base + done * channels).update(
                    from: source + place * channels, count: run * channels)
                done += run
                place = 0
            }
            let last = source + Int((end - 1) % Int64(capacity)) * channels
            for sample in inside..<count {
                (base + sample * channels).update(from: last, count: channels)
            }
        }
    }

    /// Copies `count` samples between different numbers of channels; those that lack are silent.
    private static func copy(
        _ count: Int, from source: UnsafePointer<Int32>, of sourceChannels: Int,
        to target: UnsafeMutablePointer<Int32>, of channels: Int
    ) {
        guard sourceChannels != channels else {
            target.update(from: source, count: count * channels)
            return
        }
        for sample in 0..<count {
            for channel in 0..<channels {
                target[sample * channels + channel] =
                    channel < sourceChannels ? source[sample * sourceChannels + channel] : 0
            }
        }
    }
}
