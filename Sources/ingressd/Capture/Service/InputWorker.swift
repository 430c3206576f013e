internal import Common
internal import Frames
internal import Logging
internal import Proto
internal import Synchronization

/// One input: its thread, its source and its rings. The thread follows the timeline: it writes one
/// frame for each slot, and goes on by extrapolation while outputd is down.
final class InputWorker: @unchecked Sendable {
    // Unchecked: everything but the atomics is touched by the input's thread only.

    /// Turns of the loop, for the watchdog and the heartbeat.
    let turnCount = Atomic<UInt64>(0)
    /// Instant of the newest turn.
    let lastTurnAt = Atomic<Int64>(0)
    /// The newest frame written and its own number; both 0 before there is one.
    private let newestIndex = Atomic<Int64>(0)
    private let newestNumber = Atomic<UInt64>(0)
    /// A frame has been written, or the input has been found lost: the path works, or says why not.
    let hasVerdict = Atomic<Bool>(false)

    private let number: Int
    private let source: any CaptureSource
    /// Let go of when the thread ends, so that a successor in this process finds the locks free.
    private var ring: RingWriter?
    private var clean: RingWriter?
    private let makeRing: @Sendable (VideoFormat) throws -> RingWriter
    private let format: VideoFormat
    private let isCleanWanted: Bool
    private let inputDelay: Int
    private let timeline: TimelineReader
    private let time: any TimeSource
    private let report: InputReport
    private let log: Logger
    private let instruments: InputInstruments
    private let isStopping = Atomic<Bool>(false)
    private var pace: CapturePace
    /// How much later than the output's slots those of the input are: a quarter of a period where it is
    /// live, so that what comes in while slot n is on air is n however near to its end it comes.
    private let lateness: Nanoseconds
    private var condition: InputCondition
    private var resume: ResumePoint?
    private var reportedTrouble: SourceTrouble?
    private var reportedComplaint: String?
    /// The ring that could not be made, as long as that is so.
    private var failedFormat: VideoFormat?
    private let onTurn: @Sendable (MonotonicInstant) -> Void

    /// How long the loop sleeps at most, so that a stop and a new timeline are noticed.
    static let napMax = Nanoseconds.milliseconds(100)
    /// What writing a live frame may take before the next one's time begins.
    static let writingTime = Nanoseconds.milliseconds(2)

    init(
        number: Int, source: any CaptureSource, format: VideoFormat, clean: RingWriter?,
        makeRing: @escaping @Sendable (VideoFormat) throws -> RingWriter, resume: ResumePoint?,
        lead: Int, inputDelay: Int, timeline: TimelineReader,
        time: any TimeSource, report: InputReport,
        registry: MetricsRegistry, log: Logger,
        onTurn: @escaping @Sendable (MonotonicInstant) -> Void
    ) throws {
        self.number = number
        self.source = source
        self.format = format
        self.makeRing = makeRing
        ring = try makeRing(format)
        self.clean = clean
        isCleanWanted = clean != nil
        self.inputDelay = inputDelay
        self.timeline = timeline
        self.time = time
        self.report = report
        self.log = log
        self.onTurn = onTurn
        instruments = InputInstruments(number: number, registry: registry)
        // Later than this the renderer has drawn without it.
        pace = CapturePace(lead: source.isLive ? 0 : lead, lagMax: max(inputDelay, 2))
        lateness = source.isLive ? Nanoseconds(format.rate.period.count / 4) : .zero
        self.resume = resume
        condition = InputCondition(startedAt: time.now())
    }

    func start() -> JoinableThread {
        WorkerThread.start(
            named: "input.\(number)", owner: "capture", .critical, priority: .realtime(10)
        ) { [self] in run() }
    }

    func stop() { isStopping.store(true, ordering: .relaxed) }

    /// How long writing its frames takes, and under which name that is told.
    var timing: (String, Histogram) { ("input.\(number)", instruments.duration) }

    /// The newest frame, when there has been one since the last call. For one thread.
    func takeNewest() -> InputFrameArrived? {
        let index = newestIndex.exchange(0, ordering: .acquiring)
        guard index != 0 else { return nil }
        return InputFrameArrived(
            input: UInt32(number), index: index,
            frameNumber: newestNumber.load(ordering: .relaxed))
    }

    private func run() {
        while !isStopping.load(ordering: .relaxed) {
            let now = time.now()
            turn(at: now)
            turnCount.wrappingAdd(1, ordering: .relaxed)
            lastTurnAt.store(now.nanoseconds, ordering: .relaxed)
            onTurn(now)
        }
        source.stop()
        ring = nil
        clean = nil
    }

    private func turn(at now: MonotonicInstant) {
        guard let state = timeline.latest() else {
            // No output clock yet: nothing to be in step with.
            _ = timeline.waitForChange(until: now + Self.napMax)
            return
        }
        resume(along: state, at: now)
        let epochBefore = pace.timelineEpoch
        let step = pace.step(
            at: now - lateness, anchor: state.anchor, timelineEpoch: state.timelineEpoch)
        if pace.timelineEpoch != epochBefore {
            log.info(
                "following the timeline",
                metadata: ["epoch": "\(pace.timelineEpoch)", "input": "\(number)"])
        }
        switch step {
        case .wait(let instant):
            time.sleep(until: min(instant + lateness, now + Self.napMax))
        case .skip(let first, let count):
            source.skip(from: first, count: count)
            instruments.skipped.add(UInt64(count))
        case .write(let index):
            // Decoded late is better than not at all.
            let patience = patience(for: index, state)
            source.begin(slotAt: state.instant(of: index) + lateness)
            if !source.hasFrame(), now < patience {
                time.sleep(until: min(patience, now + .milliseconds(2)))
                return
            }
            write(index, epoch: state.timelineEpoch, at: now)
            if source.isLive, time.now() > state.instant(of: index + 2) + lateness {
                instruments.late.add()
            }
            complain(at: now)
            pace.advance()
        }
    }

