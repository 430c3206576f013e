import Common
import Frames

/// The sound of each slot, straight from the input: it never passes through a renderer, so it goes on
/// whatever the picture does. Owned by the playout thread.
///
/// Slot n takes the sound of input index n − delay. At 48 kHz and whole frame rates that is exactly
/// one input slot. At the 1001 rates the slots of n and n − delay can differ by one sample; the delay
/// in samples is therefore fixed (rounded up), and now and then the first sample comes from the end of
/// the input slot before. Worked example at 59.94, delay 7: 5605.6 samples, fixed at 5606.
///
/// Silence begins and ends with a fade of 10 ms. To fade out, the slot after is looked at: input runs
/// several slots ahead of its air time, so its end is seen in time. With low latency the slot after may
/// not be due yet; it is taken to come, and where it does not, the last sample sinks to nothing.
final class SoundSource {
    /// What the slot's sound was made of.
    struct Piece {
        let byteCount: Int
        let isSilent: Bool
        let isInputLost: Bool
    }

    private let follower: RingFollower
    private let timelineEpoch: UInt64
    private let rate: FrameRate
    private let channels: Int
    private let delay: Int
    private let delaySamples: Int64
    private let buffer: UnsafeMutableBufferPointer<Int32>
    private let tail: UnsafeMutableBufferPointer<Int32>
    private var tailIndex: FrameIndex?
    /// Newest slot that ended at full level.
    private var audible: FrameIndex?
    private static let fadeSampleCount = 480

    /// Sound of `input`, `delay` slots late. `audible` is the slot a predecessor ended with.
    init(
        input: Int, plane: FramePlane, timelineEpoch: UInt64, rate: FrameRate, format: AudioFormat,
        delay: Int, audible: FrameIndex?
    ) {
        follower = RingFollower(.input(input), in: plane, prefault: false)
        self.timelineEpoch = timelineEpoch
        self.rate = rate
        channels = format.channelCount
        self.delay = delay
        let unit = rate.numerator
        delaySamples =
            (Int64(delay) * AudioFormat.sampleRate * rate.denominator + unit - 1) / unit
        self.audible = audible
        buffer = .allocate(capacity: AudioFormat.maximumSampleCount(rate: rate) * channels)
        buffer.initialize(repeating: 0)
        tail = .allocate(capacity: channels)
        tail.initialize(repeating: 0)
    }

    deinit {
        buffer.deallocate()
        tail.deallocate()
    }

    /// A frame of the input, in place; nil where it is not there.
    func inputFrame(_ input: FrameIndex, at now: MonotonicInstant) -> FrameView? {
        follower.reader(at: now)?.read(input, timelineEpoch: timelineEpoch).frame
    }

