import Common
import Proto

/// Makes the one read model that pages, clients and the command line show. Pure.
///
/// The coordinator's read model, the timeline's facts and what is known of the daemons come
/// together here and nowhere else, so that no page has to infer anything.
struct ReadModelPresenter: Sendable {
    /// What never changes while the process lives.
    let configuration: Configuration

    /// The whole document.
    func present(
        _ projection: RuntimeProjection, output: OutputFacts?, daemons: [DaemonFacts]
    ) -> JSONValue {
        let model = projection.model
        return [
            "instance": .string(configuration.instance),
            "channel": .string(configuration.channelName),
            "demo": .bool(configuration.isDemo),
            "version": Self.version(model?.version),
            "coordinator": [
                "up": .bool(projection.isUp),
                "stale": .bool(!projection.isUp || model == nil),
                "staleSince": Self.time(projection.staleSinceWallNanoseconds ?? 0),
                "storeAvailable": .bool(model?.storeAvailable ?? false),
            ],
            "role": .string(configuration.role.rawValue),
            "stack": model.map { stack($0.programme, projection) } ?? .null,
            "preview": model?.preview.map { stack($0, projection) } ?? .null,
            "run": model.map { RunModelPresenter.run($0.run, guards: guards($0, projection)) }
                ?? .null,
            "alarms": .array((model?.alarms ?? []).map(Self.alarm)),
            "alarmGroups": .array((model?.alarmGroups ?? []).map(RunModelPresenter.group)),
            "rundowns": .array((model?.rundowns ?? []).map(RunModelPresenter.rundown)),
            "links": .array((model?.links ?? []).map(Self.link)),
            "presets": .array((model?.presets ?? []).map(Self.preset)),
            "undoDepth": .count(model?.undoDepth ?? 0),
            "redoDepth": .count(model?.redoDepth ?? 0),
            "shaders": .array(
                projection.shaders.values.sorted { $0.id < $1.id }.map(Self.shaderSummary)),
            "output": output?.json ?? OutputFacts.absent,
            "renderers": .array(output?.renderers.map(\.json) ?? []),
            "daemons": .array(daemons.map(\.json)),
        ]
    }

    /// What is allowed now; nothing while nobody is there who could do it.
    private func guards(_ model: ReadModel, _ projection: RuntimeProjection) -> [CommandGuard] {
        guard !projection.isCurrent else { return model.guards }
        return model.guards.map {
            CommandGuard(
                action: $0.action, allowed: false,
                reason: "coordinatord does not answer; what is on air goes on meanwhile")
        }
    }

    /// The version as an entity tag spells it, without quotes; null while unknown.
    static func version(_ version: StateVersion?) -> JSONValue {
        .optional(version.map(Self.tag))
    }

    /// `epoch-number`, the form of `ETag` and `If-Match`.
    static func tag(_ version: StateVersion) -> String {
        String(version.coordinatorEpoch, radix: 16) + "-" + String(version.number)
    }

    /// Reads a version back; nil where it is none.
    static func version(tag: String) -> StateVersion? {
        let parts = tag.split(separator: "-")
        guard parts.count == 2, let epoch = UInt64(parts[0], radix: 16),
            let number = UInt64(parts[1])
        else { return nil }
        return StateVersion(coordinatorEpoch: epoch, number: number)
    }

    /// Wall clock as RFC 3339; null for 0.
    static func time(_ nanoseconds: Int64) -> JSONValue {
        nanoseconds == 0 ? .null : .string(WallTime.text(nanoseconds))
    }

    private func stack(_ snapshot: Snapshot, _ projection: RuntimeProjection) -> JSONValue {
        [
            "version": Self.version(snapshot.version),
            "effectiveIndex": .integer(snapshot.effectiveIndex),
            "background": ParameterCoding.json(ParameterValue(kind: .color(snapshot.background))),
            "layers": .array(
                snapshot.layers.enumerated().map { layer($1, position: $0 + 1, projection) }),
        ]
    }

    private func layer(
        _ layer: SnapshotLayer, position: Int, _ projection: RuntimeProjection
    ) -> JSONValue {
        let shader = projection.shaders[layer.shaderId]
        return [
            "id": .string(layer.id),
            "name": .string(layer.name),
            "position": .count(position),
            "shader": .string(layer.shaderId),
            "shaderName": .string(shader?.name ?? layer.shaderId),
            "build": .string(shader?.build.name ?? "unknown"),
            "error": shader.flatMap { $0.error.isEmpty ? nil : .string($0.error) } ?? .null,
            "bypassed": .bool(layer.bypassed),
            "opacity": .finite(layer.opacity),
            "blend": .string(layer.blendMode.name),
            "quarantined": .bool(layer.quarantined),
            "parameters": .array(parameters(of: layer, shader)),
        ]
    }

