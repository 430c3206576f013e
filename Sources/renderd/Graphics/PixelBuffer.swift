internal import CGraphics
import Common

/// A persistently mapped buffer the GPU packs pixels into. Owned by the render thread.
struct PixelBuffer: ~Copyable {
    let name: GLuint
    let byteCount: Int
    private let mapping: UnsafeMutableRawPointer

    init(byteCount: Int) throws(GraphicsError) {
        var name: GLuint = 0
        glCreateBuffers(1, &name)
        let flags = GLbitfield(GL_MAP_READ_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT)
        glNamedBufferStorage(name, byteCount, nil, flags)
        let address = glMapNamedBufferRange(name, 0, byteCount, flags)
        guard let address else {
            withUnsafePointer(to: name) { glDeleteBuffers(1, $0) }
            throw .outOfMemory
        }
        self.name = name
        self.byteCount = byteCount
        mapping = address
    }

    deinit {
        withUnsafePointer(to: name) { glDeleteBuffers(1, $0) }
    }

    /// The packed bytes; valid once the fence after the read has passed.
    var bytes: UnsafeRawPointer { UnsafeRawPointer(mapping) }

    /// Issues the read of a whole target into this buffer, without waiting.
    func read(_ target: RenderTarget) {
        let name = name
        RealtimeStretch.foreign {
            glBindFramebuffer(GLenum(GL_READ_FRAMEBUFFER), target.framebuffer)
            glBindBuffer(GLenum(GL_PIXEL_PACK_BUFFER), name)
            glReadPixels(
                0, 0, GLsizei(target.width), GLsizei(target.height),
                target.texture.format.transferFormat, target.texture.format.transferType, nil)
            glBindBuffer(GLenum(GL_PIXEL_PACK_BUFFER), 0)
        }
    }
}
