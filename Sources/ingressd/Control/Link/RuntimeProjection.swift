import Common
import Proto

/// What is known of the runtime state here: the coordinator's read model, moved on by its events.
/// A value, owned by the event loop; it decides nothing.
struct RuntimeProjection: Sendable {
    /// What an event made necessary.
    struct Effects: OptionSet, Sendable {
        let rawValue: Int
        /// What is shown has changed.
        static let changed = Effects(rawValue: 1 << 0)
        /// The read model must be asked for again.
        static let stateWanted = Effects(rawValue: 1 << 1)
        /// The shader list must be asked for again.
        static let shadersWanted = Effects(rawValue: 1 << 2)
        /// Layers or shaders changed: names must be looked up anew.
        static let structureChanged = Effects(rawValue: 1 << 3)
        /// An alarm that somebody must see at once.
        static let alarmsChanged = Effects(rawValue: 1 << 4)
        /// The read model must be asked for without waiting for more.
        static let stateUrgent = Effects(rawValue: 1 << 5)
    }

    /// The coordinator's read model; nil until the first.
    private(set) var model: ReadModel?
    /// Alarms that an event told of before a model did.
    private var news = AlarmNews()
    /// Shader packages by id.
    private(set) var shaders: [String: ShaderDescription] = [:]
    /// Whether the coordinator answers at present.
    private(set) var isUp = false
    /// Whether the model is of the coordinator that answers at present: not from its end to the first model
    /// of the next one.
    private(set) var isCurrent = false
    /// Since when it has not, wall clock; nil while it does.
    private(set) var staleSinceWallNanoseconds: Int64?

    /// The present state version; nil until known.
    var version: StateVersion? { model?.version }
    /// The version of the newest whole read model: what is shown of run and guards is of that one.
    private(set) var wholeVersion: StateVersion?

    /// Whether what is shown is as new as `version`; one of another coordinator is not waited for.
    func shows(_ version: StateVersion) -> Bool {
        guard let wholeVersion, wholeVersion.coordinatorEpoch == version.coordinatorEpoch else {
            return true
        }
        return wholeVersion.number >= version.number
    }

    /// The link came up or went down.
    mutating func setUp(_ up: Bool, wallNanoseconds: Int64) {
        isUp = up
        if !up { isCurrent = false }
        staleSinceWallNanoseconds = up ? nil : staleSinceWallNanoseconds ?? wallNanoseconds
    }

    /// Takes a whole read model; an older one of the same coordinator is left aside.
    mutating func take(_ new: ReadModel) -> Effects {
        if let old = model, old.version.coordinatorEpoch == new.version.coordinatorEpoch,
            old.version.number > new.version.number
        {
            return []
        }
        var effects: Effects = new == model ? [] : .changed
        if Self.structure(new.programme) != model.map({ Self.structure($0.programme) }) {
            effects.insert(.structureChanged)
        }
        if Set(new.shaderIds) != Set(shaders.keys) { effects.insert(.shadersWanted) }
        model = news.complete(new)
        wholeVersion = new.version
        isCurrent = isUp
        return effects
    }

    /// Takes the whole list of shader packages.
    mutating func take(_ list: [ShaderDescription]) -> Effects {
        let new = Dictionary(list.map { ($0.id, $0) }) { $1 }
        guard new != shaders else { return [] }
        shaders = new
        return [.changed, .structureChanged]
    }

    /// Moves on by an event.
    mutating func apply(_ event: Event) -> Effects {
        guard model != nil else { return .stateWanted }
        switch event.kind {
        case .renderSnapshotPublished(let published): return apply(published.snapshot)
        case .stateBeat(let beat):
            return beat.version == model?.version ? [] : .stateWanted
        // Not the run alone: its guards come with the model, and the two are never shown apart.
        case .runTransitioned: return [.stateWanted, .stateUrgent]
        case .shaderPackagesChanged: return [.shadersWanted, .stateWanted]
        case .compileStatusChanged(let status): return apply(status)
        case .alarmRaised(let raised): return apply(raised.alarm)
        case .alarmUpdated(let updated): return apply(updated.alarm)
        case .runtimeStatePresentationChanged, .oscOverlayApplied, .oscOverlaySettled,
            .interlockChanged, .alarmAcknowledged, .alarmCleared, .alarmShelved, .linkStateChanged,
            .presetSaveSucceeded, .runtimeStateChanged,
            .runtimePersistenceFailed, .runtimePersistenceCompleted:
            return .stateWanted
        default: return []
        }
    }

    private mutating func apply(_ snapshot: Snapshot) -> Effects {
        guard let old = model else { return .stateWanted }
        let sameEpoch = old.version.coordinatorEpoch == snapshot.version.coordinatorEpoch
        guard sameEpoch, snapshot.version.number >= old.version.number else { return .stateWanted }
        var effects: Effects = .changed
        if snapshot.stack == .preview {
            model?.preview = snapshot
        } else {
            if Self.structure(snapshot) != Self.structure(old.programme) {
                effects.insert(.structureChanged)
            }
            model?.programme = snapshot
        }
        model?.version = snapshot.version
        return effects
    }

    /// Shown at once; the model that is asked for says everything else about it.
    private mutating func apply(_ alarm: Alarm) -> Effects {
        guard let old = model, let new = news.add(alarm, to: old) else { return .stateWanted }
        model = new
        return [.changed, .alarmsChanged, .stateWanted]
    }

    private mutating func apply(_ status: CompileStatusChanged) -> Effects {
        guard shaders[status.shaderId] != nil else { return .shadersWanted }
        shaders[status.shaderId]?.build = status.state
        shaders[status.shaderId]?.error = status.state == .failed ? status.text : ""
        return .changed
    }

    /// What names are looked up by.
    private static func structure(_ snapshot: Snapshot) -> [[String]] {
        snapshot.layers.map { [$0.id, $0.name, $0.shaderId] }
    }
}

extension RuntimeProjection {
    /// A layer of a stack by id, else name, else position from 1, names taken forgivingly.
    func layer(_ wanted: String, stack: Stack = .programme) -> SnapshotLayer? {
        guard let layers = (stack == .preview ? model?.preview : model?.programme)?.layers else {
            return nil
        }
        if let exact = layers.first(where: { $0.id == wanted }) { return exact }
        if let index = ForgivingName.match(wanted, among: layers.map(\.name)) {
            return layers[index]
        }
        if let position = Int(wanted), layers.indices.contains(position - 1) {
            return layers[position - 1]
        }
        return nil
    }

    /// The definition of a layer's parameter, its name taken forgivingly.
    func parameter(_ wanted: String, of layer: SnapshotLayer) -> ParameterDefinition? {
        guard let parameters = shaders[layer.shaderId]?.parameters else { return nil }
        return ForgivingName.match(wanted, among: parameters.map(\.name)).map { parameters[$0] }
    }
}
