/// Counts of slots by source and result, and of lost slots by cause, since the timeline began.
/// A fixed block of numbers: copying it allocates nothing.
public struct SlotTotals: Sendable, Equatable {
    package static let resultCount = 5
    package static let cellCount = 40
    package static let causeCount = 8

    package var cells: InlineArray<40, UInt64>
    package var causes: InlineArray<8, UInt64>

    /// All zero.
    public init() {
        cells = InlineArray(repeating: 0)
        causes = InlineArray(repeating: 0)
    }

    package init(cells: InlineArray<40, UInt64>, causes: InlineArray<8, UInt64>) {
        self.cells = cells
        self.causes = causes
    }

    /// Slots of this source with this result.
    public subscript(source: SlotSource, result: SlotResult) -> UInt64 {
        get { cells[Int(source.rawValue) * Self.resultCount + Int(result.rawValue)] }
        set { cells[Int(source.rawValue) * Self.resultCount + Int(result.rawValue)] = newValue }
    }

    /// Lost slots of this cause.
    public subscript(lost cause: LostCause) -> UInt64 {
        get { causes[Int(cause.rawValue)] }
        set { causes[Int(cause.rawValue)] = newValue }
    }

    /// Slots of this source, whatever became of them.
    public func total(_ source: SlotSource) -> UInt64 {
        SlotResult.allCases.reduce(0) { $0 &+ self[source, $1] }
    }

    /// Slots with this result, whatever their source.
    public func total(_ result: SlotResult) -> UInt64 {
        SlotSource.allCases.reduce(0) { $0 &+ self[$1, result] }
    }

    /// All slots recorded.
    public var total: UInt64 { SlotSource.allCases.reduce(0) { $0 &+ total($1) } }

    /// All lost slots: the number that must stay at zero.
    public var lost: UInt64 {
        LostCause.allCases.reduce(0) { $0 &+ ($1 == .none ? 0 : self[lost: $1]) }
    }

    /// Lost slots whose cause is ours.
    public var lostByUs: UInt64 {
        LostCause.allCases.reduce(0) { $0 &+ ($1.isOurs ? self[lost: $1] : 0) }
    }

    public static func == (a: SlotTotals, b: SlotTotals) -> Bool {
        for cell in 0..<cellCount where a.cells[cell] != b.cells[cell] { return false }
        for cause in 0..<causeCount where a.causes[cause] != b.causes[cause] { return false }
        return true
    }
}
