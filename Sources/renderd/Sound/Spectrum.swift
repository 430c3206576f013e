import Foundation

/// The spectrum of the last samples of a channel: a Fourier transform over a Hann window, in
/// amplitudes: a sine of full scale that falls on a bin gives 1. Allocates only when made.
struct Spectrum {
    /// Samples that are looked at, a power of two.
    let windowLength: Int
    private let window: [Float]
    private let twiddles: [SIMD2<Float>]
    private let order: [Int]
    private var work: [SIMD2<Float>]

    /// At least `binCount` bins from 0 Hz upwards.
    init(binCount: Int) {
        var length = 64
        while length / 2 < binCount { length *= 2 }
        windowLength = length
        window = (0..<length).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(length))) }
        twiddles = (0..<length / 2).map { step in
            let angle = -2 * Double.pi * Double(step) / Double(length)
            return SIMD2(Float(cos(angle)), Float(sin(angle)))
        }
        let bits = length.trailingZeroBitCount
        order = (0..<length).map { index in
            (0..<bits).reduce(0) { $0 | (index >> $1 & 1) << (bits - 1 - $1) }
        }
        work = [SIMD2<Float>](repeating: .zero, count: length)
    }

    /// Writes the first `amplitudes.count` bins of `samples`, `windowLength` of them.
    mutating func measure(
        _ samples: UnsafeBufferPointer<Float>, into amplitudes: UnsafeMutableBufferPointer<Float>
    ) {
        for index in 0..<windowLength {
            work[order[index]] = SIMD2(samples[index] * window[index], 0)
        }
        var half = 1
        while half < windowLength {
            let stride = windowLength / (2 * half)
            for start in Swift.stride(from: 0, to: windowLength, by: 2 * half) {
                for step in 0..<half {
                    let factor = twiddles[step * stride]
                    let upper = work[start + step + half]
                    let turned = SIMD2(
                        upper.x * factor.x - upper.y * factor.y,
                        upper.x * factor.y + upper.y * factor.x)
                    let lower = work[start + step]
                    work[start + step] = lower + turned
                    work[start + step + half] = lower - turned
                }
            }
            half *= 2
        }
        // A Hann window passes half of an amplitude, and a real signal half of it in each half.
        let scale = 4 / Float(windowLength)
        for bin in amplitudes.indices {
            let value = work[min(bin, windowLength / 2)]
            let share: Float = bin == 0 ? 0.5 : 1
            amplitudes[bin] = (value * value).sum().squareRoot() * scale * share
        }
    }
}
