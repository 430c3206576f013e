import Common
import Proto

/// What every picture of a stack has in common.
struct Canvas: Equatable, Sendable {
    var width: Int
    var height: Int
    var rate: FrameRate
    var depth: WorkingDepth

    /// A target of this size and depth.
    func makeTarget() throws(GraphicsError) -> RenderTarget {
        try RenderTarget(width: width, height: height, format: depth.textureFormat)
    }
}
