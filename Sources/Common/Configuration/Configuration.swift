/// What decides the ladder of a channel when no fresh frame is ready.
public enum ChannelRole: String, Sendable, Hashable, Codable, CaseIterable {
    /// The channel is inserted into a programme: its clean input may replace it when cleared.
    case insert
    /// The channel is a source of its own: a held picture is best for longer.
    case source
    /// Key and fill: only transparency is safe.
    case keyfill
}

/// What the renderer does when an input has been lost for a second.
public enum InputLossPolicy: Sendable, Hashable {
    case black, still, bars, transparent
    /// Use input N instead.
    case input(Int)

    /// Reads `black`, `still`, `bars`, `transparent` or `input:N`.
    public init?(parsing text: String) {
        switch text {
        case "black": self = .black
        case "still": self = .still
        case "bars": self = .bars
        case "transparent": self = .transparent
        default:
            guard text.hasPrefix("input:"), let number = Int(text.dropFirst(6)), number >= 1
            else { return nil }
            self = .input(number)
        }
    }
}

/// Where an input's pictures and sound come from.
public enum InputSource: Sendable, Hashable, CustomStringConvertible {
    /// Line-up bars with a moving element, a frame counter and tone.
    case bars
    /// A line-up signal with the channel's name in it.
    case lineUp(LineUpSignal)
    /// A media file, looped.
    case file(String)
    /// A stream that ffmpeg can open.
    case url(String)
    /// A DeckLink input.
    case decklink(DeckLinkSelector)

    /// Reads `test:bars`, `test:smpte`, `test:ebu`, `test:lipsync`, `file:PATH`, `url:URL` or
    /// `decklink:N`.
    public init?(parsing text: String) {
        if text == "test:bars" {
            self = .bars
        } else if text.hasPrefix("test:"),
            let signal = LineUpSignal(rawValue: String(text.dropFirst(5)))
        {
            self = .lineUp(signal)
        } else if let selector = DeckLinkSelector(parsing: text) {
            self = .decklink(selector)
        } else if text.hasPrefix("file:"), text.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else if text.hasPrefix("url:"), text.count > 4 {
            self = .url(String(text.dropFirst(4)))
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .bars: "test:bars"
        case .lineUp(let signal): "test:\(signal.rawValue)"
        case .decklink(let selector): "\(selector)"
        case .file(let path): "file:\(path)"
        case .url(let url): "url:\(url)"
        }
    }
}

/// The typed configuration of one instance. A value: made once at start and handed down.
public struct Configuration: Sendable {
    /// One `[[input]]`.
    public struct Input: Sendable, Hashable {
        /// From 1, in the order of the file.
        public let number: Int
        public let source: InputSource
        public let onLoss: InputLossPolicy
        public let loops: Bool
    }
    /// One `[[output]]`.
    public struct Output: Sendable, Hashable {
        /// From 1, in the order of the file; the first is the clock.
        public let number: Int
        public let device: OutputTarget
        /// What only a DeckLink device minds.
        public let decklink: DeckLinkOutputSettings
        public let sinks: [String]
        /// Sinks begin with the first programme frame instead of at once.
        public let recordsFromProgramme: Bool
        /// Sinks take exactly this many frames; nil: until stopped.
        public let recordFrameCount: Int?
    }
    /// Frames ahead and around the device, all in frames.
    public struct Playout: Sendable, Hashable {
        public let pool: Int
        public let scheduledDepth: Int
        public let readyTarget: Int
        public let readyMaximum: Int
        public let spare: Int
        public let passthroughCleared: Bool
        /// Nil: the drawn slate.
        public let slatePath: String?
        /// Slots a programme ring needs: depth + 1 + ready maximum + spare.
        public var ringSlotCount: Int { scheduledDepth + 1 + readyMaximum + spare }
    }
    /// Marks, bounds and deadlines of the command and event plane.
    public struct Messaging: Sendable, Hashable {
        public var controlHighWaterMark = 1_000
        public var eventsHighWaterMark = 10_000
        public var telemetryHighWaterMark = 1_000
        public var requestDeadline = Nanoseconds.seconds(2)
        public var factOutboxCapacity = 1_024
        public var eventsHistory = 8_192
        /// The defaults, for tests.
        public init() {}
    }

