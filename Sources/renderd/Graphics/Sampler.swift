internal import CGraphics

/// How textures are read: linear, clamped to the edge; or nearest, for exact texels.
struct Sampler: ~Copyable {
    let name: GLuint

    init(linear: Bool) {
        var name: GLuint = 0
        glCreateSamplers(1, &name)
        self.name = name
        let filter = linear ? GL_LINEAR : GL_NEAREST
        glSamplerParameteri(name, GLenum(GL_TEXTURE_MIN_FILTER), filter)
        glSamplerParameteri(name, GLenum(GL_TEXTURE_MAG_FILTER), filter)
        glSamplerParameteri(name, GLenum(GL_TEXTURE_WRAP_S), GL_CLAMP_TO_EDGE)
        glSamplerParameteri(name, GLenum(GL_TEXTURE_WRAP_T), GL_CLAMP_TO_EDGE)
        glSamplerParameteri(name, GLenum(GL_TEXTURE_WRAP_R), GL_CLAMP_TO_EDGE)
    }

    deinit {
        withUnsafePointer(to: name) { glDeleteSamplers(1, $0) }
    }
}
