internal import CGraphics
import Common

/// The empty vertex array that core profile wants bound to draw without attributes.
struct VertexArray: ~Copyable {
    let name: GLuint

    init() {
        var name: GLuint = 0
        glCreateVertexArrays(1, &name)
        self.name = name
    }

    deinit {
        withUnsafePointer(to: name) { glDeleteVertexArrays(1, $0) }
    }

    /// Binds it, and draws a triangle for three or a strip for more vertices.
    func draw(vertexCount: Int) {
        let name = name
        let mode = vertexCount == 3 ? GL_TRIANGLES : GL_TRIANGLE_STRIP
        RealtimeStretch.foreign {
            glBindVertexArray(name)
            glDrawArrays(GLenum(mode), 0, GLsizei(vertexCount))
        }
    }
}
