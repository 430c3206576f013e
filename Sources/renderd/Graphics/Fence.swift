internal import CGraphics

/// A point in the GPU's work that can be waited for.
struct Fence: ~Copyable {
    private let sync: GLsync?

    /// Marks the work issued so far by the current context.
    init() {
        sync = glFenceSync(GLenum(GL_SYNC_GPU_COMMANDS_COMPLETE), 0)
    }

    deinit {
        glDeleteSync(sync)
    }

    /// Waits until the work is done; throws `.fenceTimeout` after `nanoseconds`.
    func wait(nanoseconds: UInt64) throws(GraphicsError) {
        let result = glClientWaitSync(
            sync, GLbitfield(GL_SYNC_FLUSH_COMMANDS_BIT), nanoseconds)
        guard
            result == GLenum(GL_ALREADY_SIGNALED) || result == GLenum(GL_CONDITION_SATISFIED)
        else { throw .fenceTimeout }
    }
}
