/// How far a sender's facts have been taken in: everything up to `sequence` of this epoch.
///
/// A fact's durable effect and its mark must commit in one transaction, and only then may the fact
/// be acknowledged; a crash between the two then leads to a repeated acknowledgement and never to
/// a repeated effect.
public struct FactMark: Sendable, Hashable {
    /// The sending process, e.g. `renderd.a`.
    public let source: String
    /// Its start.
    public let epoch: UInt64
    /// The last fact whose effect is in.
    public let sequence: UInt64

    /// Makes a mark.
    public init(source: String, epoch: UInt64, sequence: UInt64) {
        self.source = source
        self.epoch = epoch
        self.sequence = sequence
    }
}

/// Where marks are kept across a restart of the coordinator; the store implements it.
public protocol FactLedger: Sendable {
    /// The newest mark of each source.
    func loadMarks() throws -> [FactMark]
    /// Runs `effect` and records the mark in one transaction: both are durable, or neither.
    func commit(_ mark: FactMark, effect: () throws -> Void) throws
}
