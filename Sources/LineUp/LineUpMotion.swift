public import Common

/// What moves in a line-up signal, by the output index alone, so that it goes on over restarts.
public struct LineUpMotion: Sendable {
    private let rate: FrameRate

    /// For this frame rate.
    public init(rate: FrameRate) { self.rate = rate }

    /// Whether `index` is the first frame of a second: the lip-sync signal flashes and beeps in it.
    public func isSecond(_ index: FrameIndex) -> Bool {
        second(of: index) != second(of: index - 1)
    }

    private func second(of index: FrameIndex) -> Int64 {
        let product = Int128(index.value) * Int128(rate.denominator)
        let (quotient, rest) = product.quotientAndRemainder(dividingBy: Int128(rate.numerator))
        return Int64(rest < 0 ? quotient - 1 : quotient)
    }

    /// How far into its four-second course the moving element is at `index`, 0 up to 1.
    public func progress(of index: FrameIndex) -> Double {
        let course = Int64((rate.framesPerSecond * 4).rounded())
        let step = index.value % course
        return Double(step < 0 ? step + course : step) / Double(course)
    }
}

/// The sound of a line-up signal: 1 kHz whose phase follows the timeline's sample count.
public struct LineUpSound: Sendable {
    private let signal: LineUpSignal
    private let rate: FrameRate
    private let channels: Int
    private let motion: LineUpMotion
    private let period: [Int32]

    /// The EBU interrupts the left channel for 250 ms every 3 s, so that left and right are told apart.
    static let interruption: (length: Int64, every: Int64) = (12_000, 144_000)

    /// −20 dBFS for SMPTE and the beep, −18 dBFS for the EBU.
    public init(_ signal: LineUpSignal, rate: FrameRate, audio: AudioFormat) {
        self.signal = signal
        self.rate = rate
        channels = audio.channelCount
        motion = LineUpMotion(rate: rate)
        // One sine of 48 samples, by rotation: no table of the C library is needed.
        let amplitude = (signal == .ebu ? 0.125_892_541_179_416_7 : 0.1) * 2_147_483_648
        let (cosine, sine) = (0.991_444_861_373_810_4, 0.130_526_192_220_051_6)
        var (x, y) = (1.0, 0.0)
        period = (0..<48).map { _ in
            let value = Int32((amplitude * y).rounded())
            (x, y) = (x * cosine - y * sine, x * sine + y * cosine)
            return value
        }
    }

    /// Writes the samples of slot `index` interleaved and returns how many (of each channel).
    /// Precondition: `area` holds the largest slot of this rate.
    public func write(_ index: FrameIndex, into area: UnsafeMutableRawBufferPointer) -> Int {
        let count = AudioFormat.sampleCount(at: index, rate: rate)
        let first = AudioFormat.samplesBefore(index, rate: rate)
        let sounds = signal != .lipsync || motion.isSecond(index)
        let samples = area.bindMemory(to: Int32.self)
        for position in 0..<count {
            let place = first + Int64(position)
            let phase = Int(((place % 48) + 48) % 48)
            let course =
                ((place % Self.interruption.every) + Self.interruption.every)
                % Self.interruption.every
            let isCut = signal == .ebu && course < Self.interruption.length
            for channel in 0..<channels {
                let isSilent = !sounds || (isCut && channel % 2 == 0)
                samples[position * channels + channel] = isSilent ? 0 : period[phase]
            }
        }
        return count
    }
}
