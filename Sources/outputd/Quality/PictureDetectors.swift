public import Common

/// Tells whether a picture is black: all but half a per cent of its points no brighter than two per
/// cent of white.
public enum BlackDetector {
    static let level: Float = 20.4

    /// Whether this picture is black.
    public static func isBlack(_ sample: PictureSample) -> Bool {
        let bright = sample.luma.reduce(0) { $0 + ($1 > level ? 1 : 0) }
        return bright * 200 <= sample.luma.count
    }
}

/// Tells whether a picture stands still: no point differs by more than coding noise from the picture
/// with which the stillness began. A slow fade is therefore movement, and noise is none.
public struct FreezeDetector: Sendable {
    static let tolerance: Float = 3
    private var first: [Float]?

    /// Nothing was seen yet.
    public init() {}

    /// Whether the picture is the one it has been comparing with. Otherwise it is compared with from
    /// now on.
    public mutating func isStill(_ sample: PictureSample) -> Bool {
        if let first, first.count == sample.luma.count {
            let isSame = zip(first, sample.luma).allSatisfy { abs($0 - $1) <= Self.tolerance }
            if isSame { return true }
        }
        first = sample.luma
        return false
    }

    /// What comes is not to be compared with what was: a deliberate still has been on air.
    public mutating func forget() { first = nil }
}

/// Levels and gamut after EBU R 103: R′, G′, B′ and luma between −5 % and 105 % (codes 5 to 246 of 8
/// bits); what lies outside counts once it takes more than one per cent of the picture.
public struct GamutDetector: Sendable {
    static let minimum: Float = 5
    static let maximum: Float = 246
    private let toRed: Float
    private let toBlue: Float
    private let greenFromRed: Float
    private let greenFromBlue: Float

    /// For pictures of this matrix.
    public init(_ matrix: ColorMatrix) {
        let (kr, kb) = matrix.weights
        // Codes of narrow-range R′G′B′ from codes of narrow-range Y′CbCr.
        toRed = 2 * (1 - kr) * 219 / 224
        toBlue = 2 * (1 - kb) * 219 / 224
        greenFromRed = 2 * kr * (1 - kr) / (1 - kr - kb) * 219 / 224
        greenFromBlue = 2 * kb * (1 - kb) / (1 - kr - kb) * 219 / 224
    }

    /// Which part of the picture lies outside, 0–1.
    public func violation(_ sample: PictureSample) -> Double {
        var count = 0
        for place in sample.luma.indices {
            let luma = sample.luma[place]
            let blue = sample.blue[place] - 128
            let red = sample.red[place] - 128
            let levels = (
                luma, luma + toRed * red, luma - greenFromRed * red - greenFromBlue * blue,
                luma + toBlue * blue
            )
            let least = min(min(levels.0, levels.1), min(levels.2, levels.3))
            let most = max(max(levels.0, levels.1), max(levels.2, levels.3))
            if least < Self.minimum || most > Self.maximum { count += 1 }
        }
        return Double(count) / Double(max(sample.luma.count, 1))
    }

    /// Whether the picture counts as a violation.
    public func isViolation(_ sample: PictureSample) -> Bool { violation(sample) > 0.01 }
}
