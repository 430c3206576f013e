internal import Common
internal import CoordinatorDecision
internal import Proto

/// Makes the one read model that pages, clients and the command line show. Pure: whoever shows the
/// state asks here instead of inferring it.
struct Presenter: Sendable {
    /// What presentation needs beside the state.
    struct Surroundings {
        var catalogue: ShaderCatalogue
        var links: [Link]
        var storeAvailable: Bool
        var storedVersion: UInt64
        var effectiveIndexes: [Stack: Int64]
        var context: DecisionContext
    }

    let instance: String
    let role: String
    let provider: SnapshotProvider

    func model(_ state: RuntimeState, _ surroundings: Surroundings) -> ReadModel {
        func snapshot(_ which: Stack) -> Snapshot {
            provider.snapshot(
                of: state, which, catalogue: surroundings.catalogue,
                effectiveIndex: surroundings.effectiveIndexes[which] ?? 0)
        }
        let (listed, groups) = alarms(state, surroundings)
        return ReadModel(
            instance: instance,
            version: StateVersion(coordinatorEpoch: provider.epoch, number: state.version),
            programme: snapshot(.programme),
            preview: state.preview.layers.isEmpty ? nil : snapshot(.preview),
            run: RunPresenter.status(state, surroundings.context), alarms: listed,
            links: surroundings.links, presets: presets(state, after: ""),
            shaderIds: surroundings.catalogue.shaders.keys.sorted(),
            undoDepth: UInt32(clamping: state.undo.done.count),
            redoDepth: UInt32(clamping: state.undo.undone.count),
            storeAvailable: surroundings.storeAvailable, role: role,
            undoAction: state.undo.done.last?.action ?? "",
            redoAction: state.undo.undone.last?.action ?? "",
            guards: RunPresenter.guards(state, surroundings.context),
            rundowns: rundowns(state, after: ""), alarmGroups: groups)
    }

    /// The rundowns by name, from the one after `name` on.
    func rundowns(_ state: RuntimeState, after name: String) -> [RundownDescription] {
        state.rundowns.filter { $0.key > name }.sorted { $0.key < $1.key }.map {
            RundownDescription(
                name: $0.key, savedWallNanoseconds: $0.value.savedAtWall,
                itemCount: UInt32(clamping: $0.value.items.count))
        }
    }

    /// The alarms to be listed one by one, and the kinds of which there are too many for that: a
    /// storm must not bury what else is wrong.
    func alarms(
        _ state: RuntimeState, _ surroundings: Surroundings
    ) -> ([Alarm], [AlarmGroup]) {
        let listing = AlarmListing(state.alarms, limit: provider.settings.run.alarmsListedMax)
        return (alarms(listing.names, state, surroundings), listing.groups)
    }

    /// The alarms of these names, in their order.
    func alarms(
        _ names: some Sequence<AlarmName>, _ state: RuntimeState, _ surroundings: Surroundings
    ) -> [Alarm] {
        let stored = surroundings.storedVersion >= state.version || surroundings.storeAvailable
        return names.compactMap { name in
            state.alarms[name].map { $0.wire(name, stored: stored) }
        }
    }

    /// The presets by name, from the one after `name` on.
    func presets(_ state: RuntimeState, after name: String) -> [PresetDescription] {
        state.presets.filter { $0.key > name }.sorted { $0.key < $1.key }.map {
            PresetDescription(
                name: $0.key, savedWallNanoseconds: $0.value.savedAtWall,
                layerCount: UInt32(clamping: $0.value.stack.layers.count))
        }
    }

    /// The shaders by id, from the one after `id` on, usable and broken ones.
    func shaders(
        _ catalogue: ShaderCatalogue, builds: [String: BuildStatus], after id: String
    ) -> [ShaderDescription] {
        let ids = Set(catalogue.shaders.keys).union(catalogue.broken.keys).filter { $0 > id }
        return ids.sorted().map { id in
            let build = builds[id]
            let problem = catalogue.broken[id] ?? build?.problem ?? ""
            guard let shader = catalogue[id] else {
                return ShaderDescription(id: id, name: id, build: .failed, error: problem)
            }
            return ShaderDescription(
                id: id, name: id, path: shader.path, generation: shader.generation,
                description: shader.description, credit: shader.credit,
                categories: shader.categories, isFilter: shader.isFilter,
                parameters: shader.parameters.map(definition), build: build?.state ?? .unknown,
                error: problem)
        }
    }

    private func definition(_ rule: ParameterRule) -> ParameterDefinition {
        func bound(_ components: [Double]) -> ParameterValue? {
            switch (rule.type, components.count) {
            case (.float, 1...): ParameterValue(kind: .float(components[0]))
            case (.long, 1...): ParameterValue(kind: .long(Int64(components[0])))
            case (.point2d, 2...):
                ParameterValue(kind: .point2D(Point2D(x: components[0], y: components[1])))
            case (.color, 4...): ParameterValue(kind: .color(SnapshotProvider.color(components)))
            default: nil
            }
        }
        return ParameterDefinition(
            name: rule.name, label: rule.label, type: rule.type, minimum: bound(rule.minimum),
            maximum: bound(rule.maximum), defaultValue: rule.defaultValue?.wire,
            identity: rule.identity?.wire, choices: rule.choices,
            choiceLabels: rule.choiceLabels, commit: rule.commit,
            smoothingFrames: UInt32(clamping: rule.smoothingFrames),
            triggerTarget: rule.triggerTarget)
    }
}

/// How the newest build of a shader stands, as the lanes reported it. For display only.
struct BuildStatus: Equatable, Sendable {
    var generation: UInt64
    var state: BuildState
    var problem: String
}
