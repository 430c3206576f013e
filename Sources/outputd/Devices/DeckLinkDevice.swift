import Ancillary
public import Common
import DeckLink
import Playout

/// A DeckLink card as an output device. Owned by the playout thread, which makes every call; what may
/// block is done by `DeckLinkControl`.
///
/// Slots are scheduled at exact multiples of the mode's frame duration, counted from the first slot
/// after an attachment. Where the card is, its stream time says: by it each completion's tick is dated,
/// and once the whole queue has gone by without new frames, missed ticks are told too,
/// which the driver itself never does. A card whose stream time stands still is lost.
public final class DeckLinkDevice: OutputDevice {
    private let control: DeckLinkControl
    private let settings: DeckLinkOutputSettings
    private let scheduledDepth: Int
    private let carriesSound: Bool
    private let playbackGroup: Int?
    private let time: any TimeSource
    /// The output, while it is ours.
    private var player: DeckLinkPlayer?
    private var signal: DeviceSignal?
    /// The slot of stream time 0; nil before the first.
    private var origin: FrameIndex?
    private var newestScheduled: FrameIndex?
    private var newestTold: FrameIndex?
    private var isStarted = false
    private var isStopping = false
    /// Sound with the card's number of channels.
    private var widened: UnsafeMutableBufferPointer<Int32>?
    private var reference = ReferenceWatch(patience: .zero)
    private var progress = ProgressWatch()

    /// Samples the card did not take in time.
    public private(set) var refusedSampleCount: Int64 = 0

    /// A device that looks for `selector` whenever asked to connect. An empty library path is the
    /// system's. `onFirstTake` is called once, by a thread that may block, before the output is first
    /// taken.
    public init(
        _ selector: DeckLinkSelector, settings: DeckLinkOutputSettings, libraryPath: String,
        scheduledDepth: Int, carriesSound: Bool = true, playbackGroup: Int? = nil,
        trouble: DeviceTrouble = DeviceTrouble(), time: any TimeSource = SystemTimeSource(),
        onFirstTake: @escaping @Sendable () -> Void = {}
    ) {
        control = DeckLinkControl(
            selector, libraryPath: libraryPath, trouble: trouble, onFirstTake: onFirstTake)
        self.carriesSound = carriesSound
        self.playbackGroup = playbackGroup
        self.settings = settings
        self.scheduledDepth = scheduledDepth
        self.time = time
    }

    deinit {
        if let player { control.close(player) }
        control.end()
        widened?.deallocate()
    }

    public var trouble: DeviceTrouble { control.trouble }
    public var descriptor: Int32 { player?.descriptor ?? -1 }

    public func connect(_ signal: DeviceSignal) -> Bool {
        self.signal = signal
        return control.open(
            DeckLinkSignal(
                video: signal.video,
                audioChannelCount: carriesSound ? signal.audio.channelCount : 0,
                scheduledDepth: scheduledDepth, settings: settings, playbackGroup: playbackGroup))
    }

    public func schedule(
        _ slot: borrowing DeviceSlot, audio: UnsafeRawBufferPointer
    ) -> DeviceSend {
        guard let player, let signal, let picture = slot.picture else { return .lost }
        let index = slot.index
        let origin = origin ?? index
        self.origin = origin
        let distance = index - origin
        let answer = player.schedule(
            token: index.value, picture, time: Int64(distance) * player.mode.duration,
            timecode: slot.timecode.map(Self.wire), packets: slot.ancillary)
        switch answer {
        case .taken: break
        case .full: return .busy
        case .refused: return .lost
        }
        newestScheduled = index
        let rate = signal.video.rate
        let start =
            AudioFormat.samplesBefore(index, rate: rate)
            - AudioFormat.samplesBefore(origin, rate: rate)
        if player.channelCount > 0 {
            let samples = widen(audio, from: signal.audio.channelCount, to: player.channelCount)
            let count = samples.count / player.channelCount
            refusedSampleCount += Int64(count - player.scheduleAudio(samples, time: start))
        }
        return .sent
    }

    public func start(at index: FrameIndex) -> DeviceSend {
        guard let player, index == origin else { return .lost }
        guard player.start() == .taken else { return .lost }
        noteStarted()
        return .sent
    }

    /// Whether another device of its group starts it.
    var startsTogether: Bool { player?.startsTogether ?? false }

    /// Another device of its group was started.
    func startedWithGroup() {
        player?.noteStarted()
        noteStarted()
    }

    private func noteStarted() {
        isStarted = true
        let now = time.now()
        reference = ReferenceWatch(patience: settings.referenceWait, startedAt: now)
        progress = ProgressWatch(startedAt: now)
    }

