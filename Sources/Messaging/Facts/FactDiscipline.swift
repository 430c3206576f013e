public import Proto

/// What must survive of a fact when its sender has to choose.
public enum FactDiscipline: Sendable, Hashable {
    /// A standing condition: only the newest value of its key matters, and it is asserted again
    /// on every connection.
    case level(key: String)
    /// Something that happened once: each is delivered, in order, unless the outbox overflows.
    case edge
}

extension Fact.Kind {
    /// Every kind of fact is declared here, and nowhere else, as level or edge.
    public var discipline: FactDiscipline {
        switch self {
        case .shaderBuildPrepared(let fact):
            .level(key: "build-prepared/\(fact.lane)/\(fact.shaderId)")
        case .shaderBuildApplied(let fact):
            .level(key: "build-applied/\(fact.lane)/\(fact.shaderId)")
        case .shaderBuildFailed(let fact):
            .level(key: "build-failed/\(fact.lane)/\(fact.shaderId)")
        case .inputSignalChanged(let fact): .level(key: "input/\(fact.input)")
        case .backendStateChanged(let fact): .level(key: "backend/\(fact.device)")
        case .outputForceChanged: .level(key: "force")
        case .alarmLevel(let fact): .level(key: "alarm/\(fact.key.kind)/\(fact.key.subject)")
        case .laneStatusChanged(let fact): .level(key: "lane/\(fact.lane)")
        case .shaderPackageList: .level(key: "packages")
        case .processPhase(let fact): .level(key: "process/\(fact.process)")
        case .resourceLevel(let fact): .level(key: "resource/\(fact.resource)")
        case .runOutputApplied: .level(key: "run-output")
        case .statusReport: .level(key: "status-report")
        case .renderResetApplied, .signalDefectStarted, .signalDefectEnded, .subsystemRecovered,
            .handlerFailed, .outputSourceChanged:
            .edge
        }
    }

    /// Whether it is an alarm's level; those have room of their own in every bound.
    var isAlarm: Bool {
        if case .alarmLevel = self { return true }
        return false
    }

    /// A level that says "no more" need not be kept once it is acknowledged.
    var isSettled: Bool {
        if case .alarmLevel(let level) = self { return !level.active }
        return false
    }

    /// The same level as it stands in a status report; nil for edges.
    var asLevel: LevelFact.Kind? {
        switch self {
        case .shaderBuildPrepared(let fact): .shaderBuildPrepared(fact)
        case .shaderBuildApplied(let fact): .shaderBuildApplied(fact)
        case .shaderBuildFailed(let fact): .shaderBuildFailed(fact)
        case .inputSignalChanged(let fact): .inputSignalChanged(fact)
        case .backendStateChanged(let fact): .backendStateChanged(fact)
        case .outputForceChanged(let fact): .outputForceChanged(fact)
        case .alarmLevel(let fact): .alarmLevel(fact)
        case .laneStatusChanged(let fact): .laneStatusChanged(fact)
        case .shaderPackageList(let fact): .shaderPackageList(fact)
        case .processPhase(let fact): .processPhase(fact)
        case .resourceLevel(let fact): .resourceLevel(fact)
        case .runOutputApplied(let fact): .runOutputApplied(fact)
        case .renderResetApplied, .signalDefectStarted, .signalDefectEnded, .subsystemRecovered,
            .handlerFailed, .outputSourceChanged, .statusReport:
            nil
        }
    }
}

extension LevelFact.Kind {
    /// The level as a fact of its own, so that a receiver handles reports and facts alike.
    public var asFact: Fact.Kind {
        switch self {
        case .shaderBuildPrepared(let fact): .shaderBuildPrepared(fact)
        case .shaderBuildApplied(let fact): .shaderBuildApplied(fact)
        case .shaderBuildFailed(let fact): .shaderBuildFailed(fact)
        case .inputSignalChanged(let fact): .inputSignalChanged(fact)
        case .backendStateChanged(let fact): .backendStateChanged(fact)
        case .outputForceChanged(let fact): .outputForceChanged(fact)
        case .alarmLevel(let fact): .alarmLevel(fact)
        case .laneStatusChanged(let fact): .laneStatusChanged(fact)
        case .shaderPackageList(let fact): .shaderPackageList(fact)
        case .processPhase(let fact): .processPhase(fact)
        case .resourceLevel(let fact): .resourceLevel(fact)
        case .runOutputApplied(let fact): .runOutputApplied(fact)
        }
    }
}
