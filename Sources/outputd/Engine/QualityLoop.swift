import Common
import Frames
import Logging
import Messaging
import Proto
import Quality

/// A slot that was aired, as the playout thread tells the one that watches the signal.
struct AiredSlot: Sendable {
    let index: FrameIndex
    let source: SlotSource
    let displayedIndex: FrameIndex?
    let isForced: Bool
    let isSilent: Bool
    /// The run has taken the sound off air.
    let isMuted: Bool
}

/// What the quality loop measures and others read. Atomics.
final class QualityGauges: Sendable {
    let seen: Counter
    let skipped: Counter
    let momentary: Gauge
    let truePeak: Gauge
    let violation: Gauge
    let defects: [Defect: Counter]

    init(_ registry: MetricsRegistry) {
        seen = registry.counter(
            "output_quality_slots_total", help: "Aired slots whose picture was looked at.")
        skipped = registry.counter(
            "output_quality_skipped_total",
            help: "Aired slots whose picture was gone before it could be looked at.")
        momentary = registry.gauge(
            "output_loudness_momentary_lufs", help: "EBU R 128 momentary loudness on air.")
        truePeak = registry.gauge(
            "output_true_peak_dbtp", help: "True peak of the newest slot on air.")
        violation = registry.gauge(
            "output_gamut_violation_ratio", help: "Part of the picture outside EBU R 103.")
        defects = Dictionary(
            uniqueKeysWithValues: Defect.allCases.map { defect in
                (
                    defect,
                    registry.counter(
                        "output_defects_total", help: "Defects of the signal on air.",
                        labels: [("kind", defect.rawValue)])
                )
            })
    }
}

/// Watches what was aired, from the rings it came out of. It samples: a picture that has been
/// overwritten before its turn is skipped and counted. Runs under a `LoopSupervisor`; when it dies,
/// playout does not notice.
struct QualityLoop: Sendable {
    let queue: HandOffQueue<AiredSlot>
    let link: CoordinatorLink?
    let plane: FramePlane
    let configuration: Configuration
    let state: String
    let timelineEpoch: UInt64
    let gauges: QualityGauges
    let pool: PoolMeter
    /// Called once a turn; tests make the loop die here.
    let onTurn: @Sendable (String) throws -> Void
    private let log = Logger(label: "quality")
    private let time = SystemTimeSource()

    init(
        queue: HandOffQueue<AiredSlot>, link: CoordinatorLink?, plane: FramePlane,
        configuration: Configuration, state: String, timelineEpoch: UInt64,
        gauges: QualityGauges, pool: PoolMeter,
        onTurn: @escaping @Sendable (String) throws -> Void
    ) {
        self.pool = pool
        self.queue = queue
        self.link = link
        self.plane = plane
        self.configuration = configuration
        self.state = state
        self.timelineEpoch = timelineEpoch
        self.gauges = gauges
        self.onTurn = onTurn
    }

    private struct Memory {
        var watch: QualityWatch
        let lanes: [RingFollower]
        let clean: RingFollower
        let input: RingFollower
        let album: DefectAlbum
    }

    func run(_ loop: LoopSupervisor) throws {
        var memory = Memory(
            watch: QualityWatch(configuration.format, configuration.audio, limits: limits),
            lanes: [
                RingFollower(.programA, in: plane, prefault: false),
                RingFollower(.programB, in: plane, prefault: false),
            ],
            clean: RingFollower(.clean, in: plane, prefault: false),
            input: RingFollower(.input(1), in: plane, prefault: false),
            album: DefectAlbum(state: state, keepCount: configuration.integer("qc.thumbnails")))
        // What a predecessor of this loop had raised is found anew, or is over.
        for defect in Defect.allCases { alarm(defect, isActive: false, text: "") }
        while true {
            let isLast = loop.isStopping
            try onTurn(loop.name)
            while let slot = queue.pop() { pool.run { look(slot, &memory) } }
            if isLast { return }
            queue.wait(until: time.now() + .milliseconds(200))
        }
    }

    private var limits: QualityWatch.Limits {
        var limits = QualityWatch.Limits()
        limits.black = .milliseconds(Int64(configuration.integer("qc.black_ms")))
        limits.freeze = .milliseconds(Int64(configuration.integer("qc.freeze_ms")))
        limits.silence = .milliseconds(Int64(configuration.integer("qc.silence_ms")))
        limits.truePeak = Double(configuration.integer("qc.true_peak_dbtp"))
        return limits
    }

    private func look(_ aired: AiredSlot, _ memory: inout Memory) {
        let slot = QualityWatch.Slot(
            index: aired.index, source: aired.source, isForced: aired.isForced)
        let now = time.now()
        for change in see(aired, slot, &memory, at: now) { tell(change, memory) }
        for change in hear(aired, slot, &memory, at: now) { tell(change, memory) }
        gauges.violation.set(memory.watch.violation)
        gauges.momentary.set(memory.watch.sound.momentary)
        gauges.truePeak.set(memory.watch.sound.truePeak)
    }

