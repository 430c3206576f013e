/// A shader's text as both lanes know it: the same name and the same contents.
struct LaneBuild: Hashable, Sendable {
    let id: String
    let hash: UInt64
}

/// How far a lane is with a build, as it tells the other one.
enum LaneWord: Equatable, Sendable {
    /// Off air it draws with the build, to see whether it lives through that.
    case trying
    /// It has.
    case proven
    /// It died of it: nobody is to draw it.
    case refused
    /// On air it changes to the build with the frame of this index; the other one shall as well.
    case swap(Int64)
    /// It draws with the build.
    case drawing

    /// As it stands in the file.
    var text: String {
        switch self {
        case .trying: "trying"
        case .proven: "proven"
        case .refused: "refused"
        case .swap(let index): "swap:\(index)"
        case .drawing: "drawing"
        }
    }

    /// Reads what `text` gives; nil for anything else.
    init?(_ text: Substring) {
        switch text {
        case "trying": self = .trying
        case "proven": self = .proven
        case "refused": self = .refused
        case "drawing": self = .drawing
        default:
            guard text.hasPrefix("swap:"), let index = Int64(text.dropFirst(5)) else { return nil }
            self = .swap(index)
        }
    }
}