    public func stop() -> DeviceSend {
        isStopping = true
        guard let player, isStarted else { return .lost }
        return player.requestStop() == .taken ? .sent : .lost
    }

    public func disconnect() {
        guard let player else { return }
        forget()
        // At an orderly end nothing waits any more, and the card must be left as it should be.
        if isStopping { player.close() } else { control.close(player) }
    }

    private func forget() {
        player = nil
        origin = nil
        newestScheduled = nil
        newestTold = nil
        isStarted = false
    }

    public func receive() -> DeviceEvent? {
        guard let player else { return receiveOutcome() }
        while let event = player.next() {
            switch event {
            case .completed(let token, let result):
                return .completed(completion(FrameIndex(token), result, of: player))
            case .stopped: break
            }
        }
        if control.isUnplugged { return .lost }
        return isStarted && !isStopping ? look(at: player) : nil
    }

    /// Several may be told at once, after the thread or the card stood still: each with its own tick.
    private func completion(
        _ index: FrameIndex, _ result: DeckLinkPlayer.Event.Result, of player: DeckLinkPlayer
    ) -> DeviceCompletion {
        let card = position(of: player)
        let tick: FrameIndex =
            switch result {
            case .shown, .dropped: index
            case .late: min(index + 1, card?.index ?? index)
            case .flushed: newestTold ?? index
            }
        newestTold = max(newestTold ?? tick, tick)
        let period = signal?.video.rate.period ?? .zero
        let at = card.map { $0.at - period * Int64($0.index - tick) }
        return DeviceCompletion(
            index: index, result: SlotResult(result), tick: tick, tickInstant: at ?? time.now())
    }

    private func receiveOutcome() -> DeviceEvent? {
        switch control.takeOutcome() {
        case .ready(let player):
            forget()
            self.player = player
            return .attached(.unmapped)
        case .refused(let cause): return .refused(cause)
        case nil: return nil
        }
    }

    /// What the card says without being asked by an event.
    private func look(at player: DeckLinkPlayer) -> DeviceEvent? {
        let now = time.now()
        if let isLocked = reference.step(at: now, status: { player.reference }) {
            return .reference(isLocked: isLocked)
        }
        let tick = position(of: player)
        if progress.hasStalled(tick?.index, at: now) {
            control.trouble.set(
                "the card's clock stands still; check its power, cable and kernel log")
            return .lost
        }
        guard let tick, let newestScheduled, tick.index > newestScheduled,
            tick.index > newestTold ?? FrameIndex(.min)
        else { return nil }
        newestTold = tick.index
        return .missed(tick: tick.index, at: tick.at)
    }

    /// The slot on the wire now, and since when.
    private func position(
        of player: DeckLinkPlayer
    ) -> (index: FrameIndex, at: MonotonicInstant)? {
        guard isStarted, let origin, let streamTime = player.streamTime, streamTime >= 0 else {
            return nil
        }
        let mode = player.mode
        let (ticks, into) = streamTime.quotientAndRemainder(dividingBy: mode.duration)
        let since = Nanoseconds(into * 1_000_000_000 / mode.scale)
        return (origin + Int(ticks), time.now() - since)
    }

    private static func wire(_ timecode: Timecode) -> DeckLinkTimecode {
        DeckLinkTimecode(
            hours: timecode.hours, minutes: timecode.minutes, seconds: timecode.seconds,
            frames: timecode.frames, isDropFrame: timecode.isDropFrame,
            isSecondOfPair: timecode.isSecondOfPair)
    }

    /// SDI carries 2, 8 or 16 channels; those the channel lacks are silent.
    private func widen(
        _ audio: UnsafeRawBufferPointer, from channels: Int, to wanted: Int
    ) -> UnsafeBufferPointer<Int32> {
        let samples = audio.bindMemory(to: Int32.self)
        guard channels != wanted, channels > 0, wanted > 0 else { return samples }
        let count = samples.count / channels
        if widened.map({ $0.count < count * wanted }) ?? true {
            widened?.deallocate()
            let room = UnsafeMutableBufferPointer<Int32>.allocate(capacity: 4_096 * wanted)
            room.initialize(repeating: 0)
            widened = room
        }
        guard let widened, widened.count >= count * wanted else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        for sample in 0..<count {
            for channel in 0..<channels {
                widened[sample * wanted + channel] = samples[sample * channels + channel]
            }
        }
        return UnsafeBufferPointer(rebasing: widened[..<(count * wanted)])
    }
}

extension SlotResult {
    fileprivate init(_ result: DeckLinkPlayer.Event.Result) {
        switch result {
        case .shown: self = .completed
        case .late: self = .late
        case .dropped: self = .dropped
        case .flushed: self = .flushed
        }
    }
}
