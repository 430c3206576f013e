internal import Common

/// What is on show, and where it is recorded. Owned by the card thread; allocates only the small
/// pieces that leave it (a frame's sound, and pooled pictures until the pool is full).
struct CardDisplay {
    private let format: VideoFormat
    private let audio: AudioFormat
    private let pool: FramePool
    private let sinks: [Sink]
    private(set) var window: RecordingWindow
    /// The picture on show.
    private(set) var picture: PooledFrame
    /// What the picture on show is; nil before the first.
    private var shown: CardSchedule?
    /// What to add to a tick number to get the index sound is counted by.
    private var indexOffset: Int64 = 0
    private var hasFinished = false

    init(
        format: VideoFormat, audio: AudioFormat, sinks: [Sink], window: RecordingWindow
    ) throws(VirtualCardError) {
        self.format = format
        self.audio = audio
        self.sinks = sinks
        self.window = window
        let perSink =
            Sink.queueCapacity(pictureByteCount: format.payloadByteCount)
            + SinkWriter.retainedCount + 1
        pool = FramePool(
            byteCount: format.payloadByteCount,
            capacity: 3 + sinks.count * perSink
                + MonitorOutput.pictureCountMax(pictureByteCount: format.payloadByteCount) + 1)
        guard let black = pool.take() else { preconditionFailure("a new pool is not empty") }
        BlackPicture.fill(black.writable, format: format)
        picture = black
    }

    /// Copies a slot's picture out of playout's memory; false when that is gone or too short.
    mutating func show(_ slot: QueuedSlot<PendingPicture>) -> Bool {
        guard let frame = pool.take(),
            slot.picture.mapping.copy(offset: slot.picture.offset, to: frame.writable)
        else { return false }
        picture = frame
        shown = slot.schedule
        return true
    }

    /// Records what is on show at this tick, with the sound of the slot or silence.
    mutating func record(
        tick: Int64, instant: MonotonicInstant, decision: CardQueue<PendingPicture>.Tick,
        result: CardResult?
    ) -> TickRecord {
        if let index = decision.index { indexOffset = index - tick }
        let isFresh = result == .completed
        let source = decision.own.flatMap { SlotSource(rawValue: UInt32($0.schedule.source)) }
        let isProgramme = isFresh && (source == .programA || source == .programB)
        let position = window.take(isProgramme: isProgramme)
        var sampleCount = 0
        if let position {
            let wanted = AudioFormat.sampleCount(
                at: FrameIndex(tick + indexOffset), rate: format.rate)
            var sound = isFresh ? decision.own?.picture.audio ?? [] : []
            sampleCount = sound.count / audio.bytesPerSampleFrame
            let byteCount = wanted * audio.bytesPerSampleFrame
            if sound.count > byteCount { sound.removeLast(sound.count - byteCount) }
            if sound.count < byteCount {
                sound += [UInt8](repeating: 0, count: byteCount - sound.count)
            }
            let frame = SinkFrame(position: position, picture: picture, audio: sound)
            for sink in sinks { sink.offer(frame) }
            if window.isComplete { finish() }
        } else if isFresh {
            sampleCount = (decision.own?.picture.audio.count ?? 0) / audio.bytesPerSampleFrame
        }
        func known(_ value: Int64?) -> Int64? { value.flatMap { $0 < 0 ? nil : $0 } }
        return TickRecord(
            tick: tick, instantNanoseconds: instant.nanoseconds, index: decision.index,
            source: source, result: result, isHeld: !isFresh,
            displayedIndex: known(shown?.displayedIndex), inputIndex: known(shown?.inputIndex),
            inputFrameNumber: known(shown?.inputFrameNumber),
            snapshotVersion: shown?.snapshotVersion ?? 0, recordedFrame: position,
            audioSampleCount: sampleCount)
    }

    /// Lets the sinks complete what they have. Any number of times.
    mutating func finish() {
        guard !hasFinished else { return }
        hasFinished = true
        for sink in sinks { sink.finish() }
    }
}
