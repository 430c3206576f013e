public import Common

extension PlayoutCore {
    /// Takes in what happened. Events that mean nothing in the present state are ignored.
    public mutating func handle(_ event: PlayoutEvent, at now: MonotonicInstant) {
        switch event {
        case .deviceFound:
            move(.deviceFound, at: now)
            answerBy = now + configuration.answerTimeout
        case .attached(let attachment): attached(attachment, at: now)
        case .refused(let cause):
            leave(at: now)
            move(cause, at: now)
        case .deviceLost: deviceLost(at: now)
        case .completed(let completion): completed(completion, at: now)
        case .missed(let tick, let instant): observe(tick, at: instant)
        case .reference(let isLocked):
            isReferenceLocked = isLocked
            if !isLocked { move(.referenceLost, at: now) }
        case .available(let index, let available, let isFinal):
            if index == nextIndex { step = .answered(index, available, isFinal: isFinal) }
        case .scheduled(let index): scheduled(index, at: now)
        case .notLent(let index):
            if case .offered(index, let source, let available, _) = step {
                step = .answered(index, available.without(source), isFinal: true)
            }
        case .deviceBusy:
            step = .none
            busyUntil = now + .milliseconds(1)
        case .force(let mode): force = mode
        case .direct(let directive, let first): nextDirective = (directive, first)
        case .stop: move(.stopRequested, at: now)
        }
    }

    private mutating func attached(_ attachment: DeviceAttachment, at now: MonotonicInstant) {
        guard lifecycle.state == .configuring else { return }
        let cause = gapCause ?? .deviceGone
        for slot in ledger.outstanding {
            if attachment.wasShown(slot.index) {
                ledger.settle(slot.index, .completed, cause: .none, at: now)
            } else if !attachment.isQueued(slot.index) {
                ledger.settle(slot.index, .flushed, cause: cause, at: now)
                lastLoss = now
            }
        }
        retryDelay = configuration.retryFirst
        prerollBegan = now
        step = .none
        if attachment.isMapped {
            startIndex = nil
            position = attachment.tick
            clock.forgetDevice()
            clock.observe(attachment.tick, at: attachment.tickInstant)
        } else {
            let first = max(ledger.expected ?? FrameIndex(.min), clock.index(at: now) + 1)
            if ledger.expected.map({ $0 < first }) ?? false { lastLoss = now }
            ledger.skip(to: first, cause: cause, at: now)
            startIndex = first
            position = first - 1
            nextIndex = first
        }
        move(.attached, at: now)
    }

    private mutating func deviceLost(at now: MonotonicInstant) {
        leave(at: now)
        if lifecycle.state == .discovering || lifecycle.state == .recovering { return }
        move(.deviceLost, at: now)
    }

    /// What is outstanding stays so: the device may still show it, and says so when it is back.
    private mutating func leave(at now: MonotonicInstant) {
        guard isAttached || lifecycle.state == .configuring || lifecycle.state == .stopping else {
            return
        }
        if isAttached {
            retryDelay = configuration.retryFirst
            gapCause = gapCause ?? .deviceGone
        }
        if lifecycle.state == .stopping {
            for slot in ledger.outstanding {
                ledger.settle(slot.index, .flushed, cause: .none, at: now)
            }
        }
        retryAt = now + (isAttached ? .zero : retryDelay)
        position = nil
        startIndex = nil
        step = .none
    }

    private mutating func completed(_ completion: DeviceCompletion, at now: MonotonicInstant) {
        observe(completion.tick, at: completion.tickInstant)
        let cause = lossCause(of: completion)
        let isOurs = ledger.settle(
            completion.index, completion.result, cause: cause, at: completion.tickInstant)
        if isOurs, cause != .none { noteLoss(at: now) }
        settleForgotten(at: now)
    }

    private func lossCause(of completion: DeviceCompletion) -> LostCause {
        switch completion.result {
        case .completed, .pending: .none
        case .late:
            ledger.slot(completion.index)?.wasOverdue ?? false ? .scheduledLate : .deviceLate
        case .dropped: .deviceDropped
        case .flushed: lifecycle.state == .stopping ? .none : .deviceFlushed
        }
    }

    /// A device that answers for later slots and never for this one has lost it.
    private mutating func settleForgotten(at now: MonotonicInstant) {
        guard let position else { return }
        while let oldest = ledger.oldestOutstanding,
            position - oldest > configuration.scheduledDepth + 8
        {
            ledger.settle(oldest, .dropped, cause: .deviceDropped, at: now)
            noteLoss(at: now)
        }
    }

    private mutating func observe(_ tick: FrameIndex, at instant: MonotonicInstant) {
        guard isAttached, startIndex == nil, let known = position, tick >= known else { return }
        position = tick
        clock.observe(tick, at: instant)
    }

    private mutating func scheduled(_ index: FrameIndex, at now: MonotonicInstant) {
        guard case .offered(index, let source, _, let ladder) = step else { return }
        self.ladder = ladder
        step = .none
        onAir = source
        let isOverdue = startIndex == nil && now >= clock.instant(of: index)
        ledger.enter(index, source, at: now, wasOverdue: isOverdue)
        nextIndex = index + 1
    }
}
