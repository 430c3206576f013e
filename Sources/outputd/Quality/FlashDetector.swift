internal import Foundation
public import Common

/// Flashes after ITU-R BT.1702: more than three within any second are a danger to people with
/// photosensitive epilepsy.
///
/// A flash is a pair of opposing changes of luminance by 20 cd/m² or more, the darker state below
/// 160 cd/m², on more than a quarter of the screen at once; or such a pair of changes to and from
/// saturated red. Luminance is that of a screen with 200 cd/m² peak white after BT.1886. Each point
/// keeps its last extreme; a change of the whole is one where more than a quarter of the points went
/// the same way within a tenth of a second, so that a flash with soft edges counts as well.
public struct FlashDetector: Sendable {
    /// Flashes within a second that are still admitted.
    public static let admitted = 3
    private let window: Int
    private let gather: Int
    private var brightness: ChangeField
    private var redness: ChangeField

    /// For pictures of this size and rate.
    public init(_ format: VideoFormat) {
        window = max(Int(format.rate.framesPerSecond.rounded()), 2)
        gather = max(window / 10, 1)
        let count = PictureSample(format).luma.count
        brightness = ChangeField(count: count, change: 20, darkestBelow: 160)
        redness = ChangeField(count: count, change: 20, darkestBelow: .infinity)
    }

    /// Takes the next picture in; whether there were more flashes than admitted within the second that
    /// ends with it. Pictures that were left out count as standing still.
    public mutating func isDangerous(_ sample: PictureSample, at index: FrameIndex) -> Bool {
        let bright = brightness.take(at: index.value, gather: gather, window: window) {
            Self.luminance[Int(min(max(sample.luma[$0], 0), 255))]
        }
        let red = redness.take(at: index.value, gather: gather, window: window) {
            Self.saturatedRed(
                luma: sample.luma[$0], blue: sample.blue[$0] - 128, red: sample.red[$0] - 128)
        }
        return max(bright, red) > Self.admitted
    }

    /// Forgets what came before: other pictures come now.
    public mutating func forget() {
        brightness.forget()
        redness.forget()
    }

    /// cd/m² of each code.
    static let luminance: [Float] = (0..<256).map {
        let level = min(max((Double($0) - 16) / 219, 0), 1.09)
        return Float(200 * pow(level, 2.4))
    }

    /// How far red stands out, on a scale where 20 counts as a change: (R − G − B) · 320 of linear
    /// light, for colours with at least four fifths red; 0 otherwise.
    static func saturatedRed(luma: Float, blue: Float, red: Float) -> Float {
        guard red > 20 else { return 0 }
        func light(_ code: Float) -> Float { luminance[Int(min(max(code, 0), 255))] / 200 }
        let (r, b) = (light(luma + 1.5396 * red), light(luma + 1.8142 * blue))
        let g = light(luma - 0.4577 * red - 0.1831 * blue)
        let sum = r + g + b
        guard sum > 0, r / sum >= 0.8 else { return 0 }
        return max(0, (r - g - b) * 320)
    }
}

/// Opposing changes of many points.
struct ChangeField: Sendable {
    private enum Direction: Sendable { case none, up, down }
    private let change: Float
    private let darkestBelow: Float
    /// Each point's extremes since its last change, and which way that change went.
    private var low: [Float]
    private var high: [Float]
    private var direction: [Direction]
    /// When each point last went up and down.
    private var wentUp: [Int64]
    private var wentDown: [Int64]
    /// Which way the whole went, and when: newest last.
    private var turns: [(at: Int64, isUp: Bool)] = []
    private var isFresh = true

    init(count: Int, change: Float, darkestBelow: Float) {
        self.change = change
        self.darkestBelow = darkestBelow
        low = Array(repeating: 0, count: count)
        high = low
        direction = Array(repeating: .none, count: count)
        wentUp = Array(repeating: .min, count: count)
        wentDown = wentUp
    }

    mutating func forget() {
        isFresh = true
        turns = []
    }

    /// The flashes within the window that ends here.
    mutating func take(
        at index: Int64, gather: Int, window: Int, value: (Int) -> Float
    ) -> Int {
        var (up, down) = (0, 0)
        for place in low.indices {
            move(place, to: value(place), at: index)
            if wentUp[place] > index - Int64(gather) { up += 1 }
            if wentDown[place] > index - Int64(gather) { down += 1 }
        }
        isFresh = false
        let quarter = low.count / 4
        if up > quarter, turns.last?.isUp != true { turns.append((index, true)) }
        if down > quarter, turns.last?.isUp != false { turns.append((index, false)) }
        turns.removeAll { $0.at <= index - Int64(window) }
        return turns.count / 2
    }

    private mutating func move(_ place: Int, to value: Float, at index: Int64) {
        if isFresh {
            low[place] = value
            high[place] = value
            direction[place] = .none
            wentUp[place] = .min
            wentDown[place] = .min
            return
        }
        low[place] = direction[place] == .up ? low[place] : min(low[place], value)
        high[place] = direction[place] == .down ? high[place] : max(high[place], value)
        let rises = value - low[place] >= change && low[place] < darkestBelow
        let falls = high[place] - value >= change && value < darkestBelow
        if direction[place] != .up, rises {
            direction[place] = .up
            wentUp[place] = index
            high[place] = value
        } else if direction[place] != .down, falls {
            direction[place] = .down
            wentDown[place] = index
            low[place] = value
        }
    }
}
