import Common

/// What a picture is drawn for: an output index and, in an interlaced format, one of its two fields,
/// each of which has its own time and its own values. A value.
struct Moment: Equatable, Sendable {
    /// Which field, in the order of time.
    enum Field: Int, Sendable {
        case first = 0
        case second = 1
    }

    var index: FrameIndex
    /// Nil where the frame is drawn as a whole.
    var field: Field?

    init(_ index: FrameIndex, field: Field? = nil) {
        self.index = index
        self.field = field
    }

    /// What is drawn for one slot, in the order of time.
    static func fields(_ scan: ScanMode) -> [Field?] {
        scan == .progressive ? [nil] : [.first, .second]
    }

    /// Frames from `start` to here: a second field lies half a frame after the first.
    func frames(since start: Int64) -> Double {
        Double(index.value - start) + (field == .second ? 0.5 : 0)
    }

    /// Whether what happens once in a slot happens now.
    var isFirst: Bool { field != .second }

    /// The lines of this field count from the top: 0 for the even ones, 1 for the odd; nil for all.
    func parity(_ scan: ScanMode) -> Int? {
        guard let field, scan != .progressive else { return nil }
        return scan == .topFieldFirst ? field.rawValue : 1 - field.rawValue
    }
}
