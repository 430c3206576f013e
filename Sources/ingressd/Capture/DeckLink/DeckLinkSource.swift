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
        var arrivedAt: MonotonicInstant
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
    /// What the buffers hold: the signal's size at the channel's rate.
    private var pictureFormat: VideoFormat
    private var queue: [Waiting] = []
    private var shown: Waiting?
    private var isDiscontinuous = true
    private var hasSignal = false
    private var detected: DeckLinkMode?
    private var arrivedCount: Int64 = 0
    private var nextNumber: Int64 = 0

    /// What is counted at this input.
    struct Instruments {
        let repeats: Counter
        let drops: Counter

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
        let rate = format.rate
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
        if let detected, fitted(detected) == nil {
            return SourceTrouble(
                isUnsupported: true,
                detail: "\(opener.selector) brings \(detected), the channel is \(format): set the "
                    + "source to a progressive format, or put a converter before the card")
        }
        return hasSignal ? nil : SourceTrouble(detail: "\(opener.selector) has no signal")
    }

    func resume(after number: Int64) {}

    func hasFrame() -> Bool {
        takeArrivals()
        return synchroniser.isReady
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
        let age = queue.first.map { time.now() - $0.arrivedAt } ?? .zero
        switch synchroniser.step(age: age) {
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
        restart()
        guard let wanted = fitted(mode) else { return }
        sound.tolerance = tolerance(for: mode.rate)
        guard wanted != pictureFormat else { return }
        pictureFormat = wanted
        makeBuffers()
    }

    /// What pictures of `mode` are to the renderer, which scales them: the channel's own format, or
    /// another size at the channel's rate. Nil where they are woven of fields and the channel's are
    /// not, or the reverse.
    private func fitted(_ mode: DeckLinkMode) -> VideoFormat? {
        if mode.carries(format) { return format }
        guard mode.scan == .progressive, format.scan == .progressive else { return nil }
        return VideoFormat(
            width: mode.width, height: mode.height, rate: format.rate,
            pixelFormat: format.pixelFormat,
            matrix: mode.height <= 576 && mode.width <= 720 ? .bt601 : .bt709)
    }

    /// A millisecond where one picture is one slot; else what the longer of the two takes.
    private func tolerance(for rate: FrameRate) -> Int64 {
        let isSame =
            rate.numerator * format.rate.denominator == format.rate.numerator * rate.denominator
        guard !isSame else { return 48 }
        return 48
            + Int64(
                max(
                    AudioFormat.maximumSampleCount(rate: rate),
                    AudioFormat.maximumSampleCount(rate: format.rate)))
    }

    /// The card was taken, in the channel's format.
    private func begin() {
        restart()
        detected = nil
        sound.tolerance = 48
        guard pictureFormat != format else { return }
        pictureFormat = format
        makeBuffers()
    }

    private func restart() {
        for waiting in queue { free.append(waiting.buffer) }
        queue.removeAll(keepingCapacity: true)
        if let shown { free.append(shown.buffer) }
        shown = nil
        synchroniser.restart()
        arrivedCount = 0
    }

    /// The first picture sets the delay for good: one that has waited for its slot would make all that
    /// follow wait as long. The next one comes within a frame.
    private func isStale(_ arrival: borrowing DeckLinkReceiver.Arrival) -> Bool {
        let limit = Nanoseconds(format.rate.period.count / 4)
        return synchroniser.isBeginning && time.now() - arrival.arrivedAt > limit
    }

    private func take(_ arrival: borrowing DeckLinkReceiver.Arrival) {
        hasSignal = arrival.hasSignal
        let channels = receiver?.channelCount ?? audio.channelCount
        let start = sound.append(arrival.sound(channels: channels), from: channels)
        let picture = arrival.picture
        guard arrival.hasSignal, picture.count == pictureFormat.payloadByteCount,
            arrival.width == pictureFormat.width, arrival.height == pictureFormat.height,
            !isStale(arrival), let buffer = free.popLast()
        else { return }
        buffers[buffer].copyMemory(from: picture)
        let area = AncillaryBuffer(capacity: 4_096)
        arrival.forEachPacket { did, sdid, line, words in
            area.append(did: did, sdid: sdid, line: line, words: words)
        }
        let timecode = arrival.timecode.map {
            Timecode(
                hours: $0.hours, minutes: $0.minutes, seconds: $0.seconds, frames: $0.frames,
                isDropFrame: $0.isDropFrame
            ).packed
        }
        queue.append(
            Waiting(
                buffer: buffer, arrivedAt: arrival.arrivedAt, soundStart: start, timecode: timecode,
                ancillary: Array(area.area), isFirst: arrivedCount == 0))
        arrivedCount += 1
        synchroniser.arrived()
    }
}
