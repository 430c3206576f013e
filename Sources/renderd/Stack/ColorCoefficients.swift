import Common

/// The numbers between 8-bit Y′CbCr codes and the working R′G′B′, where 0.0 is black and 1.0 is
/// white.
struct ColorCoefficients: Equatable {
    /// Weights of red, green and blue in luma; they add up to one.
    let red: Double
    let green: Double
    let blue: Double
    /// Code value of black, and codes from black to white.
    let lumaOffset: Double
    let lumaSpan: Double
    /// Codes from the lowest to the highest colour difference; 128 is none.
    let chromaSpan: Double

    init(matrix: ColorMatrix, range: SampleRange) {
        switch matrix {
        case .bt601: (red, blue) = (0.299, 0.114)
        case .bt709: (red, blue) = (0.2126, 0.0722)
        case .bt2020: (red, blue) = (0.2627, 0.0593)
        }
        green = 1 - red - blue
        switch range {
        case .narrow: (lumaOffset, lumaSpan, chromaSpan) = (16, 219, 224)
        case .full: (lumaOffset, lumaSpan, chromaSpan) = (0, 255, 255)
        }
    }

    /// Red from the red difference, and blue from the blue difference, each −0.5 … 0.5.
    var redFromCr: Double { 2 * (1 - red) }
    var blueFromCb: Double { 2 * (1 - blue) }
    var greenFromCb: Double { -blueFromCb * blue / green }
    var greenFromCr: Double { -redFromCr * red / green }

    /// GLSL constants for a decoding or packing shader.
    var declarations: String {
        """
        const vec3 lumaWeights = vec3(\(red), \(green), \(blue));
        const float lumaOffset = \(lumaOffset);
        const float lumaSpan = \(lumaSpan);
        const float chromaSpan = \(chromaSpan);
        const vec3 fromCb = vec3(0.0, \(greenFromCb), \(blueFromCb));
        const vec3 fromCr = vec3(\(redFromCr), \(greenFromCr), 0.0);
        const float blueFromCb = \(blueFromCb);
        const float redFromCr = \(redFromCr);

        """
    }
}
