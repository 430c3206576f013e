internal import Common
internal import Proto

/// Preparing: its interlocks, its steps, and how they are undone.
enum RunPreparing {
    static func begin(
        _ value: PrepareRun, _ command: Command, _ draft: inout Draft
    ) throws(Refusal) {
        let settings = draft.context.settings.run
        let old = draft.state.run
        var run = Run()
        run.id = RunPreparing.nextID(draft)
        run.title = try title(value.title) ?? run.id
        run.operatorName = RunPolicy.name(of: command)
        run.preparedAtWall = draft.context.wall
        run.order = old.order
        run.rundown = RundownPolicy.forNextRun(old.rundown)
        run.boot = draft.context.boot
        let operation = command.operationId.isEmpty ? run.id : command.operationId
        run.preparation = Preparation(operation: operation)
        run.interlocks = InterlockName.allCases.map { name in
            RunInterlock(
                name: name, result: .pending, reason: "being checked",
                criticality: settings.criticality(of: name.component))
        }
        draft.state.run = run
        if !value.preset.isEmpty {
            draft.stack = .programme
            let before = draft.state.programme
            try PresetPolicy.load(LoadPreset(name: value.preset), &draft)
            draft.state.run.preparation?.stack = Sides(
                before: before, after: draft.state.programme)
            draft.classify(.coordinationOnly, subject: run.id, reset: .stackStructure)
        }
        try takeUp(value.rundown, old.rundown, &draft)
        for wanted in value.overrides { try override(wanted, command, &draft) }
        RunPolicy.move(
            .preparing, .operator, RunPolicy.said("preparing", command, ""), command, &draft)
        let limit =
            value.timeoutNanoseconds == 0
            ? settings.prepareTimeout
            : Nanoseconds(Int64(clamping: value.timeoutNanoseconds))
        let deadline = draft.context.instant + min(limit, .seconds(3_600))
        draft.state.run.deadline = deadline
        if old.order.output != .idle { RunPolicy.order(.idle, command, &draft) }
        draft.effects.append(.probe(operation: operation, deadline: deadline))
    }

