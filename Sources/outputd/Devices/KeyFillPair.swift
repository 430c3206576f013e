public import Common
import DeckLink
import Playout

/// Fill and key on two sub-devices without a keyer, as one device. Owned by the playout thread.
///
/// Both get each slot or neither does: the key goes first, and a fill that is refused afterwards takes
/// both off, so that half a pair is never shown. They start on one call where the cards can. The fill
/// tells the time and what became of a slot; three slots in a row that only one of them showed in time
/// have them started anew, together. Sound and ancillary packets go with the fill.
public final class KeyFillPair: OutputDevice {
    private let fill: DeckLinkDevice
    private let key: DeckLinkDevice
    /// What is wrong with either.
    public let trouble: DeviceTrouble
    private let scheduledDepth: Int
    private var pictures: KeyPictures?
    private var fillAttachment: DeviceAttachment?
    private var isKeyThere = false
    private var isAttached = false
    /// Results of recent slots by index modulo their number, until both are known.
    private var results: [(index: FrameIndex, fill: SlotResult?, key: SlotResult?)?]
    private var partedInRow = 0
    /// Slots that only one of the two showed in time.
    public private(set) var partedCount = 0
    private static let group = 7_281
    private static let partedLimit = 3

    /// A pair that looks for both whenever asked to connect.
    public init(
        fill: DeckLinkSelector, key: DeckLinkSelector, settings: DeckLinkOutputSettings,
        libraryPath: String, scheduledDepth: Int, time: any TimeSource = SystemTimeSource(),
        onFirstTake: @escaping @Sendable () -> Void = {}
    ) {
        self.scheduledDepth = scheduledDepth
        var settings = settings
        settings.keyer = .off
        func device(
            _ selector: DeckLinkSelector, carriesSound: Bool,
            onFirstTake: @escaping @Sendable () -> Void = {}
        ) -> DeckLinkDevice {
            DeckLinkDevice(
                selector, settings: settings, libraryPath: libraryPath,
                scheduledDepth: scheduledDepth, carriesSound: carriesSound,
                playbackGroup: Self.group, time: time, onFirstTake: onFirstTake)
        }
        self.fill = device(fill, carriesSound: true, onFirstTake: onFirstTake)
        self.key = device(key, carriesSound: false)
        // Each has its own: that one of them is in order says nothing of the other.
        trouble = DeviceTrouble(parts: [("fill", self.fill.trouble), ("key", self.key.trouble)])
        results = Array(repeating: nil, count: 32)
    }

    public var descriptor: Int32 { fill.descriptor }

    public func connect(_ signal: DeviceSignal) -> Bool {
        guard let channels = signal.video.pixelFormat.channels else {
            trouble.set(
                "a key needs alpha: set channel.pixel_format to bgra or argb, or name one device "
                    + "only")
            return false
        }
        if pictures == nil {
            pictures = KeyPictures(
                count: scheduledDepth + 8, byteCount: signal.video.payloadByteCount,
                alphaByte: channels.alpha)
        }
        let isFillAsked = fillAttachment != nil || fill.connect(signal)
        let isKeyAsked = isKeyThere || key.connect(signal)
        return isFillAsked && isKeyAsked
    }

    public func schedule(
        _ slot: borrowing DeviceSlot, audio: UnsafeRawBufferPointer
    ) -> DeviceSend {
        guard isAttached, let picture = slot.picture else { return .lost }
        guard let keyPicture = pictures?.make(slot.index, from: picture) else { return .busy }
        let keySlot = DeviceSlot(
            index: slot.index, source: slot.source, object: slot.object, byteOffset: 0,
            byteCount: slot.byteCount, displayedIndex: slot.displayedIndex,
            snapshotVersion: slot.snapshotVersion, inputIndex: slot.inputIndex,
            inputFrameNumber: slot.inputFrameNumber, picture: keyPicture, timecode: slot.timecode)
        let silence = UnsafeRawBufferPointer(start: nil, count: 0)
        switch key.schedule(keySlot, audio: silence) {
        case .sent: break
        case .busy:
            pictures?.giveBack(slot.index)
            return .busy
        case .lost: return .lost
        }
        guard fill.schedule(slot, audio: audio) == .sent else { return .lost }
        results[place(slot.index)] = (slot.index, nil, nil)
        return .sent
    }

    public func start(at index: FrameIndex) -> DeviceSend {
        guard fill.start(at: index) == .sent else { return .lost }
        if fill.startsTogether, key.startsTogether {
            key.startedWithGroup()
            return .sent
        }
        return key.start(at: index)
    }

    public func stop() -> DeviceSend {
        _ = key.stop()
        return fill.stop()
    }

    public func disconnect() {
        fill.disconnect()
        key.disconnect()
        fillAttachment = nil
        isKeyThere = false
        isAttached = false
        partedInRow = 0
        for position in results.indices { results[position] = nil }
    }

    public func receive() -> DeviceEvent? {
        if let event = listenToKey() { return event }
        if let event = listenToFill() { return event }
        guard !isAttached, isKeyThere, let attachment = fillAttachment else { return nil }
        isAttached = true
        trouble.set(nil)
        return .attached(attachment)
    }

    private func listenToFill() -> DeviceEvent? {
        while let event = fill.receive() {
            switch event {
            case .attached(let attachment): fillAttachment = attachment
            case .completed(let completion):
                note(completion.index) { $0.fill = completion.result }
                return event
            case .refused, .missed, .reference, .lost: return event
            }
        }
        return partedInRow >= Self.partedLimit ? part() : nil
    }

    /// The key's own clock and reference are the fill's; only its end matters.
    private func listenToKey() -> DeviceEvent? {
        while let event = key.receive() {
            switch event {
            case .attached:
                isKeyThere = true
                pictures?.giveBackAll()
            case .completed(let completion):
                pictures?.giveBack(completion.index)
                note(completion.index) { $0.key = completion.result }
            case .missed, .reference: break
            case .refused(let cause): return .refused(cause)
            case .lost: return .lost
            }
        }
        return nil
    }

    private func part() -> DeviceEvent {
        partedInRow = 0
        trouble.set("fill and key have parted; they are started anew, together")
        return .lost
    }

    private func note(
        _ index: FrameIndex,
        _ change: (inout (index: FrameIndex, fill: SlotResult?, key: SlotResult?)) -> Void
    ) {
        guard var entry = results[place(index)], entry.index == index else { return }
        change(&entry)
        guard let fill = entry.fill, let key = entry.key else {
            results[place(index)] = entry
            return
        }
        results[place(index)] = nil
        let isTogether = (fill == .completed) == (key == .completed)
        partedInRow = isTogether ? 0 : partedInRow + 1
        if !isTogether { partedCount += 1 }
    }

    private func place(_ index: FrameIndex) -> Int { Int(index.value & 31) }
}
