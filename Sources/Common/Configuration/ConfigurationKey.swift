/// What a configuration key may hold.
public enum ConfigurationKind: Sendable, Hashable {
    case text
    /// One of these words.
    case choice([String])
    /// A whole number in this range.
    case integer(ClosedRange<Int>)
    case flag
    /// A list of texts; in the environment separated by commas.
    case list

    /// For error messages: what would have been right.
    var expectation: String {
        switch self {
        case .text: "a text in quotes"
        case .choice(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .list: "a list of texts in brackets"
        }
    }
}

/// One value as given or by default.
public enum ConfigurationValue: Sendable, Hashable, CustomStringConvertible {
    case text(String)
    case integer(Int)
    case flag(Bool)
    case list([String])

    /// As it would stand in the TOML file.
    public var description: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .integer(let value): "\(value)"
        case .flag(let value): "\(value)"
        case .list(let items): "[" + items.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        }
    }
}

/// One key of the configuration: where it stands, what it may hold, what it means.
public struct ConfigurationKey: Sendable, Hashable {
    /// The TOML table: `playout`; `input` and `output` are arrays of tables.
    public let section: String
    /// The key in the table: `scheduled_depth`.
    public let name: String
    public let kind: ConfigurationKind
    /// What holds when nobody says otherwise.
    public let defaultValue: ConfigurationValue
    /// One line for people.
    public let help: String

    init(
        _ section: String, _ name: String, _ kind: ConfigurationKind, _ value: ConfigurationValue,
        _ help: String
    ) {
        self.section = section
        self.name = name
        self.kind = kind
        self.defaultValue = value
        self.help = help
    }
}

extension ConfigurationKey {
    /// Sections that may stand several times (`[[input]]`), numbered from 1 in the environment:
    /// `HOLDOVER_INPUT_1_SOURCE`.
    public static let repeatedSections: Set<String> = ["input", "output"]

    private static func port(
        _ section: String, _ name: String, _ value: Int, _ help: String
    ) -> Self {
        Self(section, name, .integer(0...65535), .integer(value), help)
    }

    /// Every key there is; the file, the environment and `holdover config` all go by this table.
    public static let all: [ConfigurationKey] =
        instanceKeys + pictureKeys + controlKeys + runKeys

    private static let instanceKeys: [ConfigurationKey] = [
        Self("instance", "name", .text, .text("default"), "Names sockets, shared memory, folders."),
        Self(
            "instance", "port_offset", .integer(-1...20000), .integer(-1),
            "Added to every base port; -1: 0 for the default instance, any free port for others."),
        Self(
            "instance", "production", .flag, .flag(false),
            "Production: channel.role and channel.format must be given."),
        Self("instance", "demo", .flag, .flag(false), "Shows the page's demo controls."),
        Self(
            "log", "level", .choice(["trace", "debug", "info", "notice", "warning", "error"]),
            .text("info"), "The least severe messages that are written."),
        Self("paths", "shaders", .text, .text(""), "Shader library; empty: the one that ships."),
        Self("paths", "web", .text, .text(""), "The page's files; empty: the ones that ship."),
        port("metrics", "base_port", 9461, "First of the processes' Prometheus ports."),
        Self("metrics", "bind", .text, .text("127.0.0.1"), "Address of the Prometheus endpoints."),
    ]

