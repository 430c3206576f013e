extension RuntimeState {
    /// Everything but the layers, presets and alarms, which are stored one row each.
    public struct Head: Codable, Equatable, Sendable {
        let version: UInt64
        let backgrounds: [[Double]]
        let outgoing: OutgoingTransition?
        let overlay: Overlay
        let libraryGeneration: UInt64
        let nextLayerNumber: UInt64
    }

    /// The part of the state that is stored as one document.
    public var head: Head {
        Head(
            version: version, backgrounds: [programme.background, preview.background],
            outgoing: outgoing, overlay: overlay, libraryGeneration: libraryGeneration,
            nextLayerNumber: nextLayerNumber)
    }

    /// Puts a stored state together again. Only for hydration.
    public init(
        head: Head, programme: [Layer], preview: [Layer], presets: [String: Preset],
        alarms: [AlarmName: StandingAlarm]
    ) {
        version = head.version
        self.programme = LayerStack(
            background: head.backgrounds.first ?? [0, 0, 0, 1], layers: programme)
        self.preview = LayerStack(
            background: head.backgrounds.last ?? [0, 0, 0, 1], layers: preview)
        outgoing = head.outgoing
        overlay = head.overlay
        self.presets = presets
        self.alarms = alarms
        libraryGeneration = head.libraryGeneration
        nextLayerNumber = head.nextLayerNumber
    }
}
