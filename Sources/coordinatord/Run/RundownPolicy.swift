internal import Common
internal import Proto

/// What commands about rundowns mean, and how a loaded one goes on by itself.
enum RundownPolicy {
    /// A take this soon after another, without naming an item, is the same press of the button.
    static let samePress = Nanoseconds.milliseconds(500)

    static func apply(
        _ action: Command.Action, _ command: Command, _ draft: inout Draft
    ) throws(Refusal) {
        switch action {
        case .loadRundown(let value):
            if value.name.isEmpty {
                draft.state.run.rundown = nil
            } else {
                try load(value.name, &draft)
            }
        case .cueItem(let value): try cue(Int(value.position), &draft)
        case .takeNextItem(let value): try take(value, command, &draft)
        case .holdRundown(let value): try hold(value.held, &draft)
        default: throw Refusal(.invalidArgument, "\(action.name) is nothing this program can do")
        }
    }

    /// Loads a stored rundown; nothing of it is on air or cued yet.
    static func load(_ name: String, _ draft: inout Draft) throws(Refusal) {
        guard let stored = draft.state.rundowns[name] else { throw missing(name) }
        let loaded = LoadedRundown(name: name, items: stored.items)
        draft.state.run.rundown = loaded
        noteMissing(loaded, &draft)
    }

    static func missing(_ name: String) -> Refusal {
        Refusal(.runNotFound, "there is no rundown \"\(LayerPolicy.shown(name))\"")
    }

    // MARK: Cue and take

    /// Keeps the rundown from going on by itself, or lets it; what it stuck at is tried again.
    private static func hold(_ isHeld: Bool, _ draft: inout Draft) throws(Refusal) {
        guard let rundown = draft.state.run.rundown else { return }
        draft.state.run.rundown?.isHeld = isHeld
        guard !isHeld, rundown.problem != nil else { return }
        draft.state.run.rundown?.problem = nil
        if rundown.cued == 0, draft.state.run.state != .faulted {
            try cue(0, after: rundown.startsAt?.wall, &draft)
        }
    }

    /// `wall`: from when on the item's time of day is looked for; nil: from now on.
    private static func cue(
        _ position: Int, after wall: Int64? = nil, _ draft: inout Draft
    ) throws(Refusal) {
        guard let rundown = draft.state.run.rundown else { return }
        let wanted = position == 0 ? rundown.position + 1 : position
        guard rundown.items.indices.contains(wanted - 1) else {
            throw Refusal(
                .valueOutOfRange,
                "\"\(rundown.name)\" has \(rundown.items.count) items; there is no item \(wanted)")
        }
        draft.stack = .preview
        try PresetPolicy.load(LoadPreset(name: rundown.items[wanted - 1].preset), &draft)
        draft.classify(
            .coordinationOnly, subject: draft.state.run.id, reset: .stackStructure)
        draft.state.run.rundown?.cued = wanted
        draft.state.run.rundown?.problem = nil
        var context = draft.context
        context.wall = min(wall ?? context.wall, context.wall)
        draft.state.run.rundown?.startsAt = rundown.items[wanted - 1].start.map {
            CueInstant(
                wall: context.wall + $0.wait(context).count,
                utcOffsetSeconds: context.utcOffsetSeconds)
        }
    }

    /// Why the cued item cannot be taken; nil where it can.
    static func takeRefusal(_ state: RuntimeState, _ context: DecisionContext) -> Refusal? {
        guard let rundown = state.run.rundown else {
            return Refusal(.notAllowedNow, "no rundown is loaded")
        }
        guard rundown.cued != 0 else {
            // A press too many is no error: what it asks for is on air already.
            return rundown.position != 0 && isSamePress(rundown, context)
                ? nil : Refusal(.notAllowedNow, "no item is cued; cue one first")
        }
        return isReady(state, context)
            ? nil : Refusal(.notAllowedNow, "item \(rundown.cued) is still being built")
    }

    private static func isSamePress(
        _ rundown: LoadedRundown, _ context: DecisionContext
    ) -> Bool {
        rundown.takenAt.map { context.instant - $0 < samePress } ?? false
    }

    /// Whether the cued item is built and may be taken.
    static func isReady(_ state: RuntimeState, _ context: DecisionContext) -> Bool {
        (state.run.rundown?.cued ?? 0) != 0
            && context.conditions.isBuilt(state.preview, context.catalogue)
    }

