/// Which sub-device of which DeckLink card.
///
/// A number counts the driver's list from 1, which may change with cards and slots; any other text is
/// looked for among persistent id, device handle and display name.
public enum DeckLinkSelector: Sendable, Hashable, CustomStringConvertible {
    case number(Int)
    case name(String)

    /// Reads `decklink:N` or `decklink:NAME`; nil when it is neither.
    public init?(parsing text: String) {
        guard text.hasPrefix("decklink:"), text.count > 9 else { return nil }
        let rest = String(text.dropFirst(9))
        if let number = Int(rest), rest.count < 4 {
            guard number >= 1 else { return nil }
            self = .number(number)
        } else {
            self = .name(rest)
        }
    }

    public var description: String {
        switch self {
        case .number(let number): "decklink:\(number)"
        case .name(let name): "decklink:\(name)"
        }
    }
}

/// Where an output plays to.
public enum OutputTarget: Sendable, Hashable, CustomStringConvertible {
    /// A virtual card; nil: that of the instance, else that of the instance of this name.
    case virtual(name: String?)
    case decklink(DeckLinkSelector)

    /// Reads `virtual`, `virtual:NAME` (letters, digits, `-` and `_`), `decklink:N` or
    /// `decklink:NAME`; nil when it is none of these.
    public init?(parsing text: String) {
        if text == "virtual" {
            self = .virtual(name: nil)
        } else if text.hasPrefix("virtual:") {
            let name = String(text.dropFirst(8))
            let isName = name.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
            }
            guard isName, (1...32).contains(name.count) else { return nil }
            self = .virtual(name: name)
        } else if let selector = DeckLinkSelector(parsing: text) {
            self = .decklink(selector)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .virtual(nil): "virtual"
        case .virtual(let name?): "virtual:\(name)"
        case .decklink(let selector): "\(selector)"
        }
    }
}

/// A connector of a card.
public enum DeckLinkConnection: String, Sendable, Hashable, CaseIterable {
    /// Whatever the card is set to.
    case auto
    case sdi, hdmi, optical, component, composite

    static var words: [String] { allCases.map(\.rawValue) }
}

/// What an `[[output]]` says that only a DeckLink card minds.
public struct DeckLinkOutputSettings: Sendable, Hashable {
    /// What the card's keyer does with a BGRA or ARGB picture.
    public enum Keyer: String, Sendable, Hashable, CaseIterable {
        case off
        /// Over the card's own input.
        case `internal`
        /// Fill on the first connector, key on the second.
        case external
    }
    /// Where the timecode on air comes from.
    public enum TimecodePolicy: String, Sendable, Hashable, CaseIterable {
        case off, input
        /// Time of day.
        case clock
        /// From zero at the start of the output.
        case run
    }

    public var connection = DeckLinkConnection.auto
    public var keyer = Keyer.off
    /// The last frame stays when nothing plays; false: black.
    public var idlesOnLastFrame = true
    public var referenceWait = Nanoseconds.seconds(10)
    /// In pixels.
    public var referenceOffset = 0
    public var isLevelA = false
    public var isSegmented = false
    public var timecode = TimecodePolicy.clock
    /// Active format description sent where the input brings none, 1–15; nil: none.
    public var afd: UInt8? = 8

    /// Each frame carries a payload identifier (SMPTE ST 352) of ours; false: the card sees to it.
    public var sendsPayloadIdentifier = false

    /// The defaults.
    public init() {}

    init(_ settings: ConfigurationSettings, number: Int) {
        let prefix = "output.\(number)"
        connection = DeckLinkConnection(rawValue: settings.text("\(prefix).connection")) ?? .auto
        keyer = Keyer(rawValue: settings.text("\(prefix).keyer")) ?? .off
        idlesOnLastFrame = settings.text("\(prefix).idle") == "last"
        referenceWait = .milliseconds(Int64(settings.integer("\(prefix).reference_wait_ms")))
        referenceOffset = settings.integer("\(prefix).reference_offset")
        isLevelA = settings.flag("\(prefix).level_a")
        isSegmented = settings.flag("\(prefix).psf")
        timecode = TimecodePolicy(rawValue: settings.text("\(prefix).timecode")) ?? .clock
        let code = settings.integer("\(prefix).afd")
        afd = code > 0 ? UInt8(code) : nil
        sendsPayloadIdentifier = settings.text("\(prefix).vpid") == "packet"
    }
}

/// A line-up signal drawn by ourselves.
public enum LineUpSignal: String, Sendable, Hashable, CaseIterable {
    /// Bars after SMPTE RP 219, tone of 1 kHz at −20 dBFS.
    case smpte
    /// 100/0/75/0 bars of the EBU, tone of 1 kHz at −18 dBFS.
    case ebu
    /// A flash and a beep on each second.
    case lipsync
}
