import Common
import Frames
import Playout

/// The one critical loop: asks the core what to do and does it. Owned by the playout thread, which
/// calls `run` and nothing else; the others reach it only through the mailbox.
///
/// Between a slot's look-up and its schedule nothing here allocates, locks or logs: pictures are lent
/// by reference, sound is made in one buffer, records go to atomic queues.
final class PlayoutLoop<Device: OutputDevice>: @unchecked Sendable {
    // Unchecked: handed to its thread once and used there only.

    private struct Scheduled {
        var record: SlotRecord
        var picture: LentPicture?
        var isMuted = false
    }

    private var core: PlayoutCore
    private let parts: PlayoutParts
    private let device: Device
    private let time = SystemTimeSource()
    private let startedAt: MonotonicInstant
    /// By index modulo its count: what is scheduled and not settled.
    private var scheduled: [Scheduled?]
    private var poll = PollSet()
    private var lastSource: SlotSource?
    private var wasForced = false
    private var needsPublishing = true
    private var hasPlayed = false
    /// The directive whose first slot has not been shown yet.
    private var unconfirmed: UInt64?
    private var wokeAt: MonotonicInstant
    private var reportedMismatch: RingMismatch?

    init(_ parts: PlayoutParts, device: Device) {
        self.parts = parts
        self.device = device
        core = parts.core
        startedAt = SystemTimeSource().now()
        wokeAt = startedAt
        scheduled = Array(repeating: nil, count: 64)
        for slot in core.ledger.outstanding { adopt(slot) }
    }

    /// Plays until an orderly stop is done.
    func run() {
        while true {
            let now = time.now()
            takeMail(at: now)
            takeEvents(at: now)
            switch core.next(at: now) {
            case .wait(let until): rest(until: until, at: now)
            case .awaitFrame(let index, let lane, let until):
                awaitFrame(index, lane, until: until, at: now)
            case .finish:
                publish(at: now)
                device.disconnect()
                return
            case let action: perform(action, at: now)
            }
        }
    }

    private func perform(_ action: PlayoutAction, at now: MonotonicInstant) {
        switch action {
        case .record(let settlement): record(settlement, at: now)
        case .transition(let transition):
            if transition.to == .recovering || transition.to == .failed { device.disconnect() }
            report(.transition(transition), at: now)
            needsPublishing = true
        case .connect:
            let isFound = device.connect(parts.signal)
            core.handle(isFound ? .deviceFound : .deviceLost, at: now)
        case .lookUp(let index):
            let found = parts.sources.lookUp(index, lane: core.ladder.lane, at: now)
            core.handle(.available(index, found.available, isFinal: found.isFinal), at: now)
        case .schedule(let index, let source, let isForced):
            schedule(index, source, isForced: isForced, at: now)
        case .startDevice(let index):
            if device.start(at: index) == .lost { core.handle(.deviceLost, at: now) }
        case .stopDevice:
            if device.stop() == .lost { core.handle(.deviceLost, at: now) }
        case .wait, .awaitFrame, .finish: break
        }
    }

    private func takeMail(at now: MonotonicInstant) {
        if let mode = parts.mailbox.takeForce() {
            core.handle(.force(mode), at: now)
            report(.forced(mode, at: core.nextIndex), at: now)
            needsPublishing = true
        }
        if let wanted = parts.mailbox.takeDirective() {
            core.handle(.direct(wanted.directive, from: wanted.from), at: now)
            unconfirmed = wanted.serial
        }
        if parts.mailbox.isStopWanted { core.handle(.stop, at: now) }
    }

    private func takeEvents(at now: MonotonicInstant) {
        // The core is asked after each event, since an answer may settle a slot and make room.
        while let event = device.receive() {
            switch event {
            case .attached(let attachment): core.handle(.attached(attachment), at: now)
            case .refused(let cause): core.handle(.refused(cause), at: now)
            case .completed(let completion):
                parts.gauges.wakeLatency.observe((now - completion.tickInstant).seconds)
                core.handle(.completed(completion), at: now)
            case .missed(let tick, let instant):
                core.handle(.missed(tick: tick, at: instant), at: now)
            case .reference(let isLocked):
                if isLocked != core.isReferenceLocked {
                    report(.reference(isLocked: isLocked), at: now)
                }
                core.handle(.reference(isLocked: isLocked), at: now)
            case .lost:
                device.disconnect()
                core.handle(.deviceLost, at: now)
            }
            needsPublishing = true
        }
    }

