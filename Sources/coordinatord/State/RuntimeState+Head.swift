extension RuntimeState {
    /// Everything but the layers, presets, alarms and undo steps, which are stored one row each.
    public struct Head: Codable, Equatable, Sendable {
        let version: UInt64
        let backgrounds: [[Double]]
        let outgoing: OutgoingTransition?
        let overlay: Overlay
        let libraryGeneration: UInt64
        let nextLayerNumber: UInt64
        /// Absent in a store from before there was an undo.
        let gestures: [OverlayKey: GestureStart]?
        let nextUndoNumber: UInt64?
        /// Absent in a store from before there was a run.
        let run: Run?
        let finished: [FinishedRun]?
        let rundowns: [String: Rundown]?
    }

    /// The part of the state that is stored as one document.
    public var head: Head {
        Head(
            version: version, backgrounds: [programme.background, preview.background],
            outgoing: outgoing, overlay: overlay, libraryGeneration: libraryGeneration,
            nextLayerNumber: nextLayerNumber, gestures: undo.gestures,
            nextUndoNumber: undo.nextNumber, run: run, finished: finished, rundowns: rundowns)
    }

    /// The parts that are stored one row each.
    public struct Rows: Codable, Equatable, Sendable {
        public var programme: [Layer] = []
        public var preview: [Layer] = []
        public var presets: [String: Preset] = [:]
        public var alarms: [AlarmName: StandingAlarm] = [:]
        /// The newest last.
        public var done: [UndoStep] = []
        /// The next to redo last.
        public var undone: [UndoStep] = []

        /// No rows.
        public init() {}
    }

    /// Puts a stored state together again. Only for hydration.
    public init(head: Head, rows: Rows) {
        self.init()
        version = head.version
        programme = LayerStack(
            background: head.backgrounds.first ?? [0, 0, 0, 1], layers: rows.programme)
        preview = LayerStack(
            background: head.backgrounds.last ?? [0, 0, 0, 1], layers: rows.preview)
        outgoing = head.outgoing
        overlay = head.overlay
        presets = rows.presets
        alarms = AlarmTable(rows.alarms)
        libraryGeneration = head.libraryGeneration
        nextLayerNumber = head.nextLayerNumber
        undo = UndoHistory(
            done: rows.done, undone: rows.undone, gestures: head.gestures ?? [:],
            nextNumber: head.nextUndoNumber ?? 1)
        run = head.run ?? Run()
        finished = head.finished ?? []
        rundowns = head.rundowns ?? [:]
    }
}
