import Common
import Foundation

/// What a shader is told about time, for one layer at one output index.
///
/// Everything is counted in frames from the layer's origin and converted last, so that the value
/// is as exact after a month as in the first minute. Worked example: origin 1 000, index 1 030,
/// 30000/1001 frames a second: TIME = 30 × 1001 / 30000 = 1.001 s. Where fields are drawn they are
/// what is counted: at 25 frames a second the second field of index 1 030 has TIME = 30.5 / 25 s,
/// FRAMEINDEX 61 and TIMEDELTA 0.02 s.
struct ShaderTime: Equatable {
    /// Seconds since the origin, wrapped where the shader declares a wrap.
    let time: Float
    /// Seconds since the frame before; 0 on the first.
    let timeDelta: Float
    /// Frames since the origin, from 0; wraps after 2³¹ frames (over a year at 60 a second).
    let frameIndex: Int32

    init(_ moment: Moment, origin: FrameIndex, rate: FrameRate, wrapSeconds: Double?) {
        let fields: Int64 = moment.field == nil ? 1 : 2
        let whole = max(moment.index.value - origin.value, 0)
        let frames = whole * fields + Int64(moment.field?.rawValue ?? 0)
        let numerator = rate.numerator * fields
        var units = Int128(frames) * Int128(rate.denominator) * 1_000_000
        let perSecond = Int128(numerator) * 1_000_000
        if let wrapSeconds, wrapSeconds >= 1e-6, wrapSeconds < 1e9 {
            let wrap = Int128((wrapSeconds * 1e6).rounded()) * Int128(numerator)
            units %= wrap
        }
        let (seconds, rest) = units.quotientAndRemainder(dividingBy: perSecond)
        time = Float(Double(seconds) + Double(rest) / Double(perSecond))
        timeDelta =
            frames == 0 ? 0 : Float(Double(rate.denominator) / Double(numerator))
        frameIndex = Int32(truncatingIfNeeded: frames & 0x7fff_ffff)
    }
}