    private func see(
        _ aired: AiredSlot, _ slot: QualityWatch.Slot, _ memory: inout Memory,
        at now: MonotonicInstant
    ) -> [DefectChange] {
        let follower: RingFollower
        switch aired.source {
        case .programA: follower = memory.lanes[0]
        case .programB: follower = memory.lanes[1]
        case .passthrough: follower = memory.clean
        case .hold, .repeat, .slate, .black, .transparent:
            gauges.seen.add()
            return memory.watch.seeStill(slot)
        }
        guard let index = aired.displayedIndex, let ring = follower.reader(at: now),
            ring.layout.video == configuration.format,
            let frame = ring.read(index, timelineEpoch: timelineEpoch).frame,
            memory.watch.take(frame.payload), frame.isStillValid()
        else {
            gauges.skipped.add()
            return []
        }
        gauges.seen.add()
        return memory.watch.judge(slot)
    }

    /// The slot's sound as it came in; what went on air had the same samples.
    private func hear(
        _ aired: AiredSlot, _ slot: QualityWatch.Slot, _ memory: inout Memory,
        at now: MonotonicInstant
    ) -> [DefectChange] {
        if aired.isMuted { return memory.watch.hearMuted(slot) }
        if aired.isSilent { return memory.watch.hear(nil, slot) }
        let input = aired.index - configuration.inputDelay
        guard let ring = memory.input.reader(at: now),
            let frame = ring.read(input, timelineEpoch: timelineEpoch).frame,
            frame.audioFormat?.channelCount == configuration.audio.channelCount,
            frame.metadata.audioSampleCount > 0
        else { return [] }
        return memory.watch.hear(frame.audio.bindMemory(to: Int32.self), slot)
    }

    private func tell(_ change: DefectChange, _ memory: Memory) {
        switch change {
        case .began(let defect, let id, let start):
            gauges.defects[defect]?.add()
            let text = defect.sentence
            log.warning(
                "defect", metadata: ["kind": "\(defect.rawValue)", "from": "\(start)"])
            let thumbnail = memory.album.store(
                memory.watch.picture, matrix: configuration.format.matrix, defect: defect, id: id)
            link?.facts.report(
                .signalDefectStarted(
                    SignalDefectStarted(
                        kind: defect.onTheWire, defectId: id, startIndex: start.value,
                        thumbnail: thumbnail, detail: text, severity: defect.severity)))
            alarm(defect, isActive: true, text: text)
        case .ended(let defect, let id, let start, let end):
            log.notice(
                "defect over",
                metadata: [
                    "kind": "\(defect.rawValue)", "from": "\(start)", "to": "\(end)",
                ])
            link?.facts.report(
                .signalDefectEnded(
                    SignalDefectEnded(
                        kind: defect.onTheWire, defectId: id, startIndex: start.value,
                        endIndex: end.value, detail: "\(end - start) slots")))
            alarm(defect, isActive: false, text: "")
        }
    }

    private func alarm(_ defect: Defect, isActive: Bool, text: String) {
        link?.facts.report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: "signal-\(defect.rawValue)", subject: "outputd"),
                    active: isActive, severity: defect.severity, text: text,
                    sinceMonotonicNanoseconds: time.now().nanoseconds)))
    }
}

extension Defect {
    fileprivate var onTheWire: DefectKind {
        switch self {
        case .black: .black
        case .freeze: .freeze
        case .level: .level
        case .flash: .flash
        case .silence: .silence
        case .overload: .overload
        }
    }

    fileprivate var severity: Severity {
        switch self {
        case .black: .critical
        case .freeze, .flash, .silence: .major
        case .level, .overload: .warning
        }
    }

    /// What is wrong, and after the first stop what to do.
    var sentence: String {
        switch self {
        case .black:
            "the picture on air is black. Look at the inputs and the top layer, or take another rung "
                + "with holdover force"
        case .freeze:
            "the picture on air stands still, and nobody holds it. Look at the source of input 1, and "
                + "at holdover status"
        case .level:
            "levels on air lie outside EBU R 103. Correct the levels at the source, or lay a shader "
                + "over it that limits them"
        case .flash:
            "more than three flashes a second are on air (ITU-R BT.1702). Take what flashes off air: "
                + "bypass the layer, or change the source"
        case .silence:
            "the sound on air is silent. Look at the source's sound, and at which input's sound goes "
                + "out"
        case .overload:
            "the sound on air is overloaded (true peak, EBU R 128). Lower the level at the source"
        }
    }
}
