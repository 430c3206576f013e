import Ancillary
import Common
import Frames
import Glibc

/// The ancillary packets and the timecode of each slot, taken from the input at the picture's delay and
/// past the renderer. Owned by the playout thread.
///
/// Packets belong to a moment, not to a picture: a repeated picture never repeats them. Messages that
/// must arrive once (SCTE-104) are kept until their slot was shown; caption counters are written anew;
/// timecode, payload identifiers and what lies in the horizontal interval are the output's own and are
/// not passed on.
final class AncillarySource {
    private let buffer = AncillaryBuffer(capacity: 8_192)
    private let delay: Int
    private let defaultFormat: ActiveFormat?
    private let defaultWords: [UInt8]
    /// The payload identifier and its lines; none where the card sees to it, or no serial interface
    /// carries the format.
    private let identifier: (words: [UInt8], lines: [UInt16])
    private let zone: Nanoseconds
    private let time: any TimeSource
    private var counters = CaptionCounters()
    private(set) var messages = SpliceMessages()
    private var timecodes: TimecodeSource
    private var lastIndex: FrameIndex?
    /// Inputs this far back are looked at for messages of slots that were never scheduled.
    private static let lookBack = 64

    /// Reads the time zone; makes nothing but memory.
    init(
        delay: Int, settings: DeckLinkOutputSettings, video: VideoFormat,
        time: any TimeSource = SystemTimeSource()
    ) {
        self.delay = delay
        self.time = time
        let isWide = video.width * 3 > video.height * 4
        defaultFormat = settings.afd.map { ActiveFormat(code: $0, isWide: isWide) }
        defaultWords = defaultFormat?.packet().words ?? []
        let payload =
            settings.sendsPayloadIdentifier
            ? PayloadIdentifier(
                video, isLevelA: settings.isLevelA, isSegmented: settings.isSegmented) : nil
        identifier = (
            payload?.words ?? [], payload.map { _ in PayloadIdentifier.lines(video) } ?? []
        )
        timecodes = TimecodeSource(
            TimecodeSource.Policy(rawValue: settings.timecode.rawValue) ?? .off, rate: video.rate)
        var seconds = time_t(time.wallNanoseconds() / 1_000_000_000)
        var local = tm()
        localtime_r(&seconds, &local)
        zone = .seconds(Int64(local.tm_gmtoff))
    }

    /// The packets made last.
    var area: UnsafeRawBufferPointer { buffer.area }
    /// Packets without room.
    var overflowCount: Int { buffer.overflowCount }
    /// Caption packets whose shape was wrong.
    var malformedCount: Int { counters.malformedCount }

    /// Gathers the packets of slot `index`, on air at `onAir`; returns its timecode. `input` gives the
    /// frame of an input index.
    func make(
        _ index: FrameIndex, onAir: MonotonicInstant, at now: MonotonicInstant,
        input: (FrameIndex) -> FrameView?
    ) -> Timecode? {
        buffer.removeAll()
        takeMissedMessages(before: index, input)
        lastIndex = index
        for line in identifier.lines { append(0x41, 0x01, line, identifier.words) }
        let frame = input(index - delay)
        if let frame { takeMessages(frame) }
        // Before what may fill the room.
        messages.send(in: index.value, to: buffer)
        let hasFormat = frame.map { copy($0) } ?? false
        if !hasFormat, !defaultWords.isEmpty { append(0x41, 0x05, 11, defaultWords) }
        let day = Nanoseconds.seconds(86_400).count
        let wall = time.wallNanoseconds() + (onAir - now).count + zone.count
        return timecodes.timecode(
            of: index, timeOfDay: Nanoseconds(((wall % day) + day) % day),
            input: frame?.metadata.timecode.flatMap { Timecode(packed: $0) })
    }

    private func append(_ did: UInt8, _ sdid: UInt8, _ line: UInt16, _ words: [UInt8]) {
        _ = words.withUnsafeBytes { buffer.append(did: did, sdid: sdid, line: line, words: $0) }
    }

    /// The device did not take the slot; it will be made again.
    func takeBack(_ index: FrameIndex) {
        messages.takeBack(from: index.value)
        lastIndex = index - 1
    }

    /// What became of a slot; `hadBegun` says whether its time had come by then. A slot that was thrown
    /// out after it had begun may have been on the wire when the device went: its messages are not sent
    /// again, since twice is worse than once perhaps.
    func settle(_ index: FrameIndex, _ result: SlotResult, hadBegun: Bool) {
        guard messages.pendingCount > 0 else { return }
        let wasShown =
            result == .completed || result == .late || (result == .flushed && hadBegun)
        messages.settle(index.value, wasShown: wasShown)
    }

    /// Slots that passed unscheduled had input, too.
    private func takeMissedMessages(
        before index: FrameIndex, _ input: (FrameIndex) -> FrameView?
    ) {
        guard let lastIndex, lastIndex < index - 1 else { return }
        var missed = max(lastIndex + 1, index - Self.lookBack)
        while missed < index {
            if let frame = input(missed - delay) { takeMessages(frame) }
            missed = missed + 1
        }
    }

    private func takeMessages(_ frame: FrameView) {
        AncillaryArea.forEach(frame.ancillary) { entry in
            if entry.kind == .scte104 { messages.take(line: entry.line, words: entry.words) }
        }
    }

    /// Copies what is passed on; says whether a format description was among it.
    private func copy(_ frame: FrameView) -> Bool {
        var hasFormat = false
        AncillaryArea.forEach(frame.ancillary) { entry in
            switch entry.kind {
            case .scte104, .horizontal, .payloadIdentifier, .timecode: return
            case .afd: hasFormat = true
            case .captionDistribution, .op47, .op47Multipacket, .cea608, .other: break
            }
            guard
                let words = buffer.append(
                    did: entry.did, sdid: entry.sdid, line: entry.line, words: entry.words)
            else { return }
            switch entry.kind {
            case .captionDistribution: counters.renumberCaptions(words)
            case .op47: counters.renumberSubtitles(words)
            default: break
            }
        }
        return hasFormat
    }
}
