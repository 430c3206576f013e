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
        var soundStart: Int64
        var timecode: UInt32?
        var ancillary: [UInt8]
        var isFirst: Bool
    }

    private let format: VideoFormat
    private let audio: AudioFormat
    private let opener: DeckLinkOpener
    private let instruments: Instruments
    private var receiver: DeckLinkReceiver?
    private var synchroniser = FrameSynchroniser()
    private var sound: SynchronisedSound
    private let buffers: [UnsafeMutableRawBufferPointer]
    private var free: [Int]
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
        format: VideoFormat, audio: AudioFormat, number: Int, registry: MetricsRegistry, log: Logger
    ) {
        self.format = format
        self.audio = audio
        opener = DeckLinkOpener(
            selector, connection: connection, libraryPath: libraryPath, format: format,
            audioChannelCount: audio.channelCount, log: log)
        instruments = Instruments(number: number, registry: registry)
        sound = SynchronisedSound(channels: audio.channelCount)
        buffers = (0..<8).map { _ in
            .allocate(byteCount: format.payloadByteCount, alignment: 128)
        }
        free = Array(buffers.indices)
        queue.reserveCapacity(8)
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    var isLive: Bool { true }
    var signalDescription: String { "\(format) from \(opener.selector)" }

    var trouble: SourceTrouble? {
        if let text = opener.trouble {
            return SourceTrouble(isUnsupported: opener.isConfiguration, detail: text)
        }
        if let detected, !detected.carries(format) {
            return SourceTrouble(
                isUnsupported: true,
                detail: "\(opener.selector) brings \(detected), the channel is \(format): set the "
                    + "source to the channel's format, or put a converter before the card")
        }
        return hasSignal ? nil : SourceTrouble(detail: "\(opener.selector) has no signal")
    }

    func resume(after number: Int64) {}

    func hasFrame() -> Bool {
        takeArrivals()
        return synchroniser.isReady
    }

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
        switch synchroniser.step() {
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
                instruments.drops.add()
            }
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
            if receiver != nil { restart() }
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

    /// Another signal: the card goes on in its format, so that its return is noticed.
    private func change(to mode: DeckLinkMode) {
        guard mode != detected else { return }
        detected = mode
        _ = receiver?.change(to: mode)
        restart()
    }

    private func restart() {
        for waiting in queue { free.append(waiting.buffer) }
        queue.removeAll(keepingCapacity: true)
        if let shown { free.append(shown.buffer) }
        shown = nil
        synchroniser.restart()
        arrivedCount = 0
    }

    private func take(_ arrival: borrowing DeckLinkReceiver.Arrival) {
        hasSignal = arrival.hasSignal
        let channels = receiver?.channelCount ?? audio.channelCount
        let start = sound.append(arrival.sound(channels: channels), from: channels)
        let picture = arrival.picture
        guard arrival.hasSignal, picture.count == format.payloadByteCount,
            arrival.width == format.width, arrival.height == format.height,
            let buffer = free.popLast()
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
                buffer: buffer, soundStart: start, timecode: timecode,
                ancillary: Array(area.area), isFirst: arrivedCount == 0))
        arrivedCount += 1
        synchroniser.arrived()
    }
}
