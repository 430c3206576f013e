internal import Ancillary
internal import Common
internal import DeckLink
internal import Frames
internal import Logging

/// A DeckLink input. Owned by the input's thread, which takes arrivals slot by slot; opening the card
/// is done by a thread of its own, since it may block.
final class DeckLinkSource: CaptureSource {
    /// A picture that waits, copied out of the driver's memory: frames held would starve the driver.
    private struct Waiting {
        var buffer: Int
        /// By the card's clock.
        var arrivedAt: MonotonicInstant
        var handedOverAt: MonotonicInstant
        var soundStart: Int64
        var timecode: UInt32?
        var ancillary: [UInt8]
        var isFirst: Bool
    }

    private let format: VideoFormat
    private let audio: AudioFormat
    private let opener: DeckLinkOpener
    private let instruments: Instruments
    private let time: any TimeSource
    private var receiver: DeckLinkReceiver?
    private var synchroniser: FrameSynchroniser
    private var countedDrops: UInt64 = 0
    private var sound: SynchronisedSound
    private var buffers: [UnsafeMutableRawBufferPointer] = []
    private var free: [Int] = []
    /// What the signal becomes; nil for one that cannot be taken.
    private var fit: SignalFit?
    /// What the buffers hold: the signal's size at the channel's rate.
    private var pictureFormat: VideoFormat
    private var clock = ArrivalClock()
    private var census: AncillaryCensus
    /// When the slot began that is asked for.
    private var slotStart: MonotonicInstant?
    private var queue: [Waiting] = []
    private var shown: Waiting?
    /// The first of two pictures that are woven, until the second is there.
    private var half: Waiting?
    private var isDiscontinuous = true
    private var hasSignal = false
    private var detected: DeckLinkMode?
    private var arrivedCount: Int64 = 0
    private var nextNumber: Int64 = 0

    /// What is counted at this input.
    struct Instruments {
        let repeats: Counter
        let drops: Counter
        let defects: Counter

        init(number: Int, registry: MetricsRegistry) {
            let label = [("input", "\(number)")]
            repeats = registry.counter(
                "capture_sync_repeats_total",
                help: "Pictures shown again because the input runs slower than the output.",
                labels: label)
            drops = registry.counter(
                "capture_sync_drops_total",
                help: "Pictures left out because the input runs faster than the output.",
                labels: label)
            defects = registry.counter(
                "capture_ancillary_defects_total",
                help: "Ancillary packets left out because they are damaged, or too many.",
                labels: label)
        }
    }

