internal import CGraphics
import Foundation

/// A headless OpenGL 4.5 core context. Made on one thread, then current on exactly one thread at
/// a time; that thread owns every name made in it.
final class GraphicsContext: @unchecked Sendable {
    // Unchecked: the handles are immutable, and EGL allows them on any thread.
    private let display: EGLDisplay
    private let context: EGLContext

    /// Makes a context; with `share` one that sees the textures and programs of the other.
    init(sharingWith share: GraphicsContext? = nil) throws(GraphicsError) {
        if let share {
            display = share.display
        } else {
            display = try Self.openDisplay()
        }
        guard eglBindAPI(EGLenum(EGL_OPENGL_API)) == EGLBoolean(EGL_TRUE) else {
            throw .noContext(detail: "EGL offers no OpenGL, error \(eglGetError())")
        }
        let attributes: [EGLint] = [
            EGL_CONTEXT_MAJOR_VERSION, 4, EGL_CONTEXT_MINOR_VERSION, 5,
            EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
            EGL_NONE,
        ]
        guard let context = eglCreateContext(display, nil, share?.context, attributes) else {
            throw .noContext(detail: "EGL error \(eglGetError())")
        }
        self.context = context
    }

    deinit {
        eglDestroyContext(display, context)
    }

    /// Makes the context current on the calling thread, with no surface.
    func makeCurrent() throws(GraphicsError) {
        guard eglMakeCurrent(display, nil, nil, context) == EGLBoolean(EGL_TRUE) else {
            throw .noContext(detail: "it cannot be made current, EGL error \(eglGetError())")
        }
        glDisable(GLenum(GL_DITHER))
        glPixelStorei(GLenum(GL_PACK_ALIGNMENT), 1)
        glPixelStorei(GLenum(GL_UNPACK_ALIGNMENT), 1)
    }

    /// Leaves the calling thread without a context.
    func resign() {
        eglMakeCurrent(display, nil, nil, nil)
        eglReleaseThread()
    }

    /// The driver's own name for what draws. Context current.
    var rendererName: String {
        guard let text = glGetString(GLenum(GL_RENDERER)) else { return "unknown" }
        return String(cString: text)
    }

    /// Whether drawing happens on the processor (Mesa's llvmpipe or softpipe). Context current.
    var isSoftware: Bool {
        let name = rendererName.lowercased()
        return name.contains("llvmpipe") || name.contains("softpipe") || name.contains("swrast")
    }

    /// The largest texture edge. Context current.
    var textureSizeMax: Int {
        var size: GLint = 0
        glGetIntegerv(GLenum(GL_MAX_TEXTURE_SIZE), &size)
        return Int(size)
    }

    // MARK: Display

    private static func openDisplay() throws(GraphicsError) -> EGLDisplay {
        var failures: [String] = []
        let candidates = [
            ("surfaceless", surfacelessDisplay()), ("device", deviceDisplay()),
        ]
        for (name, candidate) in candidates {
            guard let candidate else {
                failures.append("\(name): not offered")
                continue
            }
            var major: EGLint = 0
            var minor: EGLint = 0
            if eglInitialize(candidate, &major, &minor) == EGLBoolean(EGL_TRUE) {
                return candidate
            }
            failures.append("\(name): error \(eglGetError())")
        }
        throw .noDisplay(detail: failures.joined(separator: ", "))
    }

    private static func surfacelessDisplay() -> EGLDisplay? {
        platformDisplay(EGLenum(EGL_PLATFORM_SURFACELESS_MESA), nil)
    }

    private static func deviceDisplay() -> EGLDisplay? {
        guard let address = eglGetProcAddress("eglQueryDevicesEXT") else { return nil }
        let query = unsafeBitCast(
            address,
            to: (@convention(c) (
                EGLint, UnsafeMutablePointer<EGLDeviceEXT?>?,
                UnsafeMutablePointer<EGLint>?
            ) -> EGLBoolean).self)
        var devices = [EGLDeviceEXT?](repeating: nil, count: 8)
        var count: EGLint = 0
        guard query(EGLint(devices.count), &devices, &count) == EGLBoolean(EGL_TRUE), count > 0,
            let first = devices[0]
        else { return nil }
        return platformDisplay(EGLenum(EGL_PLATFORM_DEVICE_EXT), first)
    }

    private static func platformDisplay(
        _ platform: EGLenum, _ native: UnsafeMutableRawPointer?
    ) -> EGLDisplay? {
        guard let address = eglGetProcAddress("eglGetPlatformDisplayEXT") else { return nil }
        let get = unsafeBitCast(
            address,
            to: (@convention(c) (EGLenum, UnsafeMutableRawPointer?, UnsafePointer<EGLint>?) ->
                EGLDisplay?).self)
        return get(platform, native, nil)
    }
}
