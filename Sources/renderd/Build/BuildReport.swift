import Common
import Shaders

/// How a build ended, for the coordinator.
enum BuildReport: Sendable {
    /// Ready for the render thread.
    case prepared(id: String, generation: UInt64, duration: Nanoseconds)
    /// The last good program goes on.
    case failed(id: String, generation: UInt64, error: ShaderFileError)
}
