internal import CDeckLink
internal import Common

/// Scheduled playback on one sub-device, from taking the output to giving it back. Making and closing
/// block and belong to a thread that may; everything between is for the playout thread, and neither
/// blocks, locks nor allocates.
public final class DeckLinkPlayer: @unchecked Sendable {
    // Unchecked: handed from the thread that makes it to the playout thread, and from that to the one
    // that closes it; never used by two at a time.

    /// What the driver answered.
    public enum Answer: Sendable, Hashable {
        case taken
        /// The driver's queue is full, or our frames are all out.
        case full
        /// Refused, by the driver's code.
        case refused(Int32)
    }

    /// Something the driver says.
    public enum Event: Sendable, Hashable {
        public enum Result: Sendable, Hashable { case shown, late, dropped, flushed }
        case completed(token: Int64, Result)
        case stopped
    }

    /// How the reference stands.
    public enum Reference: Sendable, Hashable { case locked, unlocked, notSupported }

    /// The card it plays on.
    public let card: DeckLinkCard
    /// The mode found for the signal.
    public let mode: DeckLinkMode
    /// Interleaved channels `scheduleAudio` takes: 0, 2, 8 or 16.
    public let channelCount: Int
    /// Whether packets given to `schedule` go out.
    public let carriesPackets: Bool
    /// Whether it starts when another output of its group does.
    public let startsTogether: Bool
    private let output: OpaquePointer
    private let packets: UnsafeMutablePointer<cdl_packet>
    private var isClosed = false
    private let owner = OwnerThread("a DeckLink output")

    /// Checks mode, format, keying and sound, sets the card up and takes its output. Blocks for up to a
    /// second. Throws the one thing that is wrong, with its remedy.
    public init(_ card: DeckLinkCard, _ signal: DeckLinkSignal) throws(DeckLinkError) {
        if let objection = card.objection(toPlaying: true) { throw objection }
        var result: Int32 = 0
        guard let output = cdl_output_open(card.driver.library, card.handle, &result) else {
            throw .unknownGeneration(device: card.name, version: card.driver.version)
        }
        do {
            let mode = try Self.mode(of: output, card, signal)
            try Self.check(card, signal)
            Self.configure(card, signal)
            let needsV210 = card.packetsNeedV210 && signal.video.pixelFormat != .v210
            carriesPackets = card.driver.hasPackets && !needsV210
            try Self.enable(output, card, signal, mode, carriesPackets: carriesPackets)
            self.mode = mode
        } catch {
            _ = cdl_output_close(output, 0)
            throw error
        }
        self.card = card
        self.output = output
        channelCount = signal.wireChannelCount
        startsTogether = signal.playbackGroup != nil && card.startsTogether
        // Last: what is thrown before leaves nothing behind.
        packets = .allocate(capacity: Int(CDL_PACKETS_MAX))
        packets.initialize(repeating: cdl_packet(), count: Int(CDL_PACKETS_MAX))
    }

    deinit {
        // Nobody else can call any more.
        handOver()
        close()
        packets.deallocate()
    }

    // MARK: The playout thread

    /// Readable while an event may wait.
    public var descriptor: Int32 { cdl_output_descriptor(output) }

    /// Queues a picture that stays as it is until its completion. `time` is in units of the mode's
    /// scale; `packets` as `AncillaryArea` writes them.
    public func schedule(
        token: Int64, _ picture: UnsafeRawPointer, time: Int64, timecode: DeckLinkTimecode?,
        packets area: UnsafeRawBufferPointer
    ) -> Answer {
        owner.check()
        var frame = cdl_frame()
        frame.token = token
        frame.bytes = picture
        frame.time = time
        frame.duration = mode.duration
        if let timecode {
            frame.has_timecode = true
            frame.hours = timecode.hours
            frame.minutes = timecode.minutes
            frame.seconds = timecode.seconds
            frame.frames = timecode.frames
            frame.is_drop_frame = timecode.isDropFrame
            frame.is_field_mark = timecode.isSecondOfPair
        }
        if carriesPackets { frame.packet_count = UInt8(split(area)) }
        frame.packets = UnsafePointer(packets)
        return answer(cdl_output_schedule(output, &frame))
    }

