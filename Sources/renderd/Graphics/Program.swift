internal import CGraphics

/// A linked program of a vertex and a fragment stage. Shared between contexts; only the thread
/// that draws with it may set its uniforms.
struct Program: ~Copyable {
    let name: GLuint

    /// Compiles and links; waits for the driver.
    init(vertex: String, fragment: String) throws(GraphicsError) {
        let vertexShader = try Self.compile(vertex, GLenum(GL_VERTEX_SHADER))
        defer { glDeleteShader(vertexShader) }
        let fragmentShader = try Self.compile(fragment, GLenum(GL_FRAGMENT_SHADER))
        defer { glDeleteShader(fragmentShader) }
        let name = glCreateProgram()
        glAttachShader(name, vertexShader)
        glAttachShader(name, fragmentShader)
        glLinkProgram(name)
        glDetachShader(name, vertexShader)
        glDetachShader(name, fragmentShader)
        var linked: GLint = 0
        glGetProgramiv(name, GLenum(GL_LINK_STATUS), &linked)
        guard linked == GL_TRUE else {
            let log = Self.log(name, glGetProgramiv, glGetProgramInfoLog)
            glDeleteProgram(name)
            throw .link(log: log)
        }
        self.name = name
    }

    deinit {
        glDeleteProgram(name)
    }

    /// Where a uniform lies; −1 where the program does not use it (setting −1 does nothing).
    func location(_ uniform: String) -> GLint {
        glGetUniformLocation(name, uniform)
    }

    func set(_ location: GLint, _ x: Float) {
        if location >= 0 { glProgramUniform1f(name, location, x) }
    }

    func set(_ location: GLint, _ x: Int32) {
        if location >= 0 { glProgramUniform1i(name, location, x) }
    }

    func set(_ location: GLint, _ x: Float, _ y: Float) {
        if location >= 0 { glProgramUniform2f(name, location, x, y) }
    }

    func set(_ location: GLint, _ x: Float, _ y: Float, _ z: Float) {
        if location >= 0 { glProgramUniform3f(name, location, x, y, z) }
    }

    func set(_ location: GLint, _ value: SIMD3<Float>) {
        if location >= 0 { glProgramUniform3f(name, location, value.x, value.y, value.z) }
    }

    func set(_ location: GLint, _ x: Float, _ y: Float, _ z: Float, _ w: Float) {
        if location >= 0 { glProgramUniform4f(name, location, x, y, z, w) }
    }

    private static func compile(_ text: String, _ stage: GLenum) throws(GraphicsError) -> GLuint {
        let shader = glCreateShader(stage)
        text.withCString { pointer in
            var source: UnsafePointer<GLchar>? = pointer
            glShaderSource(shader, 1, &source, nil)
        }
        glCompileShader(shader)
        var compiled: GLint = 0
        glGetShaderiv(shader, GLenum(GL_COMPILE_STATUS), &compiled)
        guard compiled == GL_TRUE else {
            let log = log(shader, glGetShaderiv, glGetShaderInfoLog)
            glDeleteShader(shader)
            throw .compile(log: log)
        }
        return shader
    }

    private typealias Query = (GLuint, GLenum, UnsafeMutablePointer<GLint>?) -> Void
    private typealias Fetch = (
        GLuint, GLsizei, UnsafeMutablePointer<GLsizei>?, UnsafeMutablePointer<GLchar>?
    ) -> Void

    private static func log(_ name: GLuint, _ query: Query, _ fetch: Fetch) -> String {
        var length: GLint = 0
        query(name, GLenum(GL_INFO_LOG_LENGTH), &length)
        guard length > 1 else { return "" }
        var characters = [GLchar](repeating: 0, count: Int(length))
        fetch(name, length, nil, &characters)
        return String(
            decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
