internal import CGraphics

/// What every pass of one context draws with: the vertex array and the samplers. One sampler for
/// all textures keeps the driver's compiled variants few. Owned by the context's thread.
final class DrawingState {
    let vertices: VertexArray
    let linear: Sampler
    /// Times the parts of frames; nil where nobody asks.
    var timer: PassTimer?
    /// For whole-number textures, which cannot be filtered.
    private let nearest: Sampler

    init() {
        vertices = VertexArray()
        linear = Sampler(linear: true)
        nearest = Sampler(linear: false)
        glDisable(GLenum(GL_BLEND))
        glBlendFunc(GLenum(GL_ONE), GLenum(GL_ONE_MINUS_SRC_ALPHA))
        glDisable(GLenum(GL_DEPTH_TEST))
    }

    func bind(_ texture: borrowing Texture, unit: Int) {
        bind(texture.name, unit: unit)
    }

    /// Binds a texture of whole numbers.
    func bindWords(_ texture: borrowing Texture, unit: Int) {
        glBindTextureUnit(GLuint(unit), texture.name)
        glBindSampler(GLuint(unit), nearest.name)
    }

    /// Binds a texture of any shape by its name.
    func bind(_ name: GLuint, unit: Int) {
        glBindTextureUnit(GLuint(unit), name)
        glBindSampler(GLuint(unit), linear.name)
    }
}