    private static let pictureKeys: [ConfigurationKey] = [
        Self("channel", "name", .text, .text("Holdover"), "Shown on slate and page."),
        Self(
            "channel", "format", .text, .text("1280x720p50"),
            "Such as 1920x1080p50 or 1920x1080i50 (50 fields: 25 frames)."),
        Self(
            "channel", "role", .choice(["insert", "source", "keyfill"]), .text("insert"),
            "Decides what is aired when no fresh frame is ready."),
        Self(
            "channel", "working_format", .choice(["rgba16f", "rgba8", "linear"]), .text("rgba16f"),
            "What the layers are drawn in."),
        Self(
            "channel", "pixel_format", .choice(["uyvy", "v210", "bgra", "argb"]), .text("uyvy"),
            "What the device is given: 8 or 10 bit 4:2:2, or fill with key in either byte order."),
        Self(
            "channel", "background", .choice(["black", "transparent"]), .text("black"),
            "What lies under the lowest layer."),
        Self(
            "channel", "audio_channels", .integer(1...16), .integer(2),
            "Channels of embedded sound."),
        Self(
            "input", "source", .text, .text("test:bars"),
            "test:bars, test:smpte, test:ebu, test:lipsync, file:PATH, url:URL or decklink:N."),
        Self(
            "input", "connection", .choice(DeckLinkConnection.words), .text("auto"),
            "Connector of a DeckLink input."),
        Self(
            "input", "on_loss", .text, .text("black"),
            "After 1 s without input: black, still, bars, transparent or input:N."),
        Self("input", "loop", .flag, .flag(true), "A file starts again at its end."),
        Self(
            "output", "device", .text, .text("virtual"),
            "virtual (the virtual card), virtual:NAME, decklink:N, or decklink:N+M (fill and key)."),
        Self(
            "output", "sinks", .list, .list([]),
            "Where the virtual card records: file:PATH, url:URL, hls:PATH.m3u8."),
        Self(
            "output", "record_from", .choice(["start", "programme"]), .text("start"),
            "Sinks begin at once, or with the first programme frame."),
        Self(
            "output", "record_frames", .integer(0...1_000_000_000), .integer(0),
            "Sinks take exactly this many frames; 0: until stopped."),
        Self(
            "output", "connection", .choice(DeckLinkConnection.words), .text("auto"),
            "Connector of a DeckLink output."),
        Self(
            "output", "keyer", .choice(["off", "internal", "external"]), .text("off"),
            "DeckLink keyer: over the card's input, or fill and key on two connectors."),
        Self(
            "output", "idle", .choice(["last", "black"]), .text("last"),
            "What a DeckLink card shows when nothing plays; written to its preferences."),
        Self(
            "output", "reference_wait_ms", .integer(0...600_000), .integer(10_000),
            "So long a DeckLink may take to lock to its reference before that is an alarm."),
        Self(
            "output", "reference_offset", .integer(-1_000_000...1_000_000), .integer(0),
            "Timing against the reference, in pixels."),
        Self(
            "output", "level_a", .flag, .flag(false), "3G-SDI level A instead of B."),
        Self(
            "output", "psf", .flag, .flag(false), "1080p up to 30 goes out as segmented frames."),
        Self(
            "output", "timecode", .choice(["off", "input", "clock", "run"]), .text("clock"),
            "Timecode on air: the input's, the time of day, or from zero at the start."),
        Self(
            "output", "afd", .integer(0...15), .integer(8),
            "Active format description sent where the input brings none; 0: none."),
        Self(
            "output", "vpid", .choice(["card", "packet"]), .text("card"),
            "Payload identifier (SMPTE ST 352): the card's own, or a packet of ours in each frame."),
        Self("decklink", "library", .text, .text(""), "The driver's library; empty: the system's."),
        Self("qc", "enabled", .flag, .flag(true), "Watches the signal that was aired."),
        Self("qc", "black_ms", .integer(100...600_000), .integer(2_000), "Black this long."),
        Self("qc", "freeze_ms", .integer(100...600_000), .integer(10_000), "Frozen this long."),
        Self("qc", "silence_ms", .integer(100...600_000), .integer(10_000), "Silent this long."),
        Self(
            "qc", "true_peak_dbtp", .integer(-20...0), .integer(-1),
            "True peak above this is overload (EBU R 128)."),
        Self("qc", "thumbnails", .integer(0...10_000), .integer(200), "Newest ones are kept."),
        Self("playout", "pool", .integer(4...64), .integer(10), "Frames the device may hold."),
        Self(
            "playout", "scheduled_depth", .integer(2...16), .integer(4),
            "Slots scheduled ahead on the device."),
        Self("playout", "ready_target", .integer(1...8), .integer(2), "Frames drawn ahead."),
        Self("playout", "ready_maximum", .integer(1...16), .integer(4), "Never more drawn ahead."),
        Self("playout", "spare", .integer(1...8), .integer(1), "Ring slots beyond all of these."),
        Self(
            "playout", "low_latency", .flag, .flag(false),
            "Scheduled depth 3 and ready target 1, for two frames less delay."),
        Self(
            "playout", "passthrough_cleared", .flag, .flag(false),
            "The clean input may go to air when the programme fails."),
        Self(
            "playout", "slate", .text, .text(""),
            "A picture file for the slate, or test:smpte, test:ebu; empty: drawn."),
        Self("render", "lanes", .integer(1...2), .integer(1), "Renderers side by side."),
        Self(
            "render", "preview_width", .integer(64...1920), .integer(320), "Preview width, pixels."),
        Self("render", "preview_rate", .integer(1...30), .integer(10), "Preview frames a second."),
        Self(
            "render", "history_frames_max", .integer(0...250), .integer(16),
            "Most past frames a shader's HISTORY may keep; each costs one picture of memory."),
        Self(
            "render", "trial_limit_ms", .integer(500...120_000), .integer(10_000),
            "A new shader that is not built and drawn within this time is refused."),
        Self(
            "render", "recording_mb", .integer(0...65_536), .integer(256),
            "Megabytes of what a lane drew and of what, kept to draw it again; 0: nothing is kept."),
    ]