    /// Definitions in the shader's order with the layer's values; values whose definition is not
    /// known (yet) come after, by their shape.
    private func parameters(of layer: SnapshotLayer, _ shader: ShaderDescription?) -> [JSONValue] {
        let values = Dictionary(layer.values.map { ($0.name, $0.value) }) { $1 }
        let overlay = Dictionary(layer.overlay.map { ($0.parameter, $0.to) }) { $1 }
        let definitions = shader?.parameters ?? []
        let known = definitions.filter { $0.type != .image && $0.type != .audio }.map {
            Self.parameter(
                $0, committed: values[$0.name] ?? $0.defaultValue, overlay: overlay[$0.name])
        }
        guard definitions.isEmpty else { return known }
        return layer.values.map { setting in
            [
                "name": .string(setting.name), "label": .string(setting.name), "type": .null,
                "value": ParameterCoding.json(overlay[setting.name] ?? setting.value),
                "committed": ParameterCoding.json(setting.value),
                "automated": .bool(overlay[setting.name] != nil),
            ]
        }
    }

    private static func parameter(
        _ definition: ParameterDefinition, committed: ParameterValue?, overlay: ParameterValue?
    ) -> JSONValue {
        let labels = definition.choiceLabels
        let choices = definition.choices.enumerated().map { index, value -> JSONValue in
            [
                "value": .integer(value),
                "label": .string(labels.indices.contains(index) ? labels[index] : "\(value)"),
            ]
        }
        return [
            "name": .string(definition.name),
            "label": .string(definition.label.isEmpty ? definition.name : definition.label),
            "type": .string(definition.type.name),
            "value": ParameterCoding.json(overlay ?? committed),
            "committed": ParameterCoding.json(committed),
            "automated": .bool(overlay != nil),
            "default": ParameterCoding.json(definition.defaultValue),
            "minimum": ParameterCoding.json(definition.minimum),
            "maximum": ParameterCoding.json(definition.maximum),
            "choices": .array(choices),
        ]
    }

    /// A shader package in the list of all.
    static func shaderSummary(_ shader: ShaderDescription) -> JSONValue {
        [
            "id": .string(shader.id), "name": .string(shader.name),
            "filter": .bool(shader.isFilter), "build": .string(shader.build.name),
            "error": shader.error.isEmpty ? .null : .string(shader.error),
        ]
    }

    /// A shader package with all its parameters.
    static func shader(_ shader: ShaderDescription) -> JSONValue {
        [
            "id": .string(shader.id), "name": .string(shader.name),
            "description": .string(shader.description), "credit": .string(shader.credit),
            "categories": .array(shader.categories.map { .string($0) }),
            "filter": .bool(shader.isFilter), "generation": .count(shader.generation),
            "build": .string(shader.build.name),
            "error": shader.error.isEmpty ? .null : .string(shader.error),
            "parameters": .array(
                shader.parameters.map {
                    parameter($0, committed: $0.defaultValue, overlay: nil)
                }),
        ]
    }

    private static func alarm(_ alarm: Alarm) -> JSONValue {
        [
            "kind": .string(alarm.key.kind), "subject": .string(alarm.key.subject),
            "severity": .string(alarm.severity.name), "text": .string(alarm.text),
            "active": .bool(alarm.active), "count": .count(alarm.count),
            "raised": time(alarm.raisedWallNanoseconds),
            "cleared": time(alarm.clearedWallNanoseconds),
            "acknowledgedBy": .string(alarm.acknowledgedBy),
            "acknowledged": time(alarm.acknowledgedWallNanoseconds),
            "comment": .string(alarm.acknowledgedComment),
            "escalated": time(alarm.escalatedWallNanoseconds),
            "shelvedReason": .string(alarm.shelvedReason),
            "shelvedUntil": time(alarm.shelvedUntilWallNanoseconds),
            "stored": .bool(alarm.stored), "source": .string(alarm.source),
        ]
    }

    private static func link(_ link: Link) -> JSONValue {
        [
            "subject": .string(link.subject), "state": .string(link.state.name),
            "detail": .string(link.detail), "since": time(link.sinceWallNanoseconds),
            "pid": .count(link.pid),
        ]
    }

    static func preset(_ preset: PresetDescription) -> JSONValue {
        [
            "name": .string(preset.name), "saved": time(preset.savedWallNanoseconds),
            "layers": .count(preset.layerCount),
        ]
    }
}
