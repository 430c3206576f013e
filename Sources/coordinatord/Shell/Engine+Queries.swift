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
        case .listAlarms(let ask): return alarms(ask)
        case .listRuns(let ask): return runs(ask)
        case .listRundowns(let ask):
            let (page, more) = Self.page(presenter.rundowns(state, after: ask.afterName))
            return .rundowns(RundownsReply(rundowns: page, more: more))
        case .exportRundown(let ask):
            let json = state.rundowns[ask.name].map { RundownLibrary.document($0) }
            return .rundownDocument(
                RundownDocument(name: ask.name, json: json ?? "", found: json != nil))
        case .getAsRun(let ask): return asRun(ask)
        case .getOperation(let ask):
            return .operation(
                operations.page(ask.operationId, after: Int(clamping: ask.afterCount)))
        case .getEventsSince, nil:
            return .malformed(Malformed(reason: "this question is not one the coordinator answers"))
        }
    }

    /// A page of alarms: a storm is told in full, page by page, by whoever asks by name.
    private func alarms(_ ask: ListAlarms) -> Reply.Answer {
        let after = AlarmName(kind: ask.afterKind, subject: ask.afterSubject)
        let names =
            ask.byName
            ? alarmOrder.names(of: state.alarms, after: after)
            : alarmOrder.worst(of: state.alarms)
        let limit = ask.limit == 0 ? 1_000 : Int(min(ask.limit, 1_000))
        // One more than a page has says whether there are more.
        let wanted = names.lazy.filter { [state] in
            ask.includePast || state.alarms[$0]?.isActive ?? false
        }.prefix(limit + 1)
        let (page, more) = Self.page(
            presenter.alarms(wanted, state, surroundings), limit: limit)
        return .alarms(AlarmsReply(alarms: page, more: more))
    }

    /// Finished runs, newest first, after the present one.
    private func runs(_ ask: ListRuns) -> Reply.Answer {
        var runs: [RunSummary] = []
        let context = context(time.now())
        if ask.beforeRunId.isEmpty, let present = RunPresenter.present(state, context),
            ask.runId.isEmpty || ask.runId == state.run.id
        {
            runs.append(present)
        }
        // What the store has not committed yet is in the state.
        let limit = ask.limit == 0 ? Self.pageCount : min(Int(ask.limit), Self.pageCount)
        let waiting = state.finished.reversed().filter { unstoredRuns[$0.id] != nil }
        let isKnown =
            ask.beforeRunId.isEmpty || ask.beforeRunId == state.run.id
            || waiting.contains { $0.id == ask.beforeRunId }
        do {
            // A run that waits for the store is newer than all the store has, which so begins anew after it.
            let answer = try readHistory(
                .runs(before: isKnown ? "" : ask.beforeRunId, id: ask.runId, limit: limit + 1))
            var stored: [FinishedRun] = []
            if case .runs(let found) = answer {
                stored = found
            } else if !isKnown {
                return .malformed(
                    Malformed(reason: "there is no run \"\(ask.beforeRunId)\" to go on from"))
            }
            runs += RunListing.merged(
                waiting: waiting, stored: stored, before: ask.beforeRunId, id: ask.runId
            ).map(RunPresenter.summary)
        } catch {
            return .malformed(Malformed(reason: "the history cannot be read: \(error)"))
        }
        let (page, more) = Self.page(runs, limit: limit)
        return .runs(RunsReply(runs: page, more: more))
    }

    private func asRun(_ ask: GetAsRun) -> Reply.Answer {
        let id = ask.runId.isEmpty ? state.run.id : ask.runId
        do {
            let answer = try readHistory(
                .asRun(
                    run: id, number: ask.afterNumber, after: Int(ask.afterCount),
                    limit: Self.pageCount * 4))
            guard case .asRun(let lines) = answer else { return .asRun(AsRunReply()) }
            let (page, more) = Self.page(lines.map(\.entry), limit: Self.pageCount * 4)
            return .asRun(
                AsRunReply(
                    entries: page, more: more || lines.count == Self.pageCount * 4,
                    lastNumber: page.isEmpty ? 0 : lines[page.count - 1].number))
        } catch {
            return .malformed(Malformed(reason: "the history cannot be read: \(error)"))
        }
    }

    /// What presentation shows beside the state.
    var surroundings: Presenter.Surroundings {
        Presenter.Surroundings(
            catalogue: catalogue, links: links(),
            storeAvailable: writer.currentHealth.isAvailable(at: time.now()),
            storedVersion: storedVersion, effectiveIndexes: effectiveIndexes,
            context: context(time.now()))
    }

    private static func page<Entry: WireMessage>(
        _ all: [Entry], limit: Int = pageCount
    ) -> ([Entry], Bool) {
        var bytes = 0
        var page: [Entry] = []
        for entry in all.prefix(limit) {
            bytes += (try? entry.encoded().count) ?? 0
            if bytes > pageBytes, !page.isEmpty { break }
            page.append(entry)
        }
        return (page, page.count < all.count)
    }
}
