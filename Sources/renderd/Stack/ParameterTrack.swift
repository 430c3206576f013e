import Common
import Proto
import Shaders

/// The value of one shader input over output indices: constant, or on its way from one value to
/// another. A pure function of the index, so that both lanes draw the same.
struct ParameterTrack: Equatable {
    var from = SIMD4<Float>()
    var to = SIMD4<Float>()
    var start = FrameIndex(0)
    var length: Int64 = 0

    init(constant: SIMD4<Float>) {
        from = constant
        to = constant
    }

    init(from: SIMD4<Float>, to: SIMD4<Float>, start: FrameIndex, length: Int64) {
        self.from = from
        self.to = to
        self.start = start
        self.length = length
    }

    /// Linear from `from` at the start to `to` after `length` frames. Switches and choices jump
    /// at the start.
    func value(at moment: Moment, type: ISFInputType) -> SIMD4<Float> {
        let frames = moment.frames(since: start.value)
        if frames < 0 { return from }
        guard frames < Double(length), type == .float || type == .point2D || type == .color else {
            return to
        }
        return from + (to - from) * (Float(frames) / Float(length))
    }

    /// A wire value as numbers of an input of `type`, clamped to its range; nil where it is of
    /// another type.
    static func numbers(_ value: ParameterValue, for input: ISFInput) -> SIMD4<Float>? {
        let own: ISFValue? =
            switch value.kind {
            case .float(let number): .float(number)
            case .bool(let on): .bool(on)
            case .long(let number): .long(Int(number))
            case .point2D(let point): .point2D(x: point.x, y: point.y)
            case .color(let color):
                .color(
                    red: color.red, green: color.green, blue: color.blue, alpha: color.alpha)
            case .text, .image, .event, nil: nil
            }
        return own.flatMap(input.clamped).map(numbers)
    }

    /// The numbers of an own value, missing components zero.
    static func numbers(_ value: ISFValue) -> SIMD4<Float> {
        var numbers = SIMD4<Float>()
        for (position, component) in value.components.enumerated() {
            numbers[position] = Float(component)
        }
        return numbers
    }
}
