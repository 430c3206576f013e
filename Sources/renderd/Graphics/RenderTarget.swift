internal import CGraphics
import Common

/// A texture that can be drawn to and sampled. Owned by one thread at a time: a target that has
/// not been drawn to yet may be handed to another, whose context shares the texture.
final class RenderTarget {
    let texture: Texture
    /// Framebuffers are not shared between contexts, so this is made by the first that draws.
    private var ownFramebuffer = Framebuffer.none

    var width: Int { texture.width }
    var height: Int { texture.height }

    /// A target of zeros.
    init(width: Int, height: Int, format: TextureFormat) throws(GraphicsError) {
        texture = try Texture(width: width, height: height, format: format)
        texture.clear()
        try ownFramebuffer.attach(texture)
    }

    /// A target to hand to another thread; zeros, with all of its memory touched.
    init(spare format: TextureFormat, width: Int, height: Int) throws(GraphicsError) {
        texture = try Texture(width: width, height: height, format: format)
        texture.clear()
    }

    /// A picture to sample, to hand to another thread.
    init(_ picture: PixelPicture) throws(GraphicsError) {
        texture = try Texture(width: picture.width, height: picture.height, format: .rgba8)
        picture.rgba.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { texture.upload(base) }
        }
    }

    /// What draws go through. Only on the thread that owns the target.
    var framebuffer: GLuint {
        if ownFramebuffer.name == 0 { try? ownFramebuffer.attach(texture) }
        return ownFramebuffer.name
    }

    /// Fills a float target with one colour.
    func clear(_ red: Float, _ green: Float, _ blue: Float, _ alpha: Float) {
        withUnsafePointer(to: SIMD4(red, green, blue, alpha)) { color in
            color.withMemoryRebound(to: GLfloat.self, capacity: 4) { color in
                RealtimeStretch.foreign {
                    glClearNamedFramebufferfv(framebuffer, GLenum(GL_COLOR), 0, color)
                }
            }
        }
    }

    /// Makes this what draws go to, all of it.
    func bind() {
        RealtimeStretch.foreign {
            glBindFramebuffer(GLenum(GL_FRAMEBUFFER), framebuffer)
            glViewport(0, 0, GLsizei(width), GLsizei(height))
        }
    }

    /// Copies another target of the same size and format into this one.
    func copy(from source: RenderTarget) {
        RealtimeStretch.foreign {
            glCopyImageSubData(
                source.texture.name, GLenum(GL_TEXTURE_2D), 0, 0, 0, 0, texture.name,
                GLenum(GL_TEXTURE_2D), 0, 0, 0, 0, GLsizei(width), GLsizei(height), 1)
        }
    }

    /// Reads all texels into client memory, the first row first; waits for the GPU.
    func read(into memory: UnsafeMutableRawPointer) {
        RealtimeStretch.foreign {
            glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), framebuffer)
            glReadPixels(
                0, 0, GLsizei(width), GLsizei(height), texture.format.transferFormat,
                texture.format.transferType, memory)
        }
    }
}
