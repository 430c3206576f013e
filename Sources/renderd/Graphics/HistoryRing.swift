internal import CGraphics
import Shaders

/// Past pictures of one layer, in the layers of an array texture. Made on the build thread, then
/// owned by the render thread.
final class HistoryRing {
    let name: GLuint
    let width: Int
    let height: Int
    let capacity: Int
    /// What its pictures are of.
    let subject: ISFHistory
    let format: TextureFormat
    /// Where the newest picture lies.
    private(set) var head = 0
    /// How many pictures there are.
    private(set) var count = 0

    /// Zeros, with all of its memory touched.
    init(
        _ subject: ISFHistory, on canvas: Canvas
    ) throws(GraphicsError) {
        var name: GLuint = 0
        glCreateTextures(GLenum(GL_TEXTURE_2D_ARRAY), 1, &name)
        self.name = name
        self.subject = subject
        width = canvas.width
        height = canvas.height
        // The picture of this very frame is asked for as 0 frames ago.
        let length = min(subject.length, max(canvas.historyLengthMax, 1))
        capacity = subject.subject == .source ? length + 1 : length
        format = canvas.depth.textureFormat
        glTextureStorage3D(
            name, 1, format.internalFormat, GLsizei(width), GLsizei(height), GLsizei(capacity))
        glClearTexImage(name, 0, format.transferFormat, format.transferType, nil)
        try GraphicsError.check("making room for past frames")
    }

    deinit {
        withUnsafePointer(to: name) { glDeleteTextures(1, $0) }
    }

    /// Keeps `picture`, of this ring's size and format, as the newest.
    func push(_ picture: RenderTarget) {
        head = (head + 1) % capacity
        count = min(count + 1, capacity)
        glCopyImageSubData(
            picture.texture.name, GLenum(GL_TEXTURE_2D), 0, 0, 0, 0, name,
            GLenum(GL_TEXTURE_2D_ARRAY), 0, 0, 0, GLint(head), GLsizei(width), GLsizei(height), 1)
    }

    /// The pictures were replaced as a whole.
    func place(head: Int, count: Int) {
        (self.head, self.count) = (head, count)
    }

    /// Forgets all pictures.
    func clear() {
        count = 0
    }
}
