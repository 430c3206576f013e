internal import Common
internal import CoordinatorDecision
internal import Foundation
internal import Logging
internal import Messaging
internal import Proto
internal import Synchronization

/// The decision thread: takes what has arrived, has it decided, and sleeps until more arrives or
/// something is due. It never polls and never waits for a disk.
struct DecisionLoop {
    let service: CoordinatorService
    let parts: Startup.Parts

    /// Requests and facts decided before snapshots are published and other news is looked at.
    private static let burstMax = 256

    private var engine: Engine { parts.engine }

    /// Puts on air what there is to start with, and lets requests in.
    func start() throws(CoordinatorError) {
        storeWhatOnlyTheCheckpointHas()
        reportOrigin()
        for (id, problem) in engine.catalogue.broken.sorted(by: { $0.key < $1.key }) {
            service.logger.warning(
                "a shader of the library cannot be used",
                metadata: ["shader": "\(id)", "problem": "\(problem)"])
        }
        if parts.hydration.isFirstStart { try loadInitialStack() }
        engine.beginRun()
        engine.publishAll()
        engine.flush()
        parts.health.start()
        parts.endpoint.open(version: engine.version)
        service.options.notifier.ready(
            status: "version \(engine.state.version), \(engine.state.programme.layers.count) layers"
        )
        service.logger.notice(
            "ready",
            metadata: [
                "version": "\(engine.state.version)",
                "layers": "\(engine.state.programme.layers.count)",
                "shaders": "\(engine.catalogue.shaders.count)",
                "store": "\(parts.hydration.origin)",
                "from_checkpoint": "\(parts.hydration.isFromCheckpoint)",
            ])
    }

    func run() {
        let time = service.options.time
        let notifier = service.options.notifier
        let patience = notifier.watchdogTimeout.map { $0 / 3 }
        while !service.isStopping.load(ordering: .acquiring) {
            var deadline = engine.nextTick
            if let patience { deadline = min(deadline, time.now() + patience) }
            if let work = parts.endpoint.next(until: deadline) {
                // One wake-up of the sending thread for a burst, not one for each of its events.
                parts.endpoint.holdSending()
                handle(work)
                let now = MonotonicInstant(nanoseconds: 0)
                for _ in 1..<Self.burstMax {
                    guard let more = parts.endpoint.next(until: now) else { break }
                    handle(more)
                    // A storm on a machine without time is work, and no hang.
                    notifier.feedWatchdog(at: time.now())
                }
            }
            while let notice = service.notices.pop() { handle(notice) }
            if service.storeHasNews.exchange(false, ordering: .acquiringAndReleasing) {
                engine.storeAdvanced()
            }
            engine.tick()
            engine.flush()
            parts.endpoint.releaseSending()
            notifier.feedWatchdog(at: time.now())
        }
        engine.checkpoint()
    }

    private func handle(_ work: CoordinatorWork) {
        switch work {
        case .request(let request):
            switch request.ask {
            case .command(let command):
                engine.perform(named(command, request), deadline: request.deadline) { answer in
                    request.reply(answer)
                }
            case .query(let query): request.reply(engine.answer(query))
            }
        case .expired(let request):
            guard case .command(let command) = request.ask else { return }
            engine.noteExpired(named(command, request), deadline: request.deadline)
        case .fact(let fact):
            note(fact)
            let mark = StoredMark(
                source: fact.mark.source, epoch: fact.mark.epoch, sequence: fact.mark.sequence)
            engine.take(
                Fact(kind: fact.kind), mark: mark, operation: fact.envelope.operationId
            ) { fact.acknowledge() }
        }
    }

    /// `command` with its operation and its principal, where only the envelope names them.
    private func named(_ command: Command, _ request: IncomingRequest) -> Command {
        var command = command
        if command.operationId.isEmpty { command.operationId = request.operationID }
        if command.principal.isEmpty { command.principal = request.source }
        return command
    }

