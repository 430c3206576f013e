internal import CGraphics

/// The texel layouts this renderer uses.
enum TextureFormat: Sendable, Hashable {
    /// Half floats: the default working format.
    case rgba16Float
    /// Bytes, 0 to 1: the fast working format, and uploads.
    case rgba8
    /// Full floats: `FLOAT` pass targets.
    case rgba32Float
    /// One full float: sound.
    case red32Float
    /// A byte, 0 to 1: the luma plane of NV12.
    case red8
    /// Two bytes, 0 to 1: the chroma plane of NV12.
    case redGreen8
    /// Four unsigned words: eight packed UYVY pixels.
    case rgba32Words
    /// Four unsigned bytes: two packed UYVY pixels.
    case rgba8Bytes

    var internalFormat: GLenum {
        switch self {
        case .rgba16Float: GLenum(GL_RGBA16F)
        case .rgba8: GLenum(GL_RGBA8)
        case .rgba32Float: GLenum(GL_RGBA32F)
        case .red32Float: GLenum(GL_R32F)
        case .red8: GLenum(GL_R8)
        case .redGreen8: GLenum(GL_RG8)
        case .rgba32Words: GLenum(GL_RGBA32UI)
        case .rgba8Bytes: GLenum(GL_RGBA8UI)
        }
    }

    /// The client format for transfers.
    var transferFormat: GLenum {
        switch self {
        case .rgba16Float, .rgba8, .rgba32Float: GLenum(GL_RGBA)
        case .red32Float, .red8: GLenum(GL_RED)
        case .redGreen8: GLenum(GL_RG)
        case .rgba32Words, .rgba8Bytes: GLenum(GL_RGBA_INTEGER)
        }
    }

    /// The client component type for transfers.
    var transferType: GLenum {
        switch self {
        case .rgba16Float: GLenum(GL_HALF_FLOAT)
        case .rgba32Float, .red32Float: GLenum(GL_FLOAT)
        case .rgba8, .rgba8Bytes, .red8, .redGreen8: GLenum(GL_UNSIGNED_BYTE)
        case .rgba32Words: GLenum(GL_UNSIGNED_INT)
        }
    }

    /// Bytes of one texel in client memory.
    var texelByteCount: Int {
        switch self {
        case .red8: 1
        case .redGreen8: 2
        case .rgba8, .rgba8Bytes, .red32Float: 4
        case .rgba16Float: 8
        case .rgba32Float, .rgba32Words: 16
        }
    }
}