    /// Queues interleaved sound of `channelCount` channels at `time` in samples; says how many samples
    /// (of each channel) were taken.
    public func scheduleAudio(_ samples: UnsafeBufferPointer<Int32>, time: Int64) -> Int {
        owner.check()
        guard channelCount > 0, let base = samples.baseAddress else { return 0 }
        var written: UInt32 = 0
        let count = UInt32(samples.count / channelCount)
        let result = cdl_output_schedule_audio(output, base, count, time, &written)
        return result >= 0 ? Int(written) : 0
    }

    /// The clock runs from here: time 0 is shown next.
    public func start() -> Answer {
        owner.check()
        return answer(cdl_output_start(output, 0))
    }

    /// Another output of the group was started, and this one with it.
    public func noteStarted() {
        owner.check()
        cdl_output_note_started(output)
    }

    /// Asks for an end at once; what is queued comes back as flushed.
    public func requestStop() -> Answer {
        owner.check()
        return answer(cdl_output_stop(output))
    }

    /// The stream's time in units of the mode's scale; nil while nothing plays.
    public var streamTime: Int64? {
        owner.check()
        var time: Int64 = 0
        return cdl_output_time(output, &time) >= 0 ? time : nil
    }

    /// The next event, or nil.
    public func next() -> Event? {
        owner.check()
        var event = cdl_event()
        guard cdl_output_next(output, &event) else { return nil }
        if Int(event.kind) == CDL_EVENT_STOPPED { return .stopped }
        switch Int(event.result) {
        case CDL_SHOWN: return .completed(token: event.token, .shown)
        case CDL_LATE: return .completed(token: event.token, .late)
        case CDL_DROPPED: return .completed(token: event.token, .dropped)
        default: return .completed(token: event.token, .flushed)
        }
    }

    /// How the reference stands.
    public var reference: Reference {
        owner.check()
        var status: UInt32 = 0
        guard cdl_output_reference(output, &status) >= 0 else { return .notSupported }
        if status & 2 != 0 { return .locked }
        return status & 1 != 0 ? .notSupported : .unlocked
    }

    /// The playout thread is done with it: whoever gets it now closes it.
    public func handOver() { owner.handOver() }

    // MARK: The thread that may block

    /// Stops, waits for the driver to say so (half a second at most) and gives the output back. Nothing
    /// is read from pictures afterwards. False when the driver did not say so.
    @discardableResult
    public func close() -> Bool {
        guard !isClosed else { return true }
        owner.check()
        isClosed = true
        return cdl_output_close(output, 500)
    }

    private func answer(_ result: Int32) -> Answer {
        if result >= 0 { return .taken }
        return result == CDL_E_OUTOFMEMORY ? .full : .refused(result)
    }

    /// Cuts an ancillary area into packets; malformed rests are left out.
    private func split(_ area: UnsafeRawBufferPointer) -> Int {
        var count = 0
        var at = 0
        while count < Int(CDL_PACKETS_MAX), at + 5 <= area.count, let base = area.baseAddress {
            let words = Int(area[at + 4])
            guard at + 5 + words <= area.count else { break }
            packets[count] = cdl_packet(
                did: area[at], sdid: area[at + 1], stream: 0, count: UInt8(words),
                line: UInt32(area[at + 2]) << 8 | UInt32(area[at + 3]),
                words: (base + at + 5).assumingMemoryBound(to: UInt8.self))
            count += 1
            at += 5 + words
        }
        return count
    }
}

// Taking an output.
extension DeckLinkPlayer {
    static func mode(
        of output: OpaquePointer, _ card: DeckLinkCard, _ signal: DeckLinkSignal
    ) throws(DeckLinkError) -> DeckLinkMode {
        let modes = DeckLinkCard.modes { cdl_output_modes(output, $0, $1) }
        let pixels = signal.video.pixelFormat
        let connection = signal.settings.connection.bit
        func isSupported(_ mode: DeckLinkMode, flags: UInt32) -> Bool {
            guard let code = pixels.deckLinkCode else { return false }
            var isSupported = false
            let result = cdl_output_supports(
                output, connection, mode.code, code, flags, &isSupported)
            return result >= 0 && isSupported
        }
        guard
            let mode = modes.first(where: { $0.carries(signal.video) && isSupported($0, flags: 0) })
        else {
            throw .modeNotSupported(
                device: card.name, format: "\(signal.video)", pixels: pixels.rawValue)
        }
        guard signal.settings.keyer != .off else { return mode }
        guard pixels.hasAlpha else { throw .keyingNeedsAlpha(device: card.name) }
        let hasKeyer =
            signal.settings.keyer == .internal ? card.keysInternally : card.keysExternally
        guard hasKeyer, isSupported(mode, flags: 1) else {
            throw .keyingNotSupported(
                device: card.name, keyer: signal.settings.keyer.rawValue)
        }
        return mode
    }

