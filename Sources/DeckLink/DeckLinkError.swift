internal import CDeckLink

/// Why a DeckLink cannot be used, and what to do about it.
public enum DeckLinkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The driver's library cannot be loaded; the reason is the loader's.
    case noDriver(reason: String)
    /// The library is there, but gives no devices out: its kernel module is not loaded.
    case noKernelModule
    /// The driver answers, and knows no device at all.
    case noCard
    /// There are devices, but not this one.
    case noSuchDevice(wanted: String, present: [String])
    /// The sub-device takes no part in the card's present profile.
    case inactive(device: String)
    /// The device cannot do this at all: an input-only device asked to play, or the reverse.
    case wrongDirection(device: String, wanted: String)
    /// The driver is of a generation whose interfaces are others.
    case unknownGeneration(device: String, version: String)
    /// Another program has it, or the other direction of a half-duplex device does.
    case busy(device: String, isHalfDuplex: Bool)
    /// The device has no such mode, or not in this pixel format.
    case modeNotSupported(device: String, format: String, pixels: String)
    /// The device cannot key.
    case keyingNotSupported(device: String, keyer: String)
    /// Keying needs alpha.
    case keyingNeedsAlpha(device: String)
    /// More channels than the device has.
    case tooManyChannels(device: String, wanted: Int, maximum: Int)
    /// The device wants more frames ahead than playout gives.
    case prerollTooShort(device: String, depth: Int, minimum: Int)
    /// Anything else the driver refused, by the call's name.
    case refused(device: String, call: String, code: Int32)

    /// Whether trying again changes nothing before somebody changes the configuration.
    public var isConfiguration: Bool {
        switch self {
        case .inactive, .wrongDirection, .unknownGeneration, .modeNotSupported,
            .keyingNotSupported, .keyingNeedsAlpha, .tooManyChannels, .prerollTooShort:
            true
        case .noDriver, .noKernelModule, .noCard, .noSuchDevice, .busy, .refused: false
        }
    }

    public var description: String {
        switch self {
        case .noDriver(let reason):
            "no DeckLink driver: \(reason). Install Blackmagic Desktop Video, or set "
                + "decklink.library to its libDeckLinkAPI.so"
        case .noKernelModule:
            "the DeckLink library is installed, but its kernel module is not loaded. Run "
                + "`modprobe blackmagic`; library and module must come from the same package"
        case .noCard:
            "the DeckLink driver finds no card. Check power and slot, `lspci -d bdbd:` and the "
                + "kernel log; a card with old firmware needs `DesktopVideoUpdateTool`"
        case .noSuchDevice(let wanted, let present):
            "there is no \(wanted). There are: \(present.joined(separator: ", "))"
        case .inactive(let device):
            "\(device) is not active in the card's profile. Choose a profile that has it in "
                + "Desktop Video Setup"
        case .wrongDirection(let device, let wanted):
            "\(device) has no \(wanted). Choose another device, or a profile in which it has one"
        case .unknownGeneration(let device, let version):
            "\(device): the driver (\(version)) serves neither of the interfaces of Desktop Video "
                + "11.6 to 14.2.1. Install a version of that range, or a newer one that still does"
        case .busy(let device, let isHalfDuplex):
            isHalfDuplex
                ? "\(device) is in use, or its connector is used in the other direction: it is "
                    + "half-duplex. Stop the other use, or choose a full-duplex profile"
                : "\(device) is in use by another program, or by another input or output here. Close "
                    + "that program, or name another card"
        case .modeNotSupported(let device, let format, let pixels):
            "\(device) cannot do \(format) in \(pixels). Choose another channel.format, or another "
                + "device (`holdover doctor` lists what each can do)"
        case .keyingNotSupported(let device, let keyer):
            "\(device) has no \(keyer) keyer for this format. Set output.keyer to off, or choose a "
                + "device that can key"
        case .keyingNeedsAlpha(let device):
            "\(device) is asked to key, but the channel carries no alpha. Keying needs "
                + "channel.pixel_format bgra or argb"
        case .tooManyChannels(let device, let wanted, let maximum):
            "\(device) carries \(maximum) channels of sound, not \(wanted). Lower "
                + "channel.audio_channels"
        case .prerollTooShort(let device, let depth, let minimum):
            "\(device) wants \(minimum) frames ahead, playout.scheduled_depth is \(depth). Raise it"
        case .refused(let device, let call, let code):
            "\(device): the driver refused \(call) (\(Self.name(of: code)))"
        }
    }

    static func name(of code: Int32) -> String {
        switch code {
        case CDL_E_NOTIMPL: "not implemented"
        case CDL_E_OUTOFMEMORY: "out of memory"
        case CDL_E_INVALIDARG: "invalid argument"
        case CDL_E_NOINTERFACE: "no such interface"
        case CDL_E_POINTER: "bad pointer"
        case CDL_E_HANDLE: "bad handle"
        case CDL_E_ABORT: "aborted"
        case CDL_E_FAIL: "failed"
        case CDL_E_ACCESSDENIED: "access denied"
        case CDL_E_UNEXPECTED: "unexpected"
        default: "0x" + String(UInt32(bitPattern: code), radix: 16)
        }
    }
}