    /// The title as it was given; nil where none was.
    private static func title(_ text: String) throws(Refusal) -> String? {
        guard !text.isEmpty else { return nil }
        guard text.count <= 200, text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.nameInvalid, "a title has 1 to 200 characters, not only blanks")
        }
        return text
    }

    /// Loads the rundown that is named. One that was on air with an earlier run is none of this one.
    private static func takeUp(
        _ name: String, _ old: LoadedRundown?, _ draft: inout Draft
    ) throws(Refusal) {
        if !name.isEmpty {
            try RundownPolicy.load(name, &draft)
        } else if let kept = draft.state.run.rundown {
            RundownPolicy.noteMissing(kept, &draft)
        } else if let old {
            draft.notes.append(
                "the rundown \"\(old.name)\" was on air before and is put away; name it to run it again"
            )
        }
        guard draft.state.run.rundown != old else { return }
        draft.state.run.preparation?.didLoadRundown = true
        draft.state.run.preparation?.rundown = old
        draft.state.run.preparation?.loaded = draft.state.run.rundown
    }

    static func nextID(_ draft: Draft) -> String {
        "run-\(String(draft.context.epoch & 0xFFFF_FFFF, radix: 16))-\(draft.before.version + 1)"
    }

    static func override(
        _ value: OverrideInterlock, _ command: Command, _ draft: inout Draft
    ) throws(Refusal) {
        guard
            let position = draft.state.run.interlocks.firstIndex(where: {
                $0.name.rawValue == value.interlock
            })
        else {
            let names = InterlockName.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                .invalidArgument,
                "there is no interlock \"\(LayerPolicy.shown(value.interlock))\"; there are \(names)"
            )
        }
        guard draft.state.run.interlocks[position].name.isOverridable else {
            throw Refusal(
                .notAllowedNow,
                "\(value.interlock) cannot be overridden: without it nothing reaches anybody")
        }
        guard value.reason.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalidArgument, "an override needs a reason; it goes into the history")
        }
        draft.state.run.interlocks[position].overriddenBy = RunPolicy.name(of: command)
        draft.state.run.interlocks[position].overrideReason = String(value.reason.prefix(500))
        draft.state.run.interlocks[position].result = .overridden
    }

    /// A slow check has answered. One of another preparing is late and counts for nothing.
    static func probed(
        _ name: InterlockName, operation: String, problem: String?, _ draft: inout Draft
    ) {
        guard draft.state.run.state == .preparing,
            draft.state.run.preparation?.operation == operation
        else { return }
        set(name, problem == nil ? .passed : .failed, problem ?? "in order", &draft)
    }

    /// Looks at every interlock that facts answer, and moves on where that decides it.
    static func look(_ draft: inout Draft) {
        let state = draft.state.run.state
        guard state == .preparing || state == .ready else { return }
        for interlock in draft.state.run.interlocks where interlock.name.isAnsweredByFacts {
            guard let health = draft.context.conditions.components[interlock.name.component]
            else { continue }
            let result: InterlockResult =
                health.isHealthy.map { $0 ? .passed : .failed } ?? .pending
            set(interlock.name, result, health.detail, &draft)
        }
        guard state == .preparing else { return }
        let interlocks = draft.state.run.interlocks
        if let broken = interlocks.first(where: { isBroken($0, draft.context) }) {
            // The first one ends it; all that failed are in the summary.
            let others = interlocks.filter { $0.result == .failed && $0.name != broken.name }
            let rest = others.map { "; \($0.name.rawValue): \($0.reason)" }.joined()
            return signal(
                .interlockFailed, .fault,
                "\(broken.name.rawValue) failed: \(broken.reason)\(rest)", &draft)
        }
        if interlocks.allSatisfy(\.permits) {
            signal(.interlocksHold, .none, "every interlock is in order", &draft)
        } else if let deadline = draft.state.run.deadline, draft.context.instant >= deadline {
            let open = interlocks.filter { !$0.permits }.map {
                "\($0.name.rawValue): \($0.reason)"
            }
            signal(
                .deadline, .timeout, "not in order in time: \(open.joined(separator: "; "))",
                &draft)
        }
    }

    /// A critical one whose failure waiting cannot mend.
    private static func isBroken(_ interlock: RunInterlock, _ context: DecisionContext) -> Bool {
        guard interlock.criticality == .critical, interlock.result == .failed else { return false }
        guard interlock.name.isAnsweredByFacts else { return true }
        return context.conditions.components[interlock.name.component]?.isFinal ?? false
    }

    private static func signal(
        _ signal: RunSignal, _ cause: RunCause, _ detail: String, _ draft: inout Draft
    ) {
        guard case .goes(let next, _) = RunTable.answer(signal, in: draft.state.run.state) else {
            return
        }
        if next.isEnd {
            RunPolicy.end(next, cause, detail, nil, &draft)
        } else {
            RunPolicy.move(next, cause, detail, nil, &draft)
        }
    }

    private static func set(
        _ name: InterlockName, _ result: InterlockResult, _ reason: String, _ draft: inout Draft
    ) {
        guard let position = draft.state.run.interlocks.firstIndex(where: { $0.name == name })
        else { return }
        var interlock = draft.state.run.interlocks[position]
        interlock.result =
            result != .passed && !interlock.overriddenBy.isEmpty ? .overridden : result
        interlock.reason = String(reason.prefix(300))
        draft.state.run.interlocks[position] = interlock
    }

    /// Takes back what preparing had done; what somebody has changed since is left alone.
    static func undo(_ draft: inout Draft) {
        guard let done = draft.state.run.preparation else { return }
        draft.state.run.preparation = nil
        if let stack = done.stack {
            if draft.state.programme == stack.after {
                draft.state.programme = stack.before
                draft.resetScope = .stackStructure
                draft.dropWhatNoLongerFits(reason: "a preparing was undone")
            } else {
                draft.notes.append("the programme was changed meanwhile and stays as it is")
            }
        }
        guard done.didLoadRundown else { return }
        if draft.state.run.rundown == done.loaded {
            draft.state.run.rundown = done.rundown
        } else {
            draft.notes.append("the rundown was changed meanwhile and stays as it is")
        }
    }
}
