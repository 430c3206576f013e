import Common
import Shaders

/// How a build ended, for the coordinator.
enum BuildReport: Sendable {
    /// Ready for the render thread.
    case prepared(id: String, generation: UInt64, duration: Nanoseconds)
    /// It cannot be built. The last good program goes on, or the text that is kept of it is drawn;
    /// `isDrawn` is false where there is neither.
    case failed(id: String, generation: UInt64, error: ShaderFileError, isDrawn: Bool)
    /// A text is not drawn because of what it did; the one of before is, or none.
    case refused(id: String, generation: UInt64, ShaderGuard.Refusal)
    /// Layers are drawn in one pass now; or cannot be, and go on one by one.
    /// `plan` is the hash of their fused program; `isDangerous` where that would have killed or hung the
    /// renderer.
    case fused(
        plan: UInt64, layers: Int, duration: Nanoseconds, failure: String?, isDangerous: Bool)
    /// A still, text or table can be shown, or cannot: the layer goes on without it.
    case picture(PictureKey, error: ShaderFileError?)
}
