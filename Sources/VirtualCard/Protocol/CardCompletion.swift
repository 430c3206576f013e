/// What became of one scheduled slot; exactly one for each schedule. 48 bytes.
public struct CardCompletion: CardMessage {
    /// `completion`.
    public static let kind = CardMessageKind.completion

    /// Common header.
    public var header: CardMessageHeader
    /// Index of the slot.
    public var index: Int64
    /// Index of the newest tick: equals `index` when completed, is larger by the measured lateness
    /// when late.
    public var tickIndex: Int64
    /// CLOCK_MONOTONIC of that newest tick in ns.
    public var tickNanoseconds: Int64
    /// Slots still queued after this one.
    public var queuedCount: UInt32
    /// Raw value of a `CardResult`.
    public var result: UInt8
    /// 1 when the reference is locked.
    public var isReferenceLocked: UInt8
    /// Zero.
    public var reserved: UInt16

    /// A completion.
    public init(
        index: Int64, result: CardResult, tickIndex: Int64, tickNanoseconds: Int64,
        queuedCount: UInt32, isReferenceLocked: Bool
    ) {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
        self.index = index
        self.tickIndex = tickIndex
        self.tickNanoseconds = tickNanoseconds
        self.queuedCount = queuedCount
        self.result = result.rawValue
        self.isReferenceLocked = isReferenceLocked ? 1 : 0
        reserved = 0
    }
}
