/// One line of what was on air in a run, and of what was done about it.
public struct AsRunLine: Equatable, Sendable {
    /// Its place in the log for good, from 1 on, by which it is written once however often it comes; 0:
    /// not given yet.
    public var number: UInt64 = 0
    /// The run's id.
    public var run: String
    /// Wall clock, nanoseconds since 1970.
    public var wall: Int64
    /// Output index; 0: unknown.
    public var index: Int64
    /// Such as `run`, `programme`, `source`, `defect`, `alarm`.
    public var kind: String
    /// A sentence.
    public var text: String
    /// The operation that led to it.
    public var operation: String
    /// Who asked.
    public var principal: String
    /// A file name or another detail; empty: none.
    public var detail: String
    /// The programme from then on; nil where it did not change.
    public var stack: LayerStack?

    /// The detail as it is stored: the programme as a JSON document, else `detail`.
    public var document: String {
        stack.map { PresetDocumentCodec.document(Preset(stack: $0, savedAtWall: wall)) } ?? detail
    }

    /// Makes a line.
    public init(
        run: String, wall: Int64, index: Int64, kind: String, text: String, operation: String,
        principal: String, detail: String, stack: LayerStack? = nil
    ) {
        self.run = run
        self.wall = wall
        self.index = index
        self.kind = kind
        self.text = text
        self.operation = operation
        self.principal = principal
        self.detail = detail
        self.stack = stack
    }
}
