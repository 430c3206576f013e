public import Common
import Proto

/// What pictures of a show are drawn as; on air the channel's configuration says it. A value.
public struct ShowSettings: Sendable, Equatable {
    /// Of the pictures that are drawn.
    public var format: VideoFormat
    /// Of what inputs bring.
    public var inputFormat: VideoFormat
    /// Texels between layers.
    var depth: WorkingDepth
    /// Layers are drawn in linear light.
    var isLinear: Bool
    /// Nothing of input 1 is below the layers.
    public var hasTransparentBackground: Bool
    /// Channels of embedded sound that shaders see.
    var audioChannelCount = 2
    /// The most past frames a shader may keep.
    public var historyLengthMax: Int
    /// What replaces each input where it is missing; as many as there are inputs.
    var lossPolicies: [InputLossPolicy] = [.black]

    /// Pictures of `format`, inputs of the same size in UYVY. `workingFormat` is as in the
    /// configuration: rgba16f, rgba8 or linear.
    public init(
        format: VideoFormat, workingFormat: String = "rgba16f", historyLengthMax: Int = 16
    ) {
        self.format = format
        inputFormat = format.with(pixelFormat: .uyvy) ?? format
        depth = workingFormat == "rgba8" ? .rgba8 : .rgba16f
        isLinear = workingFormat == "linear"
        self.historyLengthMax = historyLengthMax
        hasTransparentBackground = false
    }

    var canvas: Canvas {
        Canvas(
            width: format.width, height: format.height, rate: format.rate, depth: depth,
            isLinear: isLinear, audioChannelCount: audioChannelCount,
            historyLengthMax: historyLengthMax)
    }
}
