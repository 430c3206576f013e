import Common
import Proto

/// What every picture of a stack has in common.
struct Canvas: Equatable, Sendable {
    var width: Int
    var height: Int
    var rate: FrameRate
    var depth: WorkingDepth
    /// Layers are drawn in linear light (BT.1886) instead of R′G′B′.
    var isLinear = false
    /// Rows of an audio texture.
    var audioChannelCount = 2
    /// The most past frames a shader may keep.
    var historyLengthMax = 16

    /// A target of this size and depth.
    func makeTarget() throws(GraphicsError) -> RenderTarget {
        try RenderTarget(width: width, height: height, format: depth.textureFormat)
    }
}
