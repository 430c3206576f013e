internal import Common
internal import CoordinatorDecision
internal import Proto

extension Engine {
    /// Entries of a page; with it a reply stays far below the message limit.
    private static let pageCount = 64
    /// Bytes of a page's entries.
    private static let pageBytes = 700_000

    /// Answers a question. Changes nothing.
    func answer(_ query: Query) -> Reply.Answer {
        switch query.ask {
        case .getSnapshot(let ask):
            let snapshot = provider.snapshot(
                of: state, ask.stack, catalogue: catalogue,
                effectiveIndex: effectiveIndexes[ask.stack] ?? 0)
            return .snapshot(
                SnapshotReply(
                    snapshot: snapshot, epoch: settings.epoch, headSequence: outlet.headSequence))
        case .getState:
            return .state(
                StateReply(
                    model: presenter.model(state, surroundings), epoch: settings.epoch,
                    headSequence: outlet.headSequence))
        case .listShaders(let ask):
            let all = presenter.shaders(catalogue, builds: builds, after: ask.afterId)
            let (page, more) = Self.page(all)
            return .shaders(ShadersReply(shaders: page, more: more))
        case .listPresets(let ask):
            let (page, more) = Self.page(presenter.presets(state, after: ask.afterName))
            return .presets(PresetsReply(presets: page, more: more))
        case .exportPreset(let ask):
            let json = state.presets[ask.name].map { PresetDocumentCodec.document($0) }
            return .presetDocument(
                PresetDocument(name: ask.name, json: json ?? "", found: json != nil))
        case .listAlarms(let ask):
            let limit = ask.limit == 0 ? 1_000 : Int(min(ask.limit, 1_000))
            let alarms = presenter.alarms(state, surroundings).filter {
                ask.includePast || $0.active
            }
            return .alarms(AlarmsReply(alarms: Array(alarms.prefix(limit))))
        case .listRuns:
            let status = presenter.model(state, surroundings).run
            return .runs(
                RunsReply(runs: [
                    RunSummary(status: status, startedWallNanoseconds: startedAtWall)
                ]))
        case .listRundowns: return .rundowns(RundownsReply())
        case .exportRundown(let ask): return .rundownDocument(RundownDocument(name: ask.name))
        case .getAsRun: return .asRun(AsRunReply())
        case .getOperation(let ask):
            return .operation(
                operations.page(ask.operationId, after: Int(clamping: ask.afterCount)))
        case .getEventsSince, nil:
            return .malformed(Malformed(reason: "this question is not one the coordinator answers"))
        }
    }

    /// What presentation shows beside the state.
    var surroundings: Presenter.Surroundings {
        Presenter.Surroundings(
            catalogue: catalogue, links: links(),
            storeAvailable: writer.currentHealth.isAvailable(at: time.now()),
            storedVersion: storedVersion, effectiveIndexes: effectiveIndexes,
            startedAtWall: startedAtWall)
    }

    private static func page<Entry: WireMessage>(_ all: [Entry]) -> ([Entry], Bool) {
        var bytes = 0
        var page: [Entry] = []
        for entry in all.prefix(pageCount) {
            bytes += (try? entry.encoded().count) ?? 0
            if bytes > pageBytes, !page.isEmpty { break }
            page.append(entry)
        }
        return (page, page.count < all.count)
    }
}