    private static func take(
        _ value: TakeNextItem, _ command: Command?, _ draft: inout Draft
    ) throws(Refusal) {
        guard let rundown = draft.state.run.rundown else { return }
        let isRepeat =
            value.position != 0
            ? Int(value.position) == rundown.position && rundown.cued != rundown.position
            : rundown.position != 0 && isSamePress(rundown, draft.context)
        if isRepeat {
            draft.notes.append("item \(rundown.position) is on air already")
            return
        }
        guard rundown.cued != 0, value.position == 0 || Int(value.position) == rundown.cued else {
            throw Refusal(
                .notAllowedNow, "item \(value.position) is not cued; cued is \(rundown.cued)")
        }
        let item = rundown.items[rundown.cued - 1]
        let given = value.transition
        let isGiven = given.durationFrames > 0 || given.atIndex != nil
        try PresetPolicy.take(Take(transition: isGiven ? given : item.transition), &draft)
        draft.classify(
            .coordinationOnly, subject: draft.state.run.id, reset: .stackStructure)
        draft.state.run.rundown?.position = rundown.cued
        draft.state.run.rundown?.cued = 0
        draft.state.run.rundown?.problem = nil
        draft.state.run.rundown?.takenAt = draft.context.instant
        draft.state.run.rundown?.endsAt = item.duration.map { draft.context.instant + $0 }
        guard rundown.cued < rundown.items.count else { return }
        // What was on air goes on in the transition; preview is free for the next one.
        let taken = draft.stack
        do {
            // An item that went late does not make the next one, whose time may be over too, tomorrow's.
            try cue(0, after: rundown.startsAt?.wall, &draft)
        } catch {
            draft.notes.append("the next item cannot be cued: \(error.sentence)")
            stick(
                "item \(rundown.cued + 1) cannot be cued, the rundown is held: \(error.sentence)",
                &draft)
        }
        draft.stack = taken
        draft.snapshotsDue = [.programme, .preview]
    }

    // MARK: By itself

    /// When the loaded rundown goes on by itself next.
    static func next(_ state: RuntimeState, _ context: DecisionContext) -> MonotonicInstant {
        guard let rundown = state.run.rundown, !rundown.isHeld, state.run.state == .running else {
            return .distantFuture
        }
        if rundown.position == rundown.items.count, rundown.position > 0 {
            return rundown.endsAt ?? .distantFuture
        }
        guard isReady(state, context), let due = due(rundown, context) else {
            return .distantFuture
        }
        // Nobody tells when the wall clock is set: while an item waits for it, it is looked at every second.
        let hasTime = rundown.items[rundown.cued - 1].start != nil
        return hasTime ? min(due, context.instant + .seconds(1)) : due
    }

    /// When the cued item's time comes: the one before has had its, or the clock says so.
    private static func due(
        _ rundown: LoadedRundown, _ context: DecisionContext
    ) -> MonotonicInstant? {
        guard rundown.cued != 0 else { return nil }
        if let start = rundown.items[rundown.cued - 1].start {
            // Its second may have gone by while it was being built, while nobody was there, or because the
            // clock was put forward: then it is late, and goes now, not tomorrow.
            let isPast =
                rundown.startsAt.map {
                    $0.wall <= context.wall && $0.utcOffsetSeconds == context.utcOffsetSeconds
                } ?? false
            return context.instant + (isPast ? .zero : start.wait(context))
        }
        return rundown.endsAt
    }

    static func advance(_ draft: inout Draft) {
        guard let rundown = draft.state.run.rundown, !rundown.isHeld,
            draft.state.run.state == .running
        else { return }
        let isLast = rundown.position == rundown.items.count && rundown.position > 0
        if isLast {
            guard let end = rundown.endsAt, draft.context.instant >= end else { return }
            finish(&draft)
            return
        }
        guard isReady(draft.state, draft.context), let due = due(rundown, draft.context),
            draft.context.instant >= due
        else { return }
        do {
            try take(TakeNextItem(position: UInt32(rundown.cued)), nil, &draft)
        } catch {
            stick(
                "item \(rundown.cued) could not be taken, the rundown is held: \(error.sentence)",
                &draft)
        }
    }

    private static func finish(_ draft: inout Draft) {
        guard case .goes = RunTable.answer(.rundownEnded, in: draft.state.run.state) else { return }
        do {
            try RunPolicy.stop(
                Transition(), .rundown, "the rundown has come to its end", nil, &draft)
        } catch {
            draft.notes.append(error.sentence)
        }
    }
}

extension CueTime {
    /// How long it is until then: zero within the second after it, else until the next such time.
    func wait(_ context: DecisionContext) -> Nanoseconds {
        let day: Int64 = 86_400 * 1_000_000_000
        let offset = Int64(context.utcOffsetSeconds) * 1_000_000_000
        let now = (context.wall + offset) % day
        let frames = frame.map { context.rate.duration(ofFrames: Int64($0)).count } ?? 0
        let wanted = Int64(second) * 1_000_000_000 + frames
        let ahead = (wanted - now + day) % day
        return Nanoseconds(day - ahead < 1_000_000_000 ? 0 : ahead)
    }
}
