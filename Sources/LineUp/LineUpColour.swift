public import Common

/// A colour as non-linear R′G′B′, 0 black to 1 white; levels beyond both exist (PLUGE).
public struct LineUpColour: Sendable, Hashable {
    public let red: Double
    public let green: Double
    public let blue: Double

    /// Bundles the components.
    public init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// A grey of this level.
    public static func grey(_ level: Double) -> LineUpColour { LineUpColour(level, level, level) }

    /// Narrow-range Y′, C′b, C′r in 8-bit units (16 black, 235 white), with fractions.
    public func levels(_ matrix: ColorMatrix) -> (luma: Double, blue: Double, red: Double) {
        let (kr, kb) =
            switch matrix {
            case .bt601: (0.299, 0.114)
            case .bt709: (0.2126, 0.0722)
            case .bt2020: (0.2627, 0.0593)
            }
        let luma = kr * red + (1 - kr - kb) * green + kb * blue
        return (
            16 + 219 * luma, 128 + 224 * (blue - luma) / (2 * (1 - kb)),
            128 + 224 * (red - luma) / (2 * (1 - kr))
        )
    }
}
