internal import Common
internal import Frames
internal import Logging

/// A file or a stream as an input, through supervised ffmpeg children. Owned by the input's thread.
///
/// A looped file has its next run standing by, decoded as far as the pipes hold, so that the loop
/// has no seam; each run numbers its pictures from 0, as the file has them. A run that ends too
/// early is started again where it stopped, at once the first time and then with growing pauses.
final class MediaSource: CaptureSource {
    private let source: InputSource
    private let loops: Bool
    private let format: VideoFormat
    private let audio: AudioFormat
    private let number: Int
    private let environment: [String: String]
    private let time: any TimeSource
    private let log: Logger
    private let restarts: Counter
    private let dropped: Counter

    private var current: Playback?
    private var standby: Playback?
    private let facts = FactsCache()
    private var startsAgainAt: MonotonicInstant
    private var failuresInARow = 0
    /// Where the next run begins; 0 unless one has been cut short.
    private var resumeNumber: Int64 = 0
    private var isAtEnd = false
    private var isDiscontinuous = true
    /// A stream without sound ends ffmpeg; it is then asked for the picture alone.
    private var streamHasSound = true
    private var countedDrops: UInt64 = 0
    private var writtenInRun: Int64 = 0
    private(set) var trouble: SourceTrouble?

    private let pool: PoolMeter
    /// The one on air, its successor, and two that are on their way out.
    static let decoderLimit = 4
    /// Memory for pictures that wait.
    static let byteCountMax = 64 << 20

    init(
        _ input: Configuration.Input, format: VideoFormat, audio: AudioFormat,
        environment: [String: String], registry: MetricsRegistry, time: any TimeSource,
        log: Logger
    ) {
        source = input.source
        loops = input.loops
        number = input.number
        self.format = format
        self.audio = audio
        self.environment = environment
        self.time = time
        self.log = log
        startsAgainAt = time.now()
        pool = PoolMeter(
            .decoders, limit: Self.decoderLimit, number: input.number, registry: registry)
        let label = [("input", "\(input.number)")]
        restarts = registry.counter(
            "capture_decoder_restarts_total", help: "Decoders started again after a failure.",
            labels: label)
        dropped = registry.counter(
            "capture_dropped_frames_total",
            help: "Decoded frames dropped because they came faster than slots, or too late.",
            labels: label)
    }

    var isLive: Bool { if case .url = source { true } else { false } }
    var signalDescription: String { "\(format) from \(source)" }
    /// The children's process ids, for tests.
    var processIDs: [Int32] { [current, standby].compactMap { $0?.processID } }

    func resume(after number: Int64) {
        guard !isLive else { return }
        resumeNumber = number + 1
        isDiscontinuous = false
    }

    func hasFrame() -> Bool {
        advance()
        guard let current else { return false }
        let most = AudioFormat.maximumSampleCount(rate: format.rate)
        return current.withState { $0.isReady(sampleCount: most) }
    }

    func write(
        index: FrameIndex, picture: UnsafeMutableRawBufferPointer,
        sound: UnsafeMutableRawBufferPointer
    ) -> CapturedFrame {
        let count = AudioFormat.sampleCount(at: index, rate: format.rate)
        guard let current,
            let (number, buffer) = current.withState({ $0.takePicture() })
        else { preconditionFailure("asked for a frame that is not there") }
        picture.copyMemory(from: UnsafeRawBufferPointer(buffer.bytes))
        let isSilent = current.withState { state in
            state.give(back: buffer)
            return state.takeSound(sampleCount: count, into: sound)
        }
        var flags: FrameFlags = isSilent ? .silent : []
        if isDiscontinuous { flags.insert(.discontinuity) }
        isDiscontinuous = false
        trouble = nil
        // A run that has lived for a second is no failure of the medium.
        writtenInRun += 1
        if writtenInRun == Int64(format.rate.framesPerSecond) { failuresInARow = 0 }
        return CapturedFrame(number: number, flags: flags, audioSampleCount: count)
    }

