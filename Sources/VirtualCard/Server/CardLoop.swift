internal import Common
internal import Glibc
internal import Logging

/// The card's one thread: it makes the ticks, and between them serves playout and control. It runs
/// whatever happens to either.
///
/// Everything that has arrived is taken in before a tick is made, so that a slot counts as in time
/// when it was sent before the card made the tick.
final class CardLoop {
    let cardEpoch: UInt64
    private let options: VirtualCardOptions
    private let time = SystemTimeSource()
    private let log = Logger(label: "card")
    private var listener: UnixListener
    private var control: UnixListener
    private let wakeEnd: Int32
    private let notifier: ServiceNotifier
    private let instruments: CardInstruments
    private let tickLog: TickLog
    private let tickFile: TickFile
    private let sinks: [Sink]
    /// Nil where it could not listen.
    private let monitor: MonitorOutput?

    private var clock: CardClock
    private var nextTick: Int64 = 0
    private var queue: CardQueue<PendingPicture>
    private var mappings = ObjectMappings()
    private var display: CardDisplay
    private var totals = CardTotals()
    private var client: PacketConnection?
    private var isAttached = false
    private var attachCount: Int64 = 0
    private var controls = ControlConnections()
    private var polls = PollSet()
    private var isStopping = false
    private let packet = UnsafeMutableRawBufferPointer.allocate(
        byteCount: CardMessageHeader.byteCountMax, alignment: 16)

    init(
        options: VirtualCardOptions, cardEpoch: UInt64, registry: MetricsRegistry,
        notifier: ServiceNotifier, wakeEnd: Int32
    ) throws(VirtualCardError) {
        self.options = options
        self.cardEpoch = cardEpoch
        self.notifier = notifier
        self.wakeEnd = wakeEnd
        listener = try Self.listen(options, "card", SOCK_SEQPACKET)
        control = try Self.listen(options, "card-control", SOCK_STREAM)
        do {
            tickLog = try TickLog(
                path: options.paths.sharedMemoryPath(TickLog.objectName), cardEpoch: cardEpoch,
                rate: options.format.rate)
        } catch {
            throw .tickLog(error)
        }
        tickFile = TickFile(path: TickFile.path(options.paths), registry: registry)
        sinks = options.sinks.enumerated().map { position, sink in
            Sink(
                sink, number: position + 1, format: options.format, audio: options.audio,
                cardEpoch: cardEpoch, registry: registry, environment: options.environment)
        }
        monitor = Self.openMonitor(options, registry, log)
        queue = CardQueue(capacity: options.queueCapacity)
        display = try CardDisplay(
            format: options.format, audio: options.audio, sinks: sinks,
            window: RecordingWindow(
                startsWithProgramme: options.recordsFromProgramme,
                frameCount: options.recordFrameCount))
        clock = CardClock(
            rate: options.format.rate, firstTickAt: time.now() + options.format.rate.period,
            driftPartsPerMillion: Int64(options.driftPartsPerMillion))
        instruments = CardInstruments(registry: registry, sinks: sinks)
    }

    deinit { packet.deallocate() }

    private static func listen(
        _ options: VirtualCardOptions, _ name: String, _ type: __socket_type
    ) throws(VirtualCardError) -> UnixListener {
        try UnixListener(path: options.paths.socket(name), type: type)
    }

