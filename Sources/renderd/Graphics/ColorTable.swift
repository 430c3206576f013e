internal import CGraphics
import Shaders

/// A colour table as a three-dimensional texture. Made on the build thread, then handed to the
/// render thread.
final class ColorTable {
    let name: GLuint
    /// What brings a colour to a coordinate: colour × scale + offset, in red, green, blue.
    let scale: SIMD3<Float>
    let offset: SIMD3<Float>

    init(_ table: CubeTable) throws(GraphicsError) {
        var name: GLuint = 0
        glCreateTextures(GLenum(GL_TEXTURE_3D), 1, &name)
        self.name = name
        let size = GLsizei(table.size)
        glTextureStorage3D(name, 1, GLenum(GL_RGB32F), size, size, size)
        table.values.withUnsafeBytes { bytes in
            glTextureSubImage3D(
                name, 0, 0, 0, 0, size, size, size, GLenum(GL_RGB), GLenum(GL_FLOAT),
                bytes.baseAddress)
        }
        var scale = SIMD3<Float>()
        var offset = SIMD3<Float>()
        let count = Double(table.size)
        for channel in 0..<3 {
            let low = table.domainMinimum[channel]
            let step = (count - 1) / count / (table.domainMaximum[channel] - low)
            scale[channel] = Float(step)
            offset[channel] = Float(0.5 / count - low * step)
        }
        self.scale = scale
        self.offset = offset
        try GraphicsError.check("uploading a colour table")
    }

    deinit {
        withUnsafePointer(to: name) { glDeleteTextures(1, $0) }
    }
}
