internal import CGraphics
import Common

/// A two-dimensional texture without mipmaps. Owned by the thread whose context is current.
struct Texture: ~Copyable {
    let name: GLuint
    let width: Int
    let height: Int
    let format: TextureFormat

    /// Storage is undefined until written.
    init(width: Int, height: Int, format: TextureFormat) throws(GraphicsError) {
        var limit: GLint = 0
        glGetIntegerv(GLenum(GL_MAX_TEXTURE_SIZE), &limit)
        guard width > 0, height > 0, width <= Int(limit), height <= Int(limit) else {
            throw .tooLarge(width: width, height: height)
        }
        var name: GLuint = 0
        glCreateTextures(GLenum(GL_TEXTURE_2D), 1, &name)
        glTextureStorage2D(name, 1, format.internalFormat, GLsizei(width), GLsizei(height))
        do {
            try GraphicsError.check("texture storage")
        } catch {
            withUnsafePointer(to: name) { glDeleteTextures(1, $0) }
            throw error
        }
        self.name = name
        self.width = width
        self.height = height
        self.format = format
    }

    deinit {
        withUnsafePointer(to: name) { glDeleteTextures(1, $0) }
    }

    /// Fills it with zeros, which also makes the driver touch its memory.
    func clear() {
        glClearTexImage(name, 0, format.transferFormat, format.transferType, nil)
    }

    /// Replaces all texels from tightly packed client memory.
    func upload(_ texels: UnsafeRawPointer) {
        let (name, width, height, format) = (name, width, height, format)
        RealtimeStretch.foreign {
            glTextureSubImage2D(
                name, 0, 0, 0, GLsizei(width), GLsizei(height), format.transferFormat,
                format.transferType, texels)
        }
    }
}
