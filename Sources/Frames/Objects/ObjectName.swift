/// Which shared object of an instance. The text is the last part of its file name and what
/// `holdover ring NAME` takes.
public enum ObjectName: Sendable, Hashable, CustomStringConvertible {
    /// The output clock; written by outputd.
    case timeline
    /// The programme ring of lane a.
    case programA
    /// The programme ring of lane b.
    case programB
    /// The ring of input `number`, 1–8.
    case input(Int)
    /// The clean input in output format and cadence.
    case clean
    /// Small pictures for screens.
    case preview
    /// outputd's own copies of frames to repeat.
    case hold
    /// outputd's own still pictures: slate, black, transparent.
    case slate

    /// The highest input number.
    public static let inputNumberMax = 8

    /// The name as text, such as "program.a" or "input.1".
    public var description: String {
        switch self {
        case .timeline: "timeline"
        case .programA: "program.a"
        case .programB: "program.b"
        case .input(let number): "input.\(number)"
        case .clean: "clean"
        case .preview: "preview"
        case .hold: "hold"
        case .slate: "slate"
        }
    }

    /// The object of that name, or nil.
    public init?(_ text: String) {
        guard let name = Self.all.first(where: { $0.description == text }) else { return nil }
        self = name
    }

    /// Every object an instance can have.
    public static let all: [ObjectName] =
        [.timeline, .programA, .programB]
        + (1...inputNumberMax).map(ObjectName.input) + [.clean, .preview, .hold, .slate]
}
