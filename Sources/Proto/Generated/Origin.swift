// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Through which door a command came in.
public enum Origin: WireEnum {
    /// The sender did not say.
    case unspecified
    /// REST.
    case http
    /// The web page.
    case websocket
    /// OSC automation.
    case osc
    /// The command line.
    case cli
    /// A watched file.
    case file
    /// A rundown or the run workflow.
    case run
    /// The coordinator itself (settling, hydration).
    case `internal`
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [Origin] = [
        .unspecified,
        .http,
        .websocket,
        .osc,
        .cli,
        .file,
        .run,
        .`internal`,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .http
        case 2: self = .websocket
        case 3: self = .osc
        case 4: self = .cli
        case 5: self = .file
        case 6: self = .run
        case 7: self = .`internal`
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .http: 1
        case .websocket: 2
        case .osc: 3
        case .cli: 4
        case .file: 5
        case .run: 6
        case .`internal`: 7
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .unspecified: "unspecified"
        case .http: "http"
        case .websocket: "websocket"
        case .osc: "osc"
        case .cli: "cli"
        case .file: "file"
        case .run: "run"
        case .`internal`: "internal"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__Origin) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__Origin {
        Holdover__Origin(rawValue: UInt32(bitPattern: rawValue))
    }
}
