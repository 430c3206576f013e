internal import CGraphics

/// A framebuffer over one colour texture. Framebuffers are not shared between contexts.
struct Framebuffer: ~Copyable {
    /// Zero until it is attached.
    private(set) var name: GLuint

    /// No framebuffer yet.
    static var none: Framebuffer { Framebuffer() }

    private init() { name = 0 }

    /// Makes the framebuffer over `texture` in the current context.
    mutating func attach(_ texture: borrowing Texture) throws(GraphicsError) {
        glCreateFramebuffers(1, &name)
        glNamedFramebufferTexture(name, GLenum(GL_COLOR_ATTACHMENT0), texture.name, 0)
        let status = glCheckNamedFramebufferStatus(name, GLenum(GL_FRAMEBUFFER))
        guard status == GLenum(GL_FRAMEBUFFER_COMPLETE) else {
            throw .incompleteFramebuffer(status: status)
        }
    }

    deinit {
        guard name != 0 else { return }
        withUnsafePointer(to: name) { glDeleteFramebuffers(1, $0) }
    }
}
