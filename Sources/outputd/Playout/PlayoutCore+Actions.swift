public import Common

extension PlayoutCore {
    /// What to do now. Ask again after every action; `wait` and `awaitFrame` say until when nothing
    /// is to be done unless an event comes.
    public mutating func next(at now: MonotonicInstant) -> PlayoutAction {
        noteAlive(at: now)
        if let settlement = ledger.takeSettlement() { return .record(settlement) }
        if !transitions.isEmpty { return .transition(transitions.removeFirst()) }
        switch lifecycle.state {
        case .discovering, .recovering, .failed: return seek(at: now)
        case .configuring:
            if now >= answerBy {
                handle(.deviceLost, at: now)
                return next(at: now)
            }
            return .wait(until: min(answerBy, followHost(now)))
        case .prerolling, .running, .degraded: return feed(at: now)
        case .stopping: return drain(at: now)
        case .stopped: return .finish
        }
    }

    /// With nobody attached the index follows the host's clock, so that the others keep time.
    private mutating func followHost(_ now: MonotonicInstant) -> MonotonicInstant {
        nextIndex = max(nextIndex, clock.index(at: now) + 1)
        return clock.instant(of: nextIndex)
    }

    /// A slot that goes by with nobody attached is lost now, not once a device is back: perhaps none
    /// ever is. The newest second is left to the device's own count.
    private mutating func countGoneBy(at now: MonotonicInstant) {
        guard let expected = ledger.expected else { return }
        let goneBy = clock.index(at: now - configuration.goneByMargin)
        guard goneBy - expected >= configuration.scheduledDepth else { return }
        ledger.skip(to: goneBy, cause: gapCause ?? .deviceGone, at: now)
        lastLoss = now
    }

    private mutating func seek(at now: MonotonicInstant) -> PlayoutAction {
        let tick = followHost(now)
        countGoneBy(at: now)
        if let settlement = ledger.takeSettlement() { return .record(settlement) }
        guard now >= retryAt else { return .wait(until: min(retryAt, tick)) }
        retryAt = now + retryDelay
        retryDelay = min(retryDelay * 2, configuration.retryMax)
        return .connect
    }

    private mutating func feed(at now: MonotonicInstant) -> PlayoutAction {
        reanchor(at: now)
        if let settlement = ledger.takeSettlement() { return .record(settlement) }
        settleSteadiness(at: now)
        if !transitions.isEmpty { return .transition(transitions.removeFirst()) }
        guard let position else { return .wait(until: now + clock.period) }
        let isFull =
            ledger.outstandingCount >= configuration.scheduledDepth
            || nextIndex > position + configuration.scheduledDepth
        if isFull {
            step = .none
            return prerolled(at: now) ?? .wait(until: now + clock.period)
        }
        if now < busyUntil { return .wait(until: busyUntil) }
        guard case .answered(let index, let available, let isFinal) = step, index == nextIndex
        else {
            step = .none
            return .lookUp(nextIndex)
        }
        let deadline = deadline(of: index)
        if !isFinal, !available.allows(ladder.lane), now < deadline {
            step = .none
            return .awaitFrame(index, lane: ladder.lane, until: deadline)
        }
        return offer(index, available)
    }

    private mutating func offer(
        _ index: FrameIndex, _ available: Availability
    ) -> PlayoutAction {
        if let next = nextDirective, index >= next.from {
            directive = next.directive
            directiveSince = index
            nextDirective = nil
        }
        var ladder = ladder
        var source = ladder.step(index, available)
        if let forced = force.source ?? directive.source(ladder.rules, available) {
            source =
                available.allows(forced)
                ? forced : ladder.rules.lowerRung(available, isPassthroughSteady: false)
        }
        step = .offered(index, source, available, ladder)
        return .schedule(index, source, isForced: force != .auto || directive != .programme)
    }

    private mutating func prerolled(at now: MonotonicInstant) -> PlayoutAction? {
        guard lifecycle.state == .prerolling else { return nil }
        gapCause = nil
        move(.prerolled, at: now)
        if let lastLoss, now - lastLoss < configuration.steadyAfter { move(.slotLost, at: now) }
        if !isReferenceLocked { move(.referenceLost, at: now) }
        guard let first = startIndex else { return next(at: now) }
        startIndex = nil
        clock.remap(first, at: now + clock.period)
        return .startDevice(first)
    }

    /// Slots whose tick has gone by are lost; the next one is the first that can still be shown.
    private mutating func reanchor(at now: MonotonicInstant) {
        guard let position, startIndex == nil else { return }
        if let expected = ledger.expected, expected <= position {
            ledger.skip(to: position + 1, cause: causeOfGap(at: expected), at: now)
            noteLoss(at: now)
            step = .none
        }
        nextIndex = ledger.expected ?? max(nextIndex, position + 1)
    }

    private mutating func settleSteadiness(at now: MonotonicInstant) {
        guard lifecycle.state == .degraded, isReferenceLocked else { return }
        if lastLoss.map({ now - $0 >= configuration.steadyAfter }) ?? true {
            move(.steady, at: now)
        }
    }

    private mutating func drain(at now: MonotonicInstant) -> PlayoutAction {
        if !isStopSent {
            isStopSent = true
            answerBy = now + configuration.answerTimeout
            return .stopDevice
        }
        if ledger.outstandingCount == 0 || now >= answerBy {
            for slot in ledger.outstanding {
                ledger.settle(slot.index, .flushed, cause: .none, at: now)
            }
            move(.drained, at: now)
            return next(at: now)
        }
        return .wait(until: answerBy)
    }
}