    private func schedule(
        _ index: FrameIndex, _ source: SlotSource, isForced: Bool, at now: MonotonicInstant
    ) {
        guard let picture = parts.sources.lend(index, source, at: now) else {
            core.handle(.notLent(index), at: now)
            return
        }
        let onAir = core.clock.instant(of: index)
        let sound = parts.sound.make(index, onAir: onAir, isMuted: core.isMuted, at: now)
        var flags: SlotFlags = isForced ? .forced : []
        if sound.isSilent { flags.insert(.silent) }
        if sound.isInputLost || picture.metadata.flags.contains(.inputLost) {
            flags.insert(.inputLost)
        }
        if core.lifecycle.state == .prerolling { flags.insert(.preroll) }
        let record = SlotRecord(
            index: index, timelineEpoch: parts.signal.timelineEpoch, source: source,
            displayedIndex: picture.displayedIndex,
            snapshotVersion: picture.metadata.snapshotVersion,
            inputIndex: picture.metadata.inputIndex,
            inputFrameNumber: picture.metadata.inputFrameNumber, scheduledAt: now, flags: flags)
        // The record goes first: a successor must not find a slot on the device that nobody noted.
        parts.timeline.record(record)
        let timecode = parts.ancillary.make(
            index, onAir: onAir, at: now,
            input: { parts.sound.inputFrame($0, at: now) })
        let slot = DeviceSlot(
            index: index, source: source, object: picture.object, byteOffset: picture.byteOffset,
            byteCount: picture.byteCount, displayedIndex: record.displayedIndex,
            snapshotVersion: record.snapshotVersion, inputIndex: record.inputIndex,
            inputFrameNumber: record.inputFrameNumber, picture: picture.pixels,
            ancillary: parts.ancillary.area, timecode: timecode)
        switch device.schedule(slot, audio: parts.sound.bytes(sound)) {
        case .sent:
            scheduled[place(index)] = Scheduled(
                record: record, picture: picture, isMuted: core.isMuted)
            core.handle(.scheduled(index), at: now)
            if source != lastSource || isForced != wasForced {
                report(
                    .source(from: lastSource, to: source, isForced: isForced, at: index), at: now)
                lastSource = source
                wasForced = isForced
            }
            needsPublishing = true
        case .busy:
            parts.ancillary.takeBack(index)
            parts.sources.giveBack(picture)
            core.handle(.deviceBusy(index), at: now)
        case .lost:
            parts.ancillary.takeBack(index)
            parts.sources.giveBack(picture)
            device.disconnect()
            core.handle(.deviceLost, at: now)
        }
    }

    private func record(_ settlement: SlotSettlement, at now: MonotonicInstant) {
        needsPublishing = true
        if settlement.result == .completed, !hasPlayed {
            hasPlayed = true
            report(.playing, at: now)
        }
        if settlement.result == .completed, let serial = unconfirmed,
            core.isDirected(settlement.index)
        {
            unconfirmed = nil
            report(.directed(serial: serial, at: settlement.index), at: now)
        }
        var record: SlotRecord
        if settlement.wasScheduled, let entry = scheduled[place(settlement.index)],
            entry.record.index == settlement.index
        {
            scheduled[place(settlement.index)] = nil
            parts.ancillary.settle(
                settlement.index, settlement.result,
                hadBegun: core.clock.instant(of: settlement.index) <= settlement.at)
            if let picture = entry.picture { parts.sources.giveBack(picture) }
            record = entry.record
            record.result = settlement.result
            record.lostCause = settlement.cause
            record.completedAt = settlement.at
            parts.timeline.complete(
                record.index, timelineEpoch: record.timelineEpoch, result: record.result,
                lostCause: record.lostCause, at: settlement.at)
            tellAired(record, isMuted: entry.isMuted, at: now)
        } else {
            record = SlotRecord(
                index: settlement.index, timelineEpoch: parts.signal.timelineEpoch,
                source: settlement.source, scheduledAt: settlement.at, flags: .accountedLater,
                result: settlement.result, lostCause: settlement.cause, completedAt: settlement.at)
            noteUnscheduled(record, count: settlement.count)
        }
        let line = SlotLogRecord(
            slot: record, count: settlement.count, wallNanoseconds: time.wallNanoseconds())
        parts.log.push(.settled(line), at: now)
        if settlement.isLost { report(.settled(line), at: now) }
    }

