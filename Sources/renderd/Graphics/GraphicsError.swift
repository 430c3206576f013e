internal import CGraphics

/// Why something of GL or EGL did not work, in terms of what an operator can do about it.
public enum GraphicsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No headless EGL display answers: no driver, or no permission to the device.
    case noDisplay(detail: String)
    /// The display offers no OpenGL 4.5 core context.
    case noContext(detail: String)
    /// GLSL did not compile; the driver's log.
    case compile(log: String)
    /// Stages did not link; the driver's log.
    case link(log: String)
    /// A framebuffer of this size and format cannot be drawn to.
    case incompleteFramebuffer(status: UInt32)
    /// The driver is out of memory.
    case outOfMemory
    /// A call of ours was wrong; `code` is the GL error.
    case call(code: UInt32, during: String)
    /// The size is beyond what the driver can hold.
    case tooLarge(width: Int, height: Int)
    /// A wait for the GPU did not end in time.
    case fenceTimeout
    /// A picture layout that this renderer does not read or write.
    case unsupported(format: String)

    /// One sentence, with the remedy where there is one.
    public var description: String {
        switch self {
        case .noDisplay(let detail):
            "no headless EGL display (\(detail)): install libegl1 and libgl1-mesa-dri, or check "
                + "the permissions of /dev/dri"
        case .noContext(let detail): "no OpenGL 4.5 core context (\(detail))"
        case .compile(let log): "GLSL does not compile: \(log)"
        case .link(let log): "GLSL does not link: \(log)"
        case .incompleteFramebuffer(let status): "framebuffer is incomplete (status \(status))"
        case .outOfMemory: "the GL driver is out of memory"
        case .call(let code, let during): "GL error \(code) during \(during)"
        case .tooLarge(let width, let height): "\(width)x\(height) is beyond the driver's limit"
        case .fenceTimeout: "the GPU did not finish in time"
        case .unsupported(let format): "the picture layout \(format) is not handled here"
        }
    }

    /// Throws the oldest pending GL error, and drops the others.
    static func check(_ during: StaticString) throws(GraphicsError) {
        let code = glGetError()
        guard code != GLenum(GL_NO_ERROR) else { return }
        while glGetError() != GLenum(GL_NO_ERROR) {}
        if code == GLenum(GL_OUT_OF_MEMORY) { throw .outOfMemory }
        throw .call(code: code, during: "\(during)")
    }
}
