internal import Common

/// The driver's numbers by name: four ASCII characters, the first one highest.
enum Identifier {
    static func code(_ text: StaticString) -> UInt32 {
        text.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
    }

    // Attributes.
    static let persistentID = code("peid")
    static let topologicalID = code("toid")
    static let deviceHandle = code("devh")
    static let duplex = code("dupx")
    static let videoIOSupport = code("vios")
    static let minimumPreroll = code("mprf")
    static let maximumAudioChannels = code("mach")
    static let internalKeying = code("keyi")
    static let externalKeying = code("keye")
    static let inputFormatDetection = code("infd")
    static let referenceInput = code("hrin")
    static let idleOutput = code("idou")
    static let levelA = code("lvla")
    static let packetsNeedV210 = code("vioY")
    static let startsTogether = code("stpg")
    static let outputConnections = code("vocn")
    static let inputConnections = code("vicn")
    static let duplexHalf = code("dxha")
    static let duplexInactive = code("dxin")

    // Status.
    static let busy = code("busy")
    static let linkWidth = code("pwid")
    static let linkSpeed = code("plnk")
    static let referenceLocked = code("refl")
    static let inputLocked = code("visl")
    static let temperature = code("dtmp")
    static let detectedInputMode = code("dvim")
    static let referenceMode = code("refm")

    // Configuration.
    static let idleOperation = code("voio")
    static let idleBlack = code("blac")
    static let idleLastFrame = code("lafa")
    static let outputConnection = code("vocn")
    static let inputConnection = code("vicn")
    static let referenceOffset = code("glot")
    static let levelAOutput = code("smta")
    static let playbackGroup = code("plgr")
    static let segmentedOutput = code("pfpr")

    // Field orders.
    static let lowerFirst = code("lowr")
    static let upperFirst = code("uppr")
    static let progressive = code("prog")
    static let segmented = code("psf ")
}

extension PixelFormat {
    /// The driver's number; nil where it has none.
    var deckLinkCode: UInt32? {
        switch self {
        case .uyvy: Identifier.code("2vuy")
        case .v210: Identifier.code("v210")
        case .bgra: Identifier.code("BGRA")
        // No four characters, but a number.
        case .argb: 32
        case .nv12: nil
        }
    }
}

extension DeckLinkConnection {
    /// The driver's bit; 0 for whatever is set.
    var bit: UInt32 {
        switch self {
        case .auto: 0
        case .sdi: 1
        case .hdmi: 2
        case .optical: 4
        case .component: 8
        case .composite: 16
        }
    }
}