    /// Only what was shown is watched.
    private func tellAired(_ record: SlotRecord, isMuted: Bool, at now: MonotonicInstant) {
        guard let aired = parts.aired, record.result == .completed || record.result == .late else {
            return
        }
        aired.push(
            AiredSlot(
                index: record.index, source: record.source,
                displayedIndex: record.displayedIndex, isForced: record.flags.contains(.forced),
                isSilent: record.flags.contains(.silent),
                isMuted: isMuted),
            at: now)
    }

    /// The page keeps the newest 1 024 of a long gap, the log all of it.
    private func noteUnscheduled(_ record: SlotRecord, count: Int) {
        for offset in max(0, count - 1_024)..<count {
            var each = record
            each.index = record.index + offset
            parts.timeline.record(each)
        }
    }

    /// A predecessor's slot: its record is on the page; its picture is not ours to give back.
    private func adopt(_ slot: SlotLedger.Outstanding) {
        let known = parts.timeline.recoveredRecords.last { $0.index == slot.index }
        let record =
            known
            ?? SlotRecord(
                index: slot.index, timelineEpoch: parts.signal.timelineEpoch, source: slot.source,
                scheduledAt: slot.scheduledAt)
        scheduled[place(slot.index)] = Scheduled(record: record, picture: nil)
    }

    private func place(_ index: FrameIndex) -> Int { Int(index.value & 63) }

    private func report(_ report: OutputReport, at now: MonotonicInstant) {
        parts.reports.push(report, at: now)
    }

    private func awaitFrame(
        _ index: FrameIndex, _ lane: SlotSource, until: MonotonicInstant, at now: MonotonicInstant
    ) {
        publish(at: now)
        parts.gauges.turnDuration.observe((time.now() - wokeAt).seconds)
        let isReady = parts.sources.wait(for: index, lane: lane, until: until, at: now)
        wokeAt = time.now()
        // Deadline, or no ring to wait on: then events may still come.
        if !isReady, wokeAt < until { rest(until: until, at: wokeAt) }
    }

    private func rest(until: MonotonicInstant, at now: MonotonicInstant) {
        publish(at: now)
        parts.notifier.feedWatchdog(at: now)
        poll.removeAll()
        poll.add(device.descriptor, for: .read)
        let mail = poll.add(parts.mailbox.descriptor, for: .read)
        parts.gauges.turnDuration.observe((time.now() - wokeAt).seconds)
        if poll.wait(until: until), poll.isReady(mail) { parts.mailbox.drain() }
        wokeAt = time.now()
        needsPublishing = true
    }

    private func publish(at now: MonotonicInstant) {
        guard needsPublishing else { return }
        needsPublishing = false
        parts.timeline.publish(
            TimelineState(
                video: parts.signal.video, audio: parts.signal.audio,
                processEpoch: parts.signal.processEpoch,
                timelineEpoch: parts.signal.timelineEpoch, anchor: core.clock.anchor,
                nextIndex: core.nextIndex, nextDeadline: core.nextDeadline, heartbeat: now,
                startedAt: startedAt, deviceState: core.lifecycle.state,
                rung: core.onAir ?? .slate, forced: core.force.source,
                lastCompletedIndex: core.ledger.lastCompleted,
                scheduledDepth: core.configuration.scheduledDepth,
                readyTarget: parts.readyTarget, totals: core.ledger.totals))
        parts.gauges.scheduledDepth.set(core.depth)
        parts.gauges.readyDepth.set(
            parts.sources.readyCount(from: core.nextIndex, lane: core.ladder.lane, at: now))
        parts.gauges.laneChanges.set(core.ladder.laneChangeCount)
        parts.gauges.passthroughReady.set(parts.sources.isPassthroughReady ? 1 : 0)
        parts.gauges.formatMismatches.set(parts.sources.mismatchCount)
        if parts.sources.mismatch != reportedMismatch {
            reportedMismatch = parts.sources.mismatch
            report(.mismatch(reportedMismatch), at: now)
        }
        parts.gauges.ancillary.set(parts.ancillary)
    }
}
