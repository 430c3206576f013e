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
        var startedAtWall: Int64
    }

    let instance: String
    let role: String
    let runID: String
    let provider: SnapshotProvider

    func model(_ state: RuntimeState, _ surroundings: Surroundings) -> ReadModel {
        func snapshot(_ which: Stack) -> Snapshot {
            provider.snapshot(
                of: state, which, catalogue: surroundings.catalogue,
                effectiveIndex: surroundings.effectiveIndexes[which] ?? 0)
        }
        return ReadModel(
            instance: instance,
            version: StateVersion(coordinatorEpoch: provider.epoch, number: state.version),
            programme: snapshot(.programme),
            preview: state.preview.layers.isEmpty ? nil : snapshot(.preview),
            run: run(surroundings), alarms: alarms(state, surroundings),
            links: surroundings.links, presets: presets(state, after: ""),
            shaderIds: surroundings.catalogue.shaders.keys.sorted(),
            undoDepth: UInt32(clamping: state.undo.done.count),
            redoDepth: UInt32(clamping: state.undo.undone.count),
            storeAvailable: surroundings.storeAvailable, role: role,
            undoAction: state.undo.done.last?.action ?? "",
            redoAction: state.undo.undone.last?.action ?? "")
    }

    private func run(_ surroundings: Surroundings) -> RunStatus {
        RunStatus(
            runId: runID, title: instance, state: .running, cause: .autostart,
            detail: "on air since the start of the coordinator",
            sinceWallNanoseconds: surroundings.startedAtWall)
    }

    /// The alarms, the worst and then the newest first.
    func alarms(_ state: RuntimeState, _ surroundings: Surroundings) -> [Alarm] {
        let stored = surroundings.storedVersion >= state.version || surroundings.storeAvailable
        return state.alarms.map { $1.wire($0, stored: stored) }.sorted {
            ($0.active ? 1 : 0, $0.severity.rawValue, $0.raisedWallNanoseconds)
                > ($1.active ? 1 : 0, $1.severity.rawValue, $1.raisedWallNanoseconds)
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