    /// Nil where it cannot listen: it is there for looking at the card, which shows without it.
    private static func openMonitor(
        _ options: VirtualCardOptions, _ registry: MetricsRegistry, _ log: Logger
    ) -> MonitorOutput? {
        do {
            return try MonitorOutput(
                path: options.paths.socket("card-monitor"), format: options.format,
                registry: registry)
        } catch {
            log.warning("the card has no monitor output", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Binds a removed socket file anew: without it a playout that restarts would find no card.
    private func bindAgainIfRemoved() {
        if !listener.isReachable, let again = try? Self.listen(options, "card", SOCK_SEQPACKET) {
            listener = again
        }
        if !control.isReachable,
            let again = try? Self.listen(options, "card-control", SOCK_STREAM)
        {
            control = again
        }
    }

    /// Runs until the wake end of the pipe can be read; then completes everything that is open.
    func run() {
        while !isStopping {
            let next = clock.instant(of: nextTick)
            if time.now() < next { waitAndServe(until: next) }
            let now = time.now()
            guard now >= next else { continue }
            readClient()
            makeTick(at: next)
            // About once a second.
            if nextTick % 50 == 0 { bindAgainIfRemoved() }
            notifier.feedWatchdog(at: now)
            if nextTick == 1 {
                notifier.ready(status: "\(options.format), \(sinks.count) sinks")
            }
        }
        client = nil
        controls.closeAll()
        display.finish()
        monitor?.finish()
        tickFile.finish()
        tickLog.unlinkName()
    }

    /// The sinks, to wait for them after the loop has ended.
    var allSinks: [Sink] { sinks }

    private func waitAndServe(until deadline: MonotonicInstant) {
        polls.removeAll()
        let wake = polls.add(wakeEnd, for: .read)
        let newClient = polls.add(listener.rawValue, for: .read)
        let newControl = polls.add(control.rawValue, for: .read)
        let output = client.map { client in
            polls.add(client.descriptor, for: client.wantsToWrite ? .write : .none)
        }
        let input = client.map { polls.add($0.descriptor, for: .read) }
        controls.addAll(to: &polls)
        guard polls.wait(until: deadline) else { return }
        if polls.isReady(wake) { isStopping = true }
        if polls.isReady(newClient) { acceptClient() }
        if let output, polls.isReady(output) { client?.flush() }
        if let input, polls.isReady(input) { readClient() }
        let now = time.now()
        if polls.isReady(newControl) { controls.accept(from: control.rawValue, now: now) }
        controls.serve(now: now) { answer($0) }
    }

    // MARK: Playout

    /// A newer playout takes over: the one before it is dead, or about to be.
    private func acceptClient() {
        let descriptor = listener.accept()
        guard descriptor >= 0 else { return }
        dropClient()
        client = PacketConnection(adopting: descriptor)
    }

    private func dropClient() {
        if client != nil, isAttached {
            log.info("playout left", metadata: ["queued": "\(queue.queuedCount)"])
        }
        client = nil
        isAttached = false
        instruments.attached.set(0)
    }

    private func readClient() {
        while let connection = client, let bytes = connection.receive(into: packet) {
            handle(bytes)
        }
        if client?.isBroken == true { dropClient() }
    }

    private func handle(_ bytes: UnsafeRawBufferPointer) {
        switch CardMessageHeader.kind(of: bytes) {
        case .attach:
            guard let attach = CardAttach.decode(bytes) else { return countMalformed() }
            handle(attach)
        case .start where isAttached:
            guard let start = CardStart.decode(bytes) else { return countMalformed() }
            queue.start(at: start.index)
        case .schedule where isAttached:
            guard let schedule = CardSchedule.decode(bytes),
                bytes.count == MemoryLayout<CardSchedule>.size + schedule.audioByteCount
            else { return countMalformed() }
            handle(schedule, audio: bytes[MemoryLayout<CardSchedule>.size...])
        case .stop where isAttached:
            send(queue.flush())
            client?.flush()
            dropClient()
        default: countMalformed()
        }
    }

    private func countMalformed() {
        totals.malformed += 1
        instruments.malformed.add()
        if totals.malformed.isPowerOfTwo {
            log.warning(
                "packet dropped: no message of this card's protocol",
                metadata: ["count": "\(totals.malformed)"])
        }
    }

    private func handle(_ attach: CardAttach) {
        var outcome = CardAttached.Outcome.accepted
        if !Self.fits(attach, options) { outcome = .unsupportedFormat }
        if queue.faults.isUnplugged { outcome = .unplugged }
        if outcome == .accepted {
            let forgotten = queue.attach(timelineEpoch: attach.timelineEpoch)
            for _ in 0..<forgotten { count(.flushed) }
            isAttached = true
            attachCount += 1
            instruments.attached.set(1)
        }
        let lastTick = nextTick - 1
        client?.send(
            CardAttached(
                outcome: outcome, isMapped: queue.tickIndex != nil && outcome == .accepted,
                tickIndex: queue.tickIndex ?? 0,
                tickNanoseconds: lastTick < 0 ? 0 : clock.instant(of: lastTick).nanoseconds,
                shownIndex: queue.shownIndex, shownMask: queue.shownMask,
                queuedMask: queue.queuedMask,
                periodNanoseconds: options.format.rate.period.count,
                queueCapacity: UInt32(queue.capacity),
                isReferenceLocked: !queue.faults.isReferenceLost))
        log.info(
            "playout came", metadata: ["outcome": "\(outcome)", "mapped": "\(queue.isMapped)"])
    }

    /// Whether playout sends exactly what this card shows.
    static func fits(_ attach: CardAttach, _ options: VirtualCardOptions) -> Bool {
        let format = options.format
        return Int64(attach.rateNumerator) == format.rate.numerator
            && Int64(attach.rateDenominator) == format.rate.denominator
            && Int(attach.width) == format.width && Int(attach.height) == format.height
            && Int(attach.rowByteCount) == format.strideBytes
            && Int(attach.payloadByteCount) == format.payloadByteCount
            && attach.pixelFormat == format.pixelFormat.code
            && Int(attach.audioChannels) == options.audio.channelCount
            && Int64(attach.audioSampleRate) == AudioFormat.sampleRate
            && (attach.isInterlaced != 0) == (format.scan != .progressive)
    }

    private func handle(_ schedule: CardSchedule, audio: Slice<UnsafeRawBufferPointer>) {
        let name = schedule.objectNameText
        let byteCount = options.format.payloadByteCount
        guard Int(schedule.payloadByteCount) == byteCount,
            schedule.audioChannels == 0
                || Int(schedule.audioChannels) == options.audio.channelCount,
            let mapping = mappings.mapping(of: name, inode: schedule.objectInode),
            mapping.contains(offset: schedule.payloadOffset, byteCount: byteCount)
        else {
            log.warning(
                "slot dropped: its picture is not there",
                metadata: ["object": "\(name)", "index": "\(schedule.index)"])
            let tickIndex = queue.tickIndex ?? schedule.index
            return send([.init(index: schedule.index, result: .dropped, tickIndex: tickIndex)])
        }
        let slot = QueuedSlot(
            schedule: schedule,
            picture: PendingPicture(
                mapping: mapping, offset: schedule.payloadOffset, audio: Array(audio)))
        if let answer = queue.schedule(slot) { send([answer]) }
    }

    private func send(_ answers: [CardQueue<PendingPicture>.Answer]) {
        guard !answers.isEmpty else { return }
        let instant = nextTick == 0 ? 0 : clock.instant(of: nextTick - 1).nanoseconds
        for answer in answers {
            count(answer.result)
            client?.send(
                CardCompletion(
                    index: answer.index, result: answer.result, tickIndex: answer.tickIndex,
                    tickNanoseconds: instant, queuedCount: UInt32(queue.queuedCount),
                    isReferenceLocked: !queue.faults.isReferenceLost))
        }
    }

    private func count(_ result: CardResult) {
        totals.count(result)
        instruments.count(result)
    }

    // MARK: Ticks

    private func makeTick(at instant: MonotonicInstant) {
        let tick = nextTick
        nextTick += 1
        let decision = queue.tick()
        var result = decision.ownResult
        var answers = decision.answers
        if let own = decision.own, result == nil {
            let answer = queue.finish(own.schedule.index, isShown: display.show(own))
            result = answer.result
            answers.append(answer)
        }
        send(answers)
        if decision.isMissed, let index = decision.index {
            totals.missedTicks += 1
            if isAttached {
                client?.send(
                    CardMissed(tickIndex: index, tickNanoseconds: instant.nanoseconds))
            }
        }
        if decision.index != nil, result != .completed { totals.heldTicks += 1 }
        let record = display.record(
            tick: tick, instant: instant, decision: decision, result: result)
        tickLog.append(record)
        tickFile.append(record)
        monitor?.offer(record, display.picture)
        instruments.count(
            record, isMissed: decision.isMissed, lateness: time.now() - instant)
    }

    // MARK: Control

    private func answer(_ line: String) -> String {
        if line == "status" { return report().json }
        if line == "stop" {
            isStopping = true
            return "{\"ok\":true}"
        }
        if line.hasPrefix("fault "), let fault = CardFault(parsing: String(line.dropFirst(6))) {
            inject(fault)
            return "{\"ok\":true,\"fault\":\"\(fault.text)\"}"
        }
        return "{\"ok\":false,\"error\":\"unknown command; there are status, stop, and fault late "
            + "N | drop N | stall N | unplug | replug | drift PPM | reference on|off\"}"
    }

    private func inject(_ fault: CardFault) {
        log.notice("fault injected", metadata: ["fault": "\(fault.text)"])
        switch fault {
        case .late(let count): queue.faults.lateCount = count
        case .drop(let count): queue.faults.dropCount = count
        case .stall(let ticks): queue.faults.stalledTickCount = ticks
        case .drift(let partsPerMillion):
            clock.setDrift(Int64(partsPerMillion), from: nextTick)
        case .reference(let isPresent):
            queue.faults.isReferenceLost = !isPresent
            sendStatus()
        case .replug: queue.faults.isUnplugged = false
        case .unplug:
            queue.faults.isUnplugged = true
            send(queue.flush())
            sendStatus()
            client?.flush()
            dropClient()
        }
    }

    private func sendStatus() {
        guard isAttached else { return }
        client?.send(
            CardStatus(
                isReferenceLocked: !queue.faults.isReferenceLost,
                isPlugged: !queue.faults.isUnplugged))
    }

    private func report() -> CardStatusReport {
        CardStatusReport(
            processID: getpid(), cardEpoch: cardEpoch, format: options.format,
            tickCount: nextTick, index: queue.tickIndex, isAttached: isAttached,
            attachCount: attachCount, queuedCount: queue.queuedCount,
            queueCapacity: queue.capacity, faults: queue.faults,
            driftPartsPerMillion: clock.driftPartsPerMillion, totals: totals,
            recordedFrameCount: display.window.recordedCount,
            isRecordingComplete: display.window.isComplete,
            sinks: sinks.map(\.currentStatus))
    }
}

extension UInt64 {
    /// For logging the 1st, 2nd, 4th, 8th … time.
    fileprivate var isPowerOfTwo: Bool { nonzeroBitCount == 1 }
}
