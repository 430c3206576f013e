internal import CGraphics

/// A framebuffer over one colour texture. Framebuffers are not shared between contexts.
struct Framebuffer: ~Copyable {
    let name: GLuint

    init(over texture: borrowing Texture) throws(GraphicsError) {
        var name: GLuint = 0
        glCreateFramebuffers(1, &name)
        self.name = name
        glNamedFramebufferTexture(name, GLenum(GL_COLOR_ATTACHMENT0), texture.name, 0)
        let status = glCheckNamedFramebufferStatus(name, GLenum(GL_FRAMEBUFFER))
        guard status == GLenum(GL_FRAMEBUFFER_COMPLETE) else {
            throw .incompleteFramebuffer(status: status)
        }
    }

    deinit {
        withUnsafePointer(to: name) { glDeleteFramebuffers(1, $0) }
    }
}