    func skip(from index: FrameIndex, count: Int) {
        isDiscontinuous = true
        for offset in 0..<min(count, 1_000) {
            advance()
            guard let current else { return }
            let samples = AudioFormat.sampleCount(at: index + offset, rate: format.rate)
            current.withState { $0.skip(sampleCount: samples) }
        }
    }

    func stop() {
        current?.stop()
        standby?.stop()
        current = nil
        standby = nil
    }

    // MARK: Runs

    /// Moves on to the next run where this one is over, and starts what is due.
    private func advance() {
        countDrops()
        if let playback = current, playback.withState({ $0.isOver }) {
            finish(playback)
        }
        if current == nil, !isAtEnd, time.now() >= startsAgainAt {
            if resumeNumber > 0 {
                current = open(from: resumeNumber)
            } else {
                current = standby ?? open(from: 0)
                standby = nil
                isDiscontinuous = true
            }
            resumeNumber = 0
            countedDrops = 0
            writtenInRun = 0
        }
        if standby == nil, loops, !isLive, failuresInARow == 0, let current,
            current.withState({ $0.nextNumber > 0 }), writtenInRun > 0
        {
            standby = open(from: 0)
        }
    }

    private func finish(_ playback: Playback) {
        let failure = playback.withState { $0.failure }
        current = nil
        if failure == nil {
            if !isLive {
                isAtEnd = !loops
                if isAtEnd {
                    trouble = SourceTrouble(detail: "\(source) has ended; it does not loop")
                }
                return
            }
            return fail(MediaFailure("\(source) has ended"))
        }
        guard let failure else { return }
        fail(failure)
        // Where it stopped twice in a row, something may be wrong with the place.
        guard !isLive, failuresInARow <= 2 else { return }
        resumeNumber = playback.withState { $0.nextNumber }
    }

    private func fail(_ failure: MediaFailure) {
        if isLive, failure.detail.contains("matches no streams"), streamHasSound {
            streamHasSound = false
            return
        }
        facts.forget()
        failuresInARow += 1
        let pause = failuresInARow == 1 ? 0 : min(100 << min(failuresInARow - 2, 6), 5_000)
        startsAgainAt = time.now() + .milliseconds(Int64(pause))
        restarts.add()
        trouble = SourceTrouble(
            isUnsupported: failure.isUnsupported, detail: "\(source): \(failure.detail)")
        if failuresInARow <= 3 || failuresInARow.isMultiple(of: 20) {
            log.error(
                "decoder ended; it is started again",
                metadata: [
                    "input": "\(number)", "source": "\(source)", "reason": "\(failure.detail)",
                    "failures": "\(failuresInARow)", "pause_ms": "\(pause)",
                ])
        }
    }

    private func open(from first: Int64) -> Playback {
        let options = Playback.Options(
            environment: environment, firstNumber: first,
            pictureByteCount: format.payloadByteCount,
            bytesPerSampleFrame: audio.bytesPerSampleFrame,
            samplesPerSlot: AudioFormat.maximumSampleCount(rate: format.rate),
            capacity: min(max(Self.byteCountMax / format.payloadByteCount, 4), 24),
            isLive: isLive)
        let (source, format, audio) = (source, format, audio)
        let (facts, environment, streamHasSound) = (facts, environment, streamHasSound)
        return Playback(options, number: number, pool: pool) {
            switch source {
            case .bars, .lineUp, .decklink: .failure(MediaFailure("\(source) needs no decoder"))
            case .url(let url):
                .success(
                    Playback.Command(
                        arguments: DecoderCommand.stream(
                            url, hasSound: streamHasSound, format: format, audio: audio),
                        hasSound: streamHasSound))
            case .file(let path):
                facts.facts(of: path, environment: environment).map { known in
                    Playback.Command(
                        arguments: DecoderCommand.file(
                            path, from: first, facts: known, format: format, audio: audio),
                        hasSound: known.hasSound)
                }
            }
        }
    }

    private func countDrops() {
        guard let current else { return }
        let now = current.withState { $0.droppedCount }
        if now > countedDrops { dropped.add(now - countedDrops) }
        countedDrops = now
    }
}
