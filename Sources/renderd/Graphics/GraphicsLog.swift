internal import CGraphics
import Synchronization

/// Counts what the driver says through KHR_debug. Errors only; any thread.
///
/// The driver calls back on the thread that made the call, so the counter is all it may touch.
final class GraphicsLog: Sendable {
    /// The one of this process: GL offers the callback a single raw pointer, and a counter that
    /// lives for ever needs none.
    static let shared = GraphicsLog()

    private let errors = Atomic<Int>(0)

    /// Errors the driver has reported since the process started.
    var errorCount: Int { errors.load(ordering: .relaxed) }

    /// Asks the current context to report errors here.
    func attach() {
        glEnable(GLenum(GL_DEBUG_OUTPUT))
        glDebugMessageControl(
            GLenum(GL_DONT_CARE), GLenum(GL_DONT_CARE), GLenum(GL_DONT_CARE), 0, nil,
            GLboolean(GL_FALSE))
        glDebugMessageControl(
            GLenum(GL_DEBUG_SOURCE_API), GLenum(GL_DEBUG_TYPE_ERROR), GLenum(GL_DONT_CARE), 0,
            nil, GLboolean(GL_TRUE))
        glDebugMessageCallback({ _, _, _, _, _, _, _ in GraphicsLog.shared.count() }, nil)
    }

    private func count() {
        errors.wrappingAdd(1, ordering: .relaxed)
    }
}
