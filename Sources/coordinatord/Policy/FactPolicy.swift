internal import Proto

/// What the facts of other processes change. Levels say how something stands; edges say that
/// something happened. Most only become events; what an operator must not miss, its owner asserts as
/// an alarm, and a build that failed on any lane becomes one here.
enum FactPolicy {
    static func take(_ fact: Fact, from source: String, _ draft: inout Draft) {
        switch fact.kind {
        case .statusReport(let report): take(report, from: source, &draft)
        case .renderResetApplied(let value): draft.publish(.renderResetApplied(value))
        case .signalDefectStarted(let value): draft.publish(.signalDefectStarted(value))
        case .signalDefectEnded(let value): draft.publish(.signalDefectEnded(value))
        case .subsystemRecovered(let value): draft.publish(.subsystemRecovered(value))
        case .handlerFailed(let value): draft.publish(.handlerFailed(value))
        case .outputSourceChanged(let value): draft.publish(.outputSourceChanged(value))
        case nil: break
        case let kind?:
            if let level = LevelFact.Kind(kind) { _ = take(level, from: source, &draft) }
        }
    }

    /// Everything the sender holds, at once: its alarms that are not in it stand no more.
    private static func take(
        _ report: StatusReport, from source: String, _ draft: inout Draft
    ) {
        var asserted: Set<AlarmName> = []
        for level in report.levels {
            guard let kind = level.kind else { continue }
            if let name = take(kind, from: source, &draft) { asserted.insert(name) }
        }
        let gone = draft.state.alarms.filter {
            $1.assertedBy.contains(source) && !asserted.contains($0)
        }.map(\.key).sorted()
        for name in gone { AlarmPolicy.lower(name, source: source, &draft) }
    }

    /// Takes one level; the name of the alarm it asserts, if any.
    private static func take(
        _ level: LevelFact.Kind, from source: String, _ draft: inout Draft
    ) -> AlarmName? {
        switch level {
        case .shaderBuildPrepared(let value):
            draft.publish(.shaderBuildPrepared(value))
            return nil
        case .shaderBuildApplied(let value):
            draft.publish(.shaderBuildApplied(value))
            draft.publish(
                .compileStatusChanged(
                    CompileStatusChanged(
                        shaderId: value.shaderId, generation: value.generation, state: .applied,
                        text: "drawn by lane \(value.lane)")))
            // A kept text that stands in for a broken file mends nothing.
            guard draft.context.catalogue[value.shaderId]?.generation == value.generation else {
                return nil
            }
            AlarmPolicy.lower(
                AlarmName(kind: "shader-build-failed", subject: value.shaderId), source: source,
                &draft)
            return nil
        case .shaderBuildFailed(let value):
            return failed(value, from: source, &draft)
        case .inputSignalChanged(let value):
            draft.publish(.inputSignalChanged(value))
            return nil
        case .backendStateChanged(let value):
            draft.publish(.backendStateChanged(value))
            return nil
        case .outputForceChanged(let value):
            draft.publish(.outputForceChanged(value))
            return nil
        case .alarmLevel(let value):
            return assert(
                AlarmName(kind: value.key.kind, subject: value.key.subject), value.active,
                value.severity, value.text, source, &draft)
        case .laneStatusChanged(let value):
            draft.publish(.laneStatusChanged(value))
            return nil
        case .shaderPackageList(let value):
            draft.publish(
                .runtimeReloadRequested(RuntimeReloadRequested(shaderIds: value.changedIds)))
            draft.effects.append(.scanShaders(ids: value.changedIds, force: false))
            return nil
        case .runOutputApplied(let value):
            draft.publish(.runOutputApplied(value))
            RunAdvance.confirmed(value, &draft)
            return nil
        case .processPhase:
            return nil
        case .resourceLevel(let value):
            return assert(
                AlarmName(kind: "resource-low", subject: "\(source).\(value.resource)"),
                !value.healthy, .warning, "\(value.resource): \(value.detail)", source, &draft)
        }
    }

    private static func failed(
        _ value: ShaderBuildFailed, from source: String, _ draft: inout Draft
    ) -> AlarmName? {
        draft.publish(.shaderBuildFailed(value))
        guard
            draft.context.catalogue[value.shaderId]?.generation ?? value.generation
                == value.generation
        else { return nil }
        // The library knows best why it could not use a file at all.
        let place =
            draft.context.catalogue.broken[value.shaderId]
            ?? value.diagnostics.first.map(text) ?? "no message"
        let consequence = value.diagnostics.dropFirst().map { "; " + text($0) }.joined()
        draft.publish(
            .compileStatusChanged(
                CompileStatusChanged(
                    shaderId: value.shaderId, generation: value.generation, state: .failed,
                    text: place)))
        return assert(
            AlarmName(kind: "shader-build-failed", subject: value.shaderId), true, .warning,
            "\(value.shaderId) cannot be built: \(place)\(consequence)", source, &draft)
    }

    private static func text(_ diagnostic: BuildDiagnostic) -> String {
        guard !diagnostic.file.isEmpty else { return diagnostic.text }
        let line = diagnostic.line > 0 ? ":\(diagnostic.line)" : ""
        return "\(diagnostic.file)\(line): \(diagnostic.text)"
    }

    private static func assert(
        _ name: AlarmName, _ stands: Bool, _ severity: Severity, _ text: String,
        _ source: String, _ draft: inout Draft
    ) -> AlarmName? {
        if stands {
            AlarmPolicy.raise(name, severity: severity, text: text, source: source, &draft)
            return name
        }
        AlarmPolicy.lower(name, source: source, &draft)
        return nil
    }
}

extension LevelFact.Kind {
    /// The level a fact carries; nil for edges and reports.
    init?(_ kind: Fact.Kind) {
        switch kind {
        case .shaderBuildPrepared(let value): self = .shaderBuildPrepared(value)
        case .shaderBuildApplied(let value): self = .shaderBuildApplied(value)
        case .shaderBuildFailed(let value): self = .shaderBuildFailed(value)
        case .inputSignalChanged(let value): self = .inputSignalChanged(value)
        case .backendStateChanged(let value): self = .backendStateChanged(value)
        case .outputForceChanged(let value): self = .outputForceChanged(value)
        case .alarmLevel(let value): self = .alarmLevel(value)
        case .laneStatusChanged(let value): self = .laneStatusChanged(value)
        case .shaderPackageList(let value): self = .shaderPackageList(value)
        case .processPhase(let value): self = .processPhase(value)
        case .resourceLevel(let value): self = .resourceLevel(value)
        case .runOutputApplied(let value): self = .runOutputApplied(value)
        case .renderResetApplied, .signalDefectStarted, .signalDefectEnded, .subsystemRecovered,
            .handlerFailed, .outputSourceChanged, .statusReport:
            return nil
        }
    }
}