    /// A fact shows that its sender lives; one that names its process lets its end be seen.
    private func note(_ fact: IncomingFact) {
        var phases: [ProcessPhase] = []
        switch fact.kind {
        case .processPhase(let phase): phases = [phase]
        case .statusReport(let report):
            phases = report.levels.compactMap {
                if case .processPhase(let phase) = $0.kind { phase } else { nil }
            }
        default: break
        }
        let pid = phases.last?.pid ?? 0
        parts.health.heard(
            fact.mark.source, epoch: fact.mark.epoch, pid: pid, phase: phases.last?.phase ?? "")
        guard pid != 0 else { return }
        parts.watch.watch(fact.mark.source, processID: Int32(clamping: pid))
        engine.alarm("link-lost", fact.mark.source, .major, nil)
    }

    private func handle(_ notice: CoordinatorService.Notice) {
        switch notice {
        case .scanned(let result): engine.adopt(result)
        case .processEnded(let source, let pid):
            guard parts.health.ended(source, pid: pid) else { return }
            engine.processEnded(source, pid: pid)
        case .probed(let answer): engine.probeAnswered(answer)
        case .level(let kind, let subject, let problem):
            if let problem { service.logger.warning("\(problem)") }
            engine.alarm(kind, subject, .warning, problem)
        }
    }

    // MARK: Start

    private func storeWhatOnlyTheCheckpointHas() {
        let hydration = parts.hydration
        guard
            hydration.isFromCheckpoint || !hydration.unstoredKeys.isEmpty
                || !hydration.unstoredMarks.isEmpty || !hydration.unstoredLines.isEmpty
        else { return }
        engine.storeHydrated(
            keys: hydration.unstoredKeys, marks: hydration.unstoredMarks,
            lines: hydration.unstoredLines)
    }

    private func reportOrigin() {
        // What the coordinator itself asserted before is asserted anew where it still stands.
        engine.alarm("store-unavailable", "store", .major, nil)
        engine.alarm("checkpoint-failed", "coordinatord", .warning, nil)
        engine.alarm("backup-failed", "store", .warning, nil)
        // A second lane that is no longer configured is not missed.
        if service.options.configuration.laneCount < 2 {
            engine.alarm("link-lost", ProcessName.rendererB.rawValue, .major, nil)
        }
        switch parts.hydration.origin {
        case .created, .opened, .copied:
            engine.alarm("store-damaged", "store", .critical, nil)
        case .restored(let path, let reason):
            engine.alarm(
                "store-damaged", "store", .critical,
                "the store was damaged and is set aside as \(path); the last good backup is in use"
                    + " (\(reason))")
        case .recreated(let path, let reason):
            engine.alarm(
                "store-damaged", "store", .critical,
                "the store was damaged and is set aside as \(path); there was no usable backup"
                    + " (\(reason))")
        }
    }

    /// The stack of a first start: the configured preset, else the one that ships with the shaders.
    private func loadInitialStack() throws(CoordinatorError) {
        let color = SnapshotProvider.color(engine.settings.policy.defaultBackground)
        _ = engine.performInternally(.setBackground(SetBackground(color: color)))
        let configured = service.options.configuration.text("coordinator.preset")
        let path =
            configured.isEmpty ? service.options.shaders + "/demo.preset.json" : configured
        guard let data = FileManager.default.contents(atPath: path) else {
            if configured.isEmpty { return }
            throw .preset(path: path, problem: "it cannot be read")
        }
        guard let json = String(data: data, encoding: .utf8) else {
            throw .preset(path: path, problem: "it is not UTF-8 text")
        }
        let name = "startup"
        let actions: [Command.Action] = [
            .importPreset(ImportPreset(name: name, json: json, overwrite: true)),
            .loadPreset(LoadPreset(name: name)),
        ]
        for action in actions {
            let outcome = engine.performInternally(action)
            guard outcome.accepted else {
                throw .preset(path: path, problem: outcome.errorSentence)
            }
            for note in outcome.telemetryNotes { service.logger.warning("\(path): \(note)") }
        }
    }
}