    public let settings: ConfigurationSettings
    public let instance: String
    /// Added to base ports; nil: every port is any free one.
    public let portOffset: Int?
    public let isDemo: Bool
    public let logLevel: String
    public let channelName: String
    public let format: VideoFormat
    public let audio: AudioFormat
    public let role: ChannelRole
    /// `rgba16f`, `rgba8` or `linear`.
    public let workingFormat: String
    public let hasTransparentBackground: Bool
    /// What inputs are brought to: the channel's picture as 8-bit 4:2:2. Only where the channel is
    /// that itself can the clean input go to air.
    public let inputFormat: VideoFormat
    public let inputs: [Input]
    public let outputs: [Output]
    public let playout: Playout
    public let messaging: Messaging
    public let laneCount: Int

    /// Slots between the index an input frame was captured at and the index it is aired at.
    /// Worked example: depth 4 + ready 2 + 1 = 7 frames, 140 ms at 50 frames a second.
    public var inputDelay: Int { playout.scheduledDepth + playout.readyTarget + 1 }

    /// Reads file and environment. `instance` from the command line wins over both.
    public static func load(
        file: String?, instance: String?, environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        var environment = environment
        if let instance { environment["HOLDOVER_INSTANCE_NAME"] = instance }
        return try Configuration(
            ConfigurationSettings(file: file, environment: environment))
    }

    /// Checks what single keys cannot: formats, names, and values that must agree.
    public init(_ settings: ConfigurationSettings) throws(ConfigurationError) {
        self.settings = settings
        instance = settings.text("instance.name")
        try Self.checkInstanceName(instance, settings)
        let offset = settings.integer("instance.port_offset")
        portOffset = offset >= 0 ? offset : (instance == "default" ? 0 : nil)
        isDemo = settings.flag("instance.demo")
        logLevel = settings.text("log.level")
        channelName = settings.text("channel.name")
        try Self.checkProduction(settings)
        let formatText = settings.text("channel.format")
        let layout = PixelFormat(rawValue: settings.text("channel.pixel_format"))
        guard let layout, let format = VideoFormat(parsing: formatText)?.with(pixelFormat: layout)
        else {
            throw ConfigurationError(
                place: settings.place("channel.format"),
                problem: "\"channel.format\" is \"\(formatText)\", which is no picture format",
                remedy: "Write it as WIDTHxHEIGHTpRATE, such as 1280x720p50 or 1920x1080p59.94, or "
                    + "1920x1080i50 (fields a second) for an even number of interlaced lines")
        }
        self.format = format
        inputFormat = format.with(pixelFormat: .uyvy) ?? format
        guard let audio = AudioFormat(channelCount: settings.integer("channel.audio_channels")),
            let role = ChannelRole(rawValue: settings.text("channel.role"))
        else { preconditionFailure("the key table admits what the types refuse") }
        self.audio = audio
        self.role = role
        workingFormat = settings.text("channel.working_format")
        hasTransparentBackground =
            settings.text("channel.background") == "transparent" || role == .keyfill
        inputs = try Self.inputs(settings)
        outputs = try Self.outputs(settings)
        playout = try Self.playout(settings)
        messaging = Self.messaging(settings)
        laneCount = settings.integer("render.lanes")
    }

    /// A whole number by its full key, for keys only one part needs (`render.preview_width`).
    public func integer(_ key: String) -> Int { settings.integer(key) }
    /// A text by its full key.
    public func text(_ key: String) -> String { settings.text(key) }
    /// A flag by its full key.
    public func flag(_ key: String) -> Bool { settings.flag(key) }
    /// A list by its full key.
    public func list(_ key: String) -> [String] { settings.list(key) }
}