    /// The sound made last.
    func bytes(_ piece: Piece) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<piece.byteCount])
    }

    /// Makes the sound of slot `index`; exactly its number of samples, whatever happens. `onAir` says when
    /// the slot begins; nil where the input's next slot is due already. Muted it fades out within the
    /// first slot and is silent from then on.
    func make(
        _ index: FrameIndex, onAir: MonotonicInstant? = nil, isMuted: Bool = false,
        at now: MonotonicInstant
    ) -> Piece {
        let count = AudioFormat.sampleCount(at: index, rate: rate)
        if isMuted, audible != index - 1 { return silence(count, isInputLost: false) }
        let input = index - delay
        let ring = follower.reader(at: now)
        let hasSound = ring.map { fill(count, index: index, input: input, from: $0) } ?? false
        if !hasSound {
            let piece = silence(count, isInputLost: true)
            if audible == index - 1 { sink(count) }
            return piece
        }
        if isMuted {
            fadeAway(count)
            audible = nil
            return Piece(byteCount: count * channels * 4, isSilent: false, isInputLost: false)
        }
        if audible != index - 1 { fade(count, isIn: true) }
        let isDue = onAir.map { now >= due(afterSlotAt: $0) } ?? true
        let goesOn = ring.map { isSounding(input + 1, isDue: isDue, in: $0) } ?? false
        if goesOn { audible = index } else { fade(count, isIn: false) }
        return Piece(byteCount: count * channels * 4, isSilent: false, isInputLost: false)
    }

    private func silence(_ count: Int, isInputLost: Bool) -> Piece {
        UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, repeating: 0)
        tailIndex = nil
        return Piece(byteCount: count * channels * 4, isSilent: true, isInputLost: isInputLost)
    }

    /// From full level to silence at the slot's beginning: nobody knew of it a slot ago.
    private func fadeAway(_ count: Int) {
        let length = min(Self.fadeSampleCount, count)
        for position in 0..<count {
            let level = Int64(max(0, length - position))
            for channel in 0..<channels {
                let place = position * channels + channel
                buffer[place] = Int32(Int64(buffer[place]) * level / Int64(length))
            }
        }
    }

    /// When the input's slot for the output slot after the one on air at `onAir` has certainly ended: a
    /// live one ends a quarter of a period after the output's slot of its index, and is written within
    /// another period even by a host that is late.
    private func due(afterSlotAt onAir: MonotonicInstant) -> MonotonicInstant {
        let period = rate.period
        let behind = period * Int64(delay - 3)
        return onAir - behind + Nanoseconds(period.count / 4) + .milliseconds(2)
    }

    private func isSounding(_ input: FrameIndex, isDue: Bool, in ring: RingReader) -> Bool {
        switch ring.read(input, timelineEpoch: timelineEpoch) {
        case .frame(let frame):
            !frame.metadata.flags.contains(.silent) && frame.metadata.audioSampleCount > 0
        case .tooEarly, .beingWritten: !isDue
        case .tooLate, .notWritten, .damaged, .otherEpoch: false
        }
    }

    /// The sound has ended although it was taken to go on.
    private func sink(_ count: Int) {
        let length = min(Self.fadeSampleCount, count)
        for step in 0..<length {
            for channel in 0..<channels {
                buffer[step * channels + channel] = Int32(
                    Int64(tail[channel]) * Int64(length - step) / Int64(length))
            }
        }
        audible = nil
    }

    /// Fills the buffer; false where the input has no sound for the slot.
    private func fill(
        _ count: Int, index: FrameIndex, input: FrameIndex, from ring: RingReader
    ) -> Bool {
        guard let frame = ring.read(input, timelineEpoch: timelineEpoch).frame,
            frame.audioFormat?.channelCount == channels,
            !frame.metadata.flags.contains(.silent)
        else { return false }
        let samples = frame.audio.bindMemory(to: Int32.self)
        let available = samples.count / channels
        guard available > 0 else { return false }
        let start =
            AudioFormat.samplesBefore(index, rate: rate) - delaySamples
            - AudioFormat.samplesBefore(input, rate: rate)
        if start < 0, tailIndex != input - 1 { keepTail(of: input - 1, or: samples, from: ring) }
        for position in 0..<count {
            let from = min(Int(start) + position, available - 1)
            for channel in 0..<channels {
                buffer[position * channels + channel] =
                    from < 0 ? tail[channel] : samples[from * channels + channel]
            }
        }
        for channel in 0..<channels {
            tail[channel] = samples[(available - 1) * channels + channel]
        }
        guard frame.isStillValid() else { return false }
        tailIndex = input
        return true
    }

    /// The last sample of an input slot that was not played through here; without it, the first
    /// sample of the next.
    private func keepTail(
        of input: FrameIndex, or next: UnsafeBufferPointer<Int32>, from ring: RingReader
    ) {
        for channel in 0..<channels { tail[channel] = next[channel] }
        guard let frame = ring.read(input, timelineEpoch: timelineEpoch).frame,
            frame.audioFormat?.channelCount == channels
        else { return }
        let samples = frame.audio.bindMemory(to: Int32.self)
        let available = samples.count / channels
        guard available > 0 else { return }
        for channel in 0..<channels {
            tail[channel] = samples[(available - 1) * channels + channel]
        }
        if !frame.isStillValid() {
            for channel in 0..<channels { tail[channel] = next[channel] }
        }
    }

    private func fade(_ count: Int, isIn: Bool) {
        let length = min(Self.fadeSampleCount, count)
        for step in 0..<length {
            let position = isIn ? step : count - 1 - step
            for channel in 0..<channels {
                let place = position * channels + channel
                buffer[place] = Int32(Int64(buffer[place]) * Int64(step) / Int64(length))
            }
        }
    }
}