    init(
        _ selector: DeckLinkSelector, connection: DeckLinkConnection, libraryPath: String,
        format: VideoFormat, audio: AudioFormat, number: Int, registry: MetricsRegistry,
        log: Logger, time: any TimeSource = SystemTimeSource()
    ) {
        self.time = time
        self.format = format
        self.audio = audio
        opener = DeckLinkOpener(
            selector, connection: connection, libraryPath: libraryPath, format: format,
            audioChannelCount: audio.channelCount, log: log)
        instruments = Instruments(number: number, registry: registry)
        sound = SynchronisedSound(channels: audio.channelCount)
        pictureFormat = format
        fit = SignalFit(format)
        let rate = format.rate
        census = AncillaryCensus(framesPerSecond: Int(rate.frames(in: .seconds(1))))
        synchroniser = FrameSynchroniser(
            slack: Nanoseconds(rate.period.count / 4),
            watchedSlots: Int(rate.frames(in: .seconds(1))))
        queue.reserveCapacity(8)
        makeBuffers()
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    private func makeBuffers() {
        for buffer in buffers { buffer.deallocate() }
        buffers = (0..<8).map { _ in
            .allocate(byteCount: pictureFormat.payloadByteCount, alignment: 128)
        }
        free = Array(buffers.indices)
    }

    var isLive: Bool { true }
    var ownFormat: VideoFormat? { pictureFormat == format ? nil : pictureFormat }
    var signalDescription: String {
        "\(detected.map { "\($0)" } ?? "\(format)") from \(opener.selector)"
    }

    var trouble: SourceTrouble? {
        if let text = opener.trouble {
            return SourceTrouble(isUnsupported: opener.isConfiguration, detail: text)
        }
        if let detected, fit == nil {
            return SourceTrouble(
                isUnsupported: true,
                detail: "\(opener.selector) brings \(detected), which no ring can hold: set the "
                    + "source to another format, or put a converter before the card")
        }
        return hasSignal
            ? nil
            : SourceTrouble(
                detail: "\(opener.selector) has no signal. Check the cable and the source; "
                    + "input.connection names the connector")
    }

    var complaint: String? { census.complaint.map { "\(opener.selector) brings \($0)" } }

    func resume(after number: Int64) {}

    func begin(slotAt start: MonotonicInstant) { slotStart = start }

    func hasFrame() -> Bool {
        takeArrivals()
        return synchroniser.isReady(overdue: overdue)
    }

    var canRepeat: Bool { synchroniser.canRepeat }

    func write(
        index: FrameIndex, picture: UnsafeMutableRawBufferPointer,
        sound area: UnsafeMutableRawBufferPointer
    ) -> CapturedFrame {
        choose()
        let count = AudioFormat.sampleCount(at: index, rate: format.rate)
        guard let shown else { preconditionFailure("asked for a frame that is not there") }
        picture.copyMemory(from: UnsafeRawBufferPointer(buffers[shown.buffer]))
        let hasSound = sound.take(count, start: shown.soundStart, into: area)
        var flags: FrameFlags = hasSound ? [] : .silent
        if isDiscontinuous { flags.insert(.discontinuity) }
        isDiscontinuous = false
        nextNumber += 1
        return CapturedFrame(
            number: nextNumber, flags: flags, audioSampleCount: count, timecode: shown.timecode,
            ancillary: shown.ancillary)
    }

    func skip(from index: FrameIndex, count: Int) {
        isDiscontinuous = true
        takeArrivals()
    }

    func stop() {
        receiver = nil
        opener.end()
    }

    /// Which picture the slot shows.
    private func choose() {
        let age = queue.first.map { self.age(of: $0.handedOverAt) } ?? .zero
        switch synchroniser.step(age: age, overdue: overdue) {
        case .nothing: return
        case .showAgain:
            instruments.repeats.add()
            // A packet belongs to a moment: it is never repeated with its picture.
            shown?.ancillary = []
        case .show(let leftOut):
            var kept: [UInt8] = []
            for _ in 0..<leftOut {
                let gone = queue.removeFirst()
                free.append(gone.buffer)
                kept += gone.ancillary
            }
            instruments.drops.add(synchroniser.dropCount - countedDrops)
            countedDrops = synchroniser.dropCount
            if let shown { free.append(shown.buffer) }
            var next = queue.removeFirst()
            // Messages of a picture left out must still arrive.
            next.ancillary = kept + next.ancillary
            if next.isFirst { isDiscontinuous = true }
            shown = next
        }
    }

    /// How long before the slot an instant lies: by the output's clock, so that it does not matter when
    /// this thread got a processor.
    private func age(of arrival: MonotonicInstant) -> Nanoseconds {
        (slotStart ?? time.now()) - arrival
    }

    /// Pictures, from the oldest, that came in time for an earlier slot.
    private var overdue: Int { queue.prefix { age(of: $0.arrivedAt) > synchroniser.slack }.count }

    private func takeArrivals() {
        if receiver == nil {
            receiver = opener.take()
            if receiver != nil { begin() }
        }
        while let event = receiver?.next() {
            switch consume event {
            case .format(let mode): change(to: mode)
            case .frame(let arrival): take(arrival)
            }
        }
        if opener.isUnplugged {
            receiver = nil
            hasSignal = false
            restart()
        }
        if receiver == nil { opener.open() }
    }

    /// Another signal: the card goes on in its format, so that its return is noticed too.
    private func change(to mode: DeckLinkMode) {
        guard mode != detected else { return }
        detected = mode
        _ = receiver?.change(to: mode)
        fit = SignalFit(mode, in: format)
        restart()
        if let fit { prepare(fit) }
    }

    /// The card was taken, in the channel's format where it has that.
    private func begin() {
        detected = receiver.flatMap { $0.mode.carries(format) ? nil : $0.mode }
        fit = detected.map { SignalFit($0, in: format) } ?? SignalFit(format)
        restart()
        if let fit { prepare(fit) }
    }

    private func prepare(_ fit: SignalFit) {
        sound.tolerance = fit.tolerance
        guard fit.format != pictureFormat else { return }
        pictureFormat = fit.format
        makeBuffers()
    }

    private func restart() {
        for waiting in queue { free.append(waiting.buffer) }
        queue.removeAll(keepingCapacity: true)
        for used in [shown, half] { if let used { free.append(used.buffer) } }
        shown = nil
        half = nil
        synchroniser.restart(depthMax: fit?.depthMax ?? 2)
        clock.restart()
        arrivedCount = 0
    }

    /// The first picture sets the delay for good: one that has waited for its slot would make all that
    /// follow wait as long. The next one comes within a frame.
    private func isStale(_ arrivedAt: MonotonicInstant) -> Bool {
        synchroniser.isBeginning && age(of: arrivedAt) > synchroniser.slack
    }

    private func take(_ arrival: borrowing DeckLinkReceiver.Arrival) {
        hasSignal = arrival.hasSignal
        let channels = receiver?.channelCount ?? audio.channelCount
        let start = sound.append(arrival.sound(channels: channels), from: channels)
        let picture = arrival.picture
        guard let fit, arrival.hasSignal, picture.count == pictureFormat.payloadByteCount,
            arrival.width == pictureFormat.width, arrival.height == pictureFormat.height
        else { return }
        let stamp =
            arrival.streamTime.map { clock.stamp(stream: $0, handedOver: arrival.arrivedAt) }
            ?? arrival.arrivedAt
        guard half != nil || !isStale(stamp) else { return }
        let timecode = arrival.timecode.map {
            Timecode(
                hours: $0.hours, minutes: $0.minutes, seconds: $0.seconds, frames: $0.frames,
                isDropFrame: $0.isDropFrame
            ).packed
        }
        let waiting = Waiting(
            buffer: 0, arrivedAt: stamp, handedOverAt: arrival.arrivedAt, soundStart: start,
            timecode: timecode, ancillary: packets(of: arrival), isFirst: arrivedCount == 0)
        if fit.isWoven { weave(waiting, picture, fit) } else { split(waiting, picture, fit) }
    }

    /// The first of a pair waits for the second; both then are one picture, which is there with the second.
    private func weave(_ arrival: Waiting, _ picture: UnsafeRawBufferPointer, _ fit: SignalFit) {
        guard var pair = half else {
            guard let buffer = free.popLast() else { return }
            fit.weave(field: 0, of: picture, to: buffers[buffer])
            half = arrival
            half?.buffer = buffer
            return
        }
        half = nil
        fit.weave(field: 1, of: picture, to: buffers[pair.buffer])
        pair.arrivedAt = arrival.arrivedAt
        pair.handedOverAt = arrival.handedOverAt
        pair.ancillary += arrival.ancillary
        enqueue(pair)
    }

    /// A picture as it is, or each of its fields as one.
    private func split(_ arrival: Waiting, _ picture: UnsafeRawBufferPointer, _ fit: SignalFit) {
        let (parts, period) = (max(fit.fieldCount, 1), fit.rate.period)
        for part in 0..<parts {
            guard let buffer = free.popLast() else { return }
            if fit.fieldCount == 0 {
                buffers[buffer].copyMemory(from: picture)
            } else {
                fit.take(field: part, of: picture, to: buffers[buffer])
            }
            var waiting = arrival
            waiting.buffer = buffer
            waiting.arrivedAt = arrival.arrivedAt + period * Int64(part)
            waiting.handedOverAt = arrival.handedOverAt + period * Int64(part)
            let samples = sound.end - arrival.soundStart
            waiting.soundStart = arrival.soundStart + samples * Int64(part) / Int64(parts)
            if part > 0 {
                waiting.ancillary = []
                waiting.isFirst = false
            }
            enqueue(waiting)
        }
    }

    private func enqueue(_ waiting: Waiting) {
        queue.append(waiting)
        arrivedCount += 1
        synchroniser.arrived()
    }

    /// The packets that are worth passing on.
    private func packets(of arrival: borrowing DeckLinkReceiver.Arrival) -> [UInt8] {
        let area = AncillaryBuffer(capacity: 8_192)
        let before = census.totals.reduce(0, +)
        let unreadable = arrival.forEachPacket { did, sdid, line, words in
            guard census.admits(did: did, sdid: sdid, words: words) else { return }
            area.append(did: did, sdid: sdid, line: line, words: words)
        }
        census.note(.unreadable, count: unreadable)
        census.note(.flood, count: area.overflowCount)
        _ = census.endFrame()
        instruments.defects.add(UInt64(census.totals.reduce(0, +) - before))
        return Array(area.area)
    }
}
