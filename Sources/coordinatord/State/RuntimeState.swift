public import Proto

/// Everything the coordinator decides about, at one version. A value: only a decision makes a new
/// one, since its mutators are not visible outside this module.
public struct RuntimeState: Equatable, Sendable, Codable {
    /// Grows by one with every accepted command or fact that changes the state.
    public internal(set) var version: UInt64
    /// What goes to air.
    public internal(set) var programme: LayerStack
    /// What is being prepared; reaches air only by a take.
    public internal(set) var preview: LayerStack
    /// The stack a timed transition is leaving, until the first change after its end.
    public internal(set) var outgoing: OutgoingTransition?
    /// Automation over both stacks; layer ids are unique across them.
    public internal(set) var overlay: Overlay
    /// Saved stacks by name.
    public internal(set) var presets: [String: Preset]
    /// Alarms that stand or are not acknowledged yet.
    public internal(set) var alarms: AlarmTable
    /// Grows whenever a scan finds the shader library changed, so that a new text is a new version.
    public internal(set) var libraryGeneration: UInt64
    /// The number the next layer's id is made from.
    public internal(set) var nextLayerNumber: UInt64
    /// What can be undone and redone.
    public internal(set) var undo: UndoHistory
    /// The on-air run.
    public internal(set) var run: Run
    /// Summaries of the newest runs that are over, the newest last.
    public internal(set) var finished: [FinishedRun]
    /// Stored rundowns by name.
    public internal(set) var rundowns: [String: Rundown]

    /// The state of a store that was never used: empty stacks at version 0.
    public init() {
        version = 0
        programme = LayerStack()
        preview = LayerStack()
        overlay = Overlay()
        presets = [:]
        alarms = [:]
        libraryGeneration = 0
        nextLayerNumber = 1
        undo = UndoHistory()
        run = Run()
        finished = []
        rundowns = [:]
    }

    /// The stack a command or a snapshot is about.
    public func stack(_ which: Stack) -> LayerStack { which == .preview ? preview : programme }

    /// The layer with this id in either stack.
    public func layer(_ id: String) -> Layer? { programme.layer(id) ?? preview.layer(id) }

    mutating func withStack<Result>(
        _ which: Stack, _ body: (inout LayerStack) throws(Refusal) -> Result
    ) throws(Refusal) -> Result {
        which == .preview ? try body(&preview) : try body(&programme)
    }
}
