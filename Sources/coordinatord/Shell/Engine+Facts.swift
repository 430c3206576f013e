internal import Common
internal import CoordinatorDecision
internal import Messaging
internal import Proto

extension Engine {
    /// Takes up a fact that was not taken up before; `done` is called once its effect is durable.
    func take(
        _ fact: Fact, mark: StoredMark, operation: String, done: @escaping () -> Void
    ) {
        let now = time.now()
        noteForDisplay(fact)
        if conditions.take(fact, from: mark.source) { areConditionsNew = true }
        let decision = Decide.fact(fact, from: mark.source, in: state, context(now))
        let ordinal = apply(
            decision, operation: operation, now: now,
            record: Origination(
                name: fact.kind?.name ?? "", source: mark.source, key: "", requestHash: 0,
                mark: mark))
        metrics.facts.add()
        // Facts of a sender are acknowledged in order, so a fact without a record of its own
        // waits for the last one before it.
        acknowledgements.whenCommitted(
            ordinal ?? acknowledgements.lastOrdinal, Acknowledgements.Waiter(stored: done))
    }

    /// Takes up what a scan of the shader library found.
    func adopt(_ result: ScanResult) {
        let previous = catalogue
        catalogue = result.catalogue
        areConditionsNew = true
        let now = time.now()
        let decision = Decide.adoptCatalogue(
            replacing: previous, force: result.force, operation: result.operation, in: state,
            context(now))
        apply(
            decision, operation: result.operation, now: now,
            record: Origination(name: "adopt_catalogue", source: "scan", key: "", requestHash: 0))
    }

    /// Raises or lowers an alarm of the coordinator's own.
    func alarm(_ kind: String, _ subject: String, _ severity: Severity, _ text: String?) {
        let now = time.now()
        let decision = Decide.alarm(
            AlarmName(kind: kind, subject: subject), severity: severity, text: text, in: state,
            context(now))
        guard decision.state != state else { return }
        apply(
            decision, operation: "", now: now,
            record: Origination(name: kind, source: "coordinatord", key: "", requestHash: 0))
    }

    /// Does what is due by time: settling and debounced writes.
    func tick() {
        let now = time.now()
        while let decision = Decide.settle(in: state, context(now)) {
            apply(
                decision, operation: automationOperation(of: decision), now: now,
                record: Origination(
                    name: "settle_overlay", source: "coordinatord", key: "", requestHash: 0))
        }
        advanceRun()
        noteStoreHealth(now)
        tellExpired(at: now)
        if now >= flushLiveAt {
            queue(StoreRecord(ordinal: 0, queuedAt: now, state: state), key: nil, mark: nil)
        }
    }

    /// Notes which operation moved a route, so that its settling is found under it.
    func remember(_ operation: String, of route: String) {
        guard !operation.isEmpty, !route.isEmpty else { return }
        if automationOperations.count >= Self.automationOperationsMax {
            automationOperations.removeAll()
        }
        automationOperations[route] = operation
    }

    /// The operation that last moved what a decision settles; empty where none is known.
    private func automationOperation(of decision: Decision) -> String {
        var found = ""
        for case .publish(let event) in decision.effects {
            guard case .oscOverlaySettled(let settled) = event.kind else { continue }
            found = automationOperations.removeValue(forKey: settled.route) ?? found
        }
        return found
    }

    /// When `tick` has something to do next.
    var nextTick: MonotonicInstant {
        let health = writer.currentHealth
        let settling = Decide.nextSettling(
            state, catalogue, settings.policy,
            storeAvailable: health.isAvailable(at: time.now()))
        var next = min(settling, flushLiveAt)
        next = min(next, nextAdvance, expired.nextDue)
        if checkpointDue { next = min(next, nextCheckpointAt) }
        if !isStoreFailing, let oldest = health.oldestPendingAt {
            next = min(next, oldest + StoreHealth.pendingAgeMax + .milliseconds(1))
        }
        return next
    }

    private func noteForDisplay(_ fact: Fact) {
        var kinds: [Fact.Kind] = []
        if case .statusReport(let report) = fact.kind {
            kinds = report.levels.compactMap(\.kind?.asFact)
        } else if let kind = fact.kind {
            kinds = [kind]
        }
        for kind in kinds {
            switch kind {
            case .shaderBuildPrepared(let build):
                note(build.shaderId, build.generation, .prepared, "")
            case .shaderBuildApplied(let build):
                note(build.shaderId, build.generation, .applied, "")
            case .shaderBuildFailed(let build):
                let first = build.diagnostics.first
                note(
                    build.shaderId, build.generation, .failed,
                    first.map { "\($0.file):\($0.line): \($0.text)" } ?? "no message")
            default: break
            }
        }
    }

    private func note(
        _ shader: String, _ generation: UInt64, _ state: BuildState, _ problem: String
    ) {
        builds[shader] = BuildStatus(generation: generation, state: state, problem: problem)
    }
}
