internal import CGraphics

/// The two pictures of one named pass target: one to read, one to draw. A pass that samples its
/// own target so sees what was there before. Owned by the render thread.
final class PassTarget {
    private(set) var front: RenderTarget
    private(set) var back: RenderTarget
    let format: TextureFormat

    /// Two pictures to hand to another thread.
    init(spareLike other: PassTarget) throws(GraphicsError) {
        format = other.format
        let (width, height) = (other.front.width, other.front.height)
        front = try RenderTarget(spare: format, width: width, height: height)
        back = try RenderTarget(spare: format, width: width, height: height)
    }

    init(width: Int, height: Int, format: TextureFormat) throws(GraphicsError) {
        front = try RenderTarget(width: width, height: height, format: format)
        back = try RenderTarget(width: width, height: height, format: format)
        self.format = format
    }

    /// What was drawn becomes what is read.
    func swap() {
        Swift.swap(&front, &back)
    }

    /// Back to black, as after creation.
    func clear() {
        front.clear(0, 0, 0, 0)
        back.clear(0, 0, 0, 0)
    }

    /// Takes another size; what was there is scaled into it.
    func resize(width: Int, height: Int) throws(GraphicsError) {
        guard width != front.width || height != front.height else { return }
        let scaled = try RenderTarget(width: width, height: height, format: format)
        glBlitNamedFramebuffer(
            front.framebuffer, scaled.framebuffer, 0, 0, GLint(front.width),
            GLint(front.height), 0, 0, GLint(width), GLint(height),
            GLbitfield(GL_COLOR_BUFFER_BIT), GLenum(GL_LINEAR))
        front = scaled
        back = try RenderTarget(width: width, height: height, format: format)
    }
}