    private static let controlKeys: [ConfigurationKey] = [
        Self("control", "bind", .text, .text("127.0.0.1"), "Address of HTTP, WebSocket and OSC."),
        port("control", "http_port", 8080, "HTTP and WebSocket; 0: any."),
        port("control", "osc_port", 9000, "OSC over UDP; 0: any."),
        Self("control", "osc_allow", .list, .list([]), "OSC senders allowed beyond loopback."),
        Self(
            "control", "allowed_hosts", .list, .list([]),
            "Host names, beside loopback, under which the page may be opened."),
        Self(
            "control", "body_limit_bytes", .integer(1024...16_777_216), .integer(1_048_576),
            "Largest HTTP body."),
        Self(
            "control", "connection_limit", .integer(4...4096), .integer(256),
            "HTTP connections at a time."),
        Self(
            "control", "websocket_limit", .integer(1...4096), .integer(64),
            "WebSocket clients at a time."),
        Self(
            "control", "request_limit", .integer(1...4096), .integer(256),
            "Requests of all clients to the coordinator at a time."),
        Self(
            "control", "osc_command_limit", .integer(1...4096), .integer(64),
            "OSC commands to the coordinator at a time; more wait and coalesce."),
        Self(
            "messaging", "control_high_water_mark", .integer(1...1_000_000), .integer(1_000),
            "Messages each control socket may hold."),
        Self(
            "messaging", "events_high_water_mark", .integer(1...1_000_000), .integer(10_000),
            "Messages each events socket may hold."),
        Self(
            "messaging", "telemetry_high_water_mark", .integer(1...1_000_000), .integer(1_000),
            "Messages each telemetry socket may hold."),
        Self(
            "messaging", "request_deadline_ms", .integer(10...60_000), .integer(2_000),
            "After this long a request without reply counts as outcome unknown."),
        Self(
            "messaging", "fact_outbox_capacity", .integer(8...65_536), .integer(1_024),
            "Facts a daemon keeps until they are acknowledged."),
        Self(
            "messaging", "events_history", .integer(64...1_000_000), .integer(8_192),
            "Past events a late subscriber can still get."),
        Self(
            "coordinator", "settle_ms", .integer(10...60_000), .integer(500),
            "A quiet OSC route is committed after this long."),
        Self("coordinator", "preset", .text, .text(""), "The stack of a first start; empty: demo."),
        Self(
            "coordinator", "edit", .choice(["hot", "preview"]), .text("hot"),
            "Whether edits go straight to the programme or to the preview stack."),
        Self(
            "coordinator", "fault_after_ms", .integer(100...600_000), .integer(10_000),
            "A daemon gone for this long faults the run."),
    ]
}