    /// Until when a frame may come. A live source's slot n ends a quarter of a period after slot n + 1
    /// has begun: readers look for n then, and wait for it that long.
    private func patience(for index: FrameIndex, _ state: TimelineState) -> MonotonicInstant {
        source.isLive
            ? state.instant(of: index + 1) + lateness - Self.writingTime : state.instant(of: index)
    }

    /// Once, at the first sight of the timeline: goes on after what a predecessor wrote, when that is
    /// the same medium on the same timeline and not long ago.
    private func resume(along state: TimelineState, at now: MonotonicInstant) {
        guard let point = resume else { return }
        resume = nil
        let age = state.indexNow(at: now) - point.index
        guard point.timelineEpoch == state.timelineEpoch, age < 500, age > -200 else { return }
        pace.resume(at: point.index + 1, timelineEpoch: point.timelineEpoch)
        source.resume(after: point.number)
        log.info(
            "going on where the last capture stopped",
            metadata: ["index": "\(point.index.value)", "frame": "\(point.number)"])
    }

    private func write(_ index: FrameIndex, epoch: UInt64, at now: MonotonicInstant) {
        guard source.hasFrame() || source.canRepeat else {
            instruments.missed.add()
            let isExplained = source.trouble != nil
            if condition.frameMissed(at: now, isExplained: isExplained)
                || source.trouble != reportedTrouble
            {
                changed(at: now)
            }
            return
        }
        followFormat(at: now)
        guard let slot = ring?.begin(index: index, timelineEpoch: epoch) else {
            instruments.unwritable.add()
            source.skip(from: index, count: 1)
            return
        }
        let frame = source.write(index: index, picture: slot.payload, sound: slot.audio)
        writeClean(slot.payload, frame, index: index, epoch: epoch, start: now)
        let packets = min(frame.ancillary.count, slot.ancillary.count)
        slot.ancillary.copyBytes(from: frame.ancillary.prefix(packets))
        let end = time.now()
        slot.commit(
            FrameMetadata(
                renderStart: now, renderEnd: end, inputIndex: index,
                inputFrameNumber: frame.number, flags: frame.flags, timecode: frame.timecode,
                audioSampleCount: frame.audioSampleCount, ancillaryByteCount: packets))
        newestNumber.store(UInt64(clamping: frame.number ?? 0), ordering: .relaxed)
        newestIndex.store(index.value, ordering: .releasing)
        instruments.written.add()
        instruments.duration.observe((end - now).seconds)
        if condition.frameWritten(at: now) || source.trouble != reportedTrouble {
            changed(at: now)
        }
    }

    /// Pictures of another size need another ring; readers find it when the old one says that it ends.
    /// Where it cannot be made the slot is not written, which is counted, and the next one tries again.
    private func followFormat(at now: MonotonicInstant) {
        let wanted = source.ownFormat ?? format
        guard ring?.layout.video != wanted else { return }
        ring?.retire()
        ring = nil
        do {
            ring = try makeRing(wanted)
            log.notice(
                "the input's ring has another format",
                metadata: ["input": "\(number)", "format": "\(wanted)"])
            failedFormat = nil
            changed(at: now)
        } catch {
            if failedFormat != wanted { log.error("\(error)", metadata: ["input": "\(number)"]) }
            failedFormat = wanted
        }
    }

    /// Whether the pictures that come are the channel's own, so that they could be aired as they are.
    private var hasClean: Bool { isCleanWanted && source.ownFormat == nil }

    /// The same picture once more, at the index at which the programme would show it.
    private func writeClean(
        _ picture: UnsafeMutableRawBufferPointer, _ frame: CapturedFrame, index: FrameIndex,
        epoch: UInt64, start: MonotonicInstant
    ) {
        guard hasClean, let clean,
            let slot = clean.begin(index: index + inputDelay, timelineEpoch: epoch)
        else { return }
        slot.payload.copyMemory(from: UnsafeRawBufferPointer(picture))
        slot.commit(
            FrameMetadata(
                renderStart: start, renderEnd: time.now(), inputIndex: index,
                inputFrameNumber: frame.number, flags: frame.flags))
    }

    /// Tells what is wrong beside picture and sound, once for each change.
    private func complain(at now: MonotonicInstant) {
        let complaint = source.complaint
        guard complaint != reportedComplaint else { return }
        reportedComplaint = complaint
        report.send(complaint: complaint, at: now)
        if let complaint { log.error("\(complaint)", metadata: ["input": "\(number)"]) }
    }

    private func changed(at now: MonotonicInstant) {
        reportedTrouble = source.trouble
        instruments.present.set(condition.state == .present ? 1 : 0)
        if condition.state != .missing { hasVerdict.store(true, ordering: .relaxed) }
        report.send(
            condition.state, description: source.signalDescription, trouble: source.trouble,
            hasClean: hasClean, at: now)
        var fields: Logger.Metadata = [
            "input": "\(number)", "state": "\(condition.state)",
            "source": "\(source.signalDescription)",
        ]
        if let trouble = source.trouble { fields["reason"] = "\(trouble.detail)" }
        log.log(
            level: condition.state == .lost ? .error : .notice, "input changed", metadata: fields)
    }
}
