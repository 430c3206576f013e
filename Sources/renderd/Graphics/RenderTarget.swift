internal import CGraphics

/// A texture that can be drawn to and sampled. Owned by the thread that made it.
final class RenderTarget {
    let texture: Texture
    let framebuffer: Framebuffer

    var width: Int { texture.width }
    var height: Int { texture.height }

    /// A target of zeros.
    init(width: Int, height: Int, format: TextureFormat) throws(GraphicsError) {
        let texture = try Texture(width: width, height: height, format: format)
        framebuffer = try Framebuffer(over: texture)
        self.texture = texture
        switch format {
        case .rgba16Float, .rgba8, .rgba32Float: clear(0, 0, 0, 0)
        case .rgba32Words, .rgba8Bytes: break
        }
    }

    /// Fills a float target with one colour.
    func clear(_ red: Float, _ green: Float, _ blue: Float, _ alpha: Float) {
        let color = [red, green, blue, alpha]
        glClearNamedFramebufferfv(framebuffer.name, GLenum(GL_COLOR), 0, color)
    }

    /// Makes this what draws go to, all of it.
    func bind() {
        glBindFramebuffer(GLenum(GL_FRAMEBUFFER), framebuffer.name)
        glViewport(0, 0, GLsizei(width), GLsizei(height))
    }

    /// Copies another target of the same size and format into this one.
    func copy(from source: RenderTarget) {
        glCopyImageSubData(
            source.texture.name, GLenum(GL_TEXTURE_2D), 0, 0, 0, 0, texture.name,
            GLenum(GL_TEXTURE_2D), 0, 0, 0, 0, GLsizei(width), GLsizei(height), 1)
    }

    /// Reads all texels into client memory, the first row first; waits for the GPU.
    func read(into memory: UnsafeMutableRawPointer) {
        glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), framebuffer.name)
        glReadPixels(
            0, 0, GLsizei(width), GLsizei(height), texture.format.transferFormat,
            texture.format.transferType, memory)
    }
}