    static func check(
        _ card: DeckLinkCard, _ signal: DeckLinkSignal
    ) throws(DeckLinkError) {
        guard signal.wireChannelCount <= card.maximumAudioChannels else {
            throw .tooManyChannels(
                device: card.name, wanted: signal.audioChannelCount,
                maximum: card.maximumAudioChannels)
        }
        guard signal.scheduledDepth >= card.minimumPreroll else {
            throw .prerollTooShort(
                device: card.name, depth: signal.scheduledDepth, minimum: card.minimumPreroll)
        }
    }

    /// Before the output is taken. A card that does not know a setting goes on without it.
    private static func configure(_ card: DeckLinkCard, _ signal: DeckLinkSignal) {
        let settings = signal.settings
        if settings.connection != .auto {
            cdl_set_int(card.handle, Identifier.outputConnection, Int64(settings.connection.bit))
        }
        cdl_set_flag(card.handle, Identifier.levelAOutput, settings.isLevelA)
        cdl_set_flag(card.handle, Identifier.segmentedOutput, settings.isSegmented)
        if card.hasReference {
            cdl_set_int(card.handle, Identifier.referenceOffset, Int64(settings.referenceOffset))
        }
        if let group = signal.playbackGroup, card.startsTogether {
            cdl_set_int(card.handle, Identifier.playbackGroup, Int64(group))
        }
        guard card.hasIdleChoice else { return }
        let idle = Int64(
            settings.idlesOnLastFrame ? Identifier.idleLastFrame : Identifier.idleBlack)
        var present: Int64 = 0
        let isSet = cdl_get_int(card.handle, Identifier.idleOperation, &present) && present == idle
        // Written to the preferences, so that it holds when this process is gone.
        if !isSet, cdl_set_int(card.handle, Identifier.idleOperation, idle) >= 0 {
            cdl_write_preferences(card.handle)
        }
    }

    private static func enable(
        _ output: OpaquePointer, _ card: DeckLinkCard, _ signal: DeckLinkSignal,
        _ mode: DeckLinkMode, carriesPackets: Bool
    ) throws(DeckLinkError) {
        let pixels = signal.video.pixelFormat
        guard let code = pixels.deckLinkCode else {
            throw .modeNotSupported(
                device: card.name, format: "\(signal.video)", pixels: pixels.rawValue)
        }
        let hasTimecode = signal.settings.timecode != .off
        var wanted = cdl_signal()
        wanted.mode = mode.code
        let isGrouped = signal.playbackGroup != nil && card.startsTogether
        wanted.flags = (carriesPackets ? 1 : 0) | (hasTimecode ? 4 : 0) | (isGrouped ? 0x40 : 0)
        wanted.pixel_format = code
        wanted.width = Int32(signal.video.width)
        wanted.height = Int32(signal.video.height)
        wanted.row_bytes = Int32(signal.video.strideBytes)
        wanted.scale = mode.scale
        wanted.audio_channels = UInt32(signal.wireChannelCount)
        let result = cdl_output_enable(output, &wanted)
        if result == CDL_E_ACCESSDENIED {
            throw .busy(device: card.name, isHalfDuplex: card.duplex == .half)
        }
        guard result >= 0 else {
            throw .refused(device: card.name, call: "the output", code: result)
        }
        guard signal.settings.keyer != .off else { return }
        let keyed = cdl_output_key(output, signal.settings.keyer == .external)
        guard keyed >= 0 else {
            throw .keyingNotSupported(device: card.name, keyer: signal.settings.keyer.rawValue)
        }
    }
}
