internal import Common
internal import Proto

/// What becomes of a loaded rundown around its run: whose it is, what of it is missing, and the alarm of
/// one that does not go on.
extension RundownPolicy {
    private static let stuck = "rundown-stuck"
    /// Sentences about missing things that one answer carries.
    private static let missingNotesMax = 16

    // MARK: Whose it is

    /// The rundown that a new run begins with where it names none: one loaded since the last show, not
    /// one that was on air in it.
    static func forNextRun(_ rundown: LoadedRundown?) -> LoadedRundown? {
        guard let rundown, rundown.endedWith == nil, rundown.position == 0 else { return nil }
        return rundown
    }

    /// The run is over: its rundown is no other run's, and nothing waits for it any more.
    static func runEnded(_ draft: inout Draft) {
        let run = draft.state.run
        draft.state.run.rundown?.problem = nil
        if run.startedAtWall != 0 { draft.state.run.rundown?.endedWith = run.id }
    }

    // MARK: What is missing

    /// Says which items could not go on air as the library and the presets are now.
    static func noteMissing(_ rundown: LoadedRundown, _ draft: inout Draft) {
        let notes = rundown.items.enumerated().compactMap { position, item -> String? in
            if draft.state.presets[item.preset] == nil {
                return
                    "item \(position + 1): there is no preset \"\(LayerPolicy.shown(item.preset))\""
            }
            return TransitionPolicy.refusal(of: item.transition, draft).map {
                "item \(position + 1): \($0.sentence)"
            }
        }
        draft.notes += notes.prefix(missingNotesMax)
        if notes.count > missingNotesMax {
            draft.notes.append("\(notes.count - missingNotesMax) more items cannot go on air")
        }
    }

    /// Why the cued item's own transition cannot be; a take that brings another may go on without.
    static func transitionRefusal(
        _ state: RuntimeState, _ context: DecisionContext
    ) -> Refusal? {
        guard let rundown = state.run.rundown, rundown.items.indices.contains(rundown.cued - 1)
        else { return nil }
        let transition = rundown.items[rundown.cued - 1].transition
        return TransitionPolicy.refusal(of: transition, Draft(state, context)).map {
            Refusal($0.code, "item \(rundown.cued): \($0.sentence)")
        }
    }

    // MARK: The alarm

    /// The rundown does not go on: it is held, and an alarm says why.
    static func stick(_ problem: String, _ draft: inout Draft) {
        draft.state.run.rundown?.isHeld = true
        draft.state.run.rundown?.problem = problem
    }

    /// Raises and lowers the alarm with the problem it tells of, whatever has made or ended that.
    static func tellProblem(_ draft: inout Draft) {
        let before = draft.before.run.rundown
        let after = draft.state.run.rundown
        guard before?.problem != nil || after?.problem != nil else { return }
        if let before, before.problem != nil, after?.problem == nil || after?.name != before.name {
            AlarmPolicy.lower(
                AlarmName(kind: stuck, subject: before.name), source: RunPolicy.source, &draft)
        }
        guard let after, let problem = after.problem, before?.problem != problem else { return }
        AlarmPolicy.raise(
            AlarmName(kind: stuck, subject: after.name), severity: .major, text: problem,
            source: RunPolicy.source, &draft)
    }

    /// Lowers, at a start, what no loaded rundown stands for.
    static func hydrate(_ draft: inout Draft) {
        let rundown = draft.state.run.rundown
        for name in draft.state.alarms.keys.sorted()
        where name.kind == stuck && (rundown?.problem == nil || rundown?.name != name.subject) {
            AlarmPolicy.lower(name, source: RunPolicy.source, &draft)
        }
    }
}
