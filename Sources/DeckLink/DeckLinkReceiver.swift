internal import CDeckLink
public import Common

/// Capture on one sub-device, from taking the input to giving it back. Made by a thread that may block, and
/// owned by the first one that takes arrivals, which never blocks.
public final class DeckLinkReceiver {
    /// One picture with its sound, still in the driver's memory until `release`.
    public struct Arrival: ~Copyable {
        fileprivate var raw: cdl_arrival
        /// The picture; empty where only sound came.
        public var picture: UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(
                start: raw.bytes,
                count: raw.bytes == nil ? 0 : Int(raw.row_bytes) * Int(raw.height))
        }
        public var width: Int { Int(raw.width) }
        public var height: Int { Int(raw.height) }
        /// False where the card fills in for a signal that is not there.
        public var hasSignal: Bool { raw.has_signal }
        /// Interleaved, as many channels as were asked for.
        public func sound(channels: Int) -> UnsafeBufferPointer<Int32> {
            UnsafeBufferPointer(
                start: raw.audio, count: raw.audio == nil ? 0 : Int(raw.audio_count) * channels)
        }
        /// When the driver handed it over: later than it came by whatever its thread waited for a
        /// processor.
        public var arrivedAt: MonotonicInstant { MonotonicInstant(nanoseconds: raw.arrived_ns) }
        /// The start of the picture by the card's clock, which begins anywhere; nil where the driver
        /// does not say.
        public var streamTime: Nanoseconds? {
            raw.has_stream_time ? Nanoseconds(raw.stream_ns) : nil
        }
        /// Timecode of the picture.
        public var timecode: DeckLinkTimecode? {
            guard raw.has_timecode else { return nil }
            return DeckLinkTimecode(
                hours: raw.hours, minutes: raw.minutes, seconds: raw.seconds, frames: raw.frames,
                isDropFrame: raw.is_drop_frame)
        }

        /// Calls `body` with identifiers, line and words of each ancillary packet; returns how many there
        /// are that cannot be read.
        public func forEachPacket(
            _ body: (UInt8, UInt8, UInt16, UnsafeRawBufferPointer) -> Void
        ) -> Int {
            withoutActuallyEscaping(body) { body in
                var taker = body
                return withUnsafeMutablePointer(to: &taker) { context in
                    withUnsafePointer(to: raw) { raw in
                        Int(
                            cdl_arrival_packets(
                                raw,
                                { context, packet in
                                    guard let context, let packet = packet?.pointee else { return }
                                    let words = UnsafeRawBufferPointer(
                                        start: packet.words, count: Int(packet.count))
                                    context.assumingMemoryBound(
                                        to: ((UInt8, UInt8, UInt16, UnsafeRawBufferPointer) -> Void)
                                            .self
                                    ).pointee(
                                        packet.did, packet.sdid,
                                        UInt16(truncatingIfNeeded: packet.line), words)
                                }, UnsafeMutableRawPointer(context)))
                    }
                }
            }
        }

        deinit {
            var raw = raw
            cdl_arrival_release(&raw)
        }
    }

    /// What the card hands over.
    public enum Event: ~Copyable {
        case frame(Arrival)
        /// The signal is of another format from now on; ask for it with `change`.
        case format(DeckLinkMode)
    }

    /// The card it captures on.
    public let card: DeckLinkCard
    /// The mode asked for.
    public private(set) var mode: DeckLinkMode
    /// Channels of the sound: 0, 2, 8 or 16.
    public let channelCount: Int
    private let input: OpaquePointer
    private let pixels: UInt32
    private let modes: [DeckLinkMode]
    private let owner = OwnerThread("a DeckLink input")

    /// Takes the input for pictures of `video`'s size and rate, or of whatever comes where the card has no
    /// such mode (see `mode`), and starts. Blocks for up to a second.
    /// Throws the one thing that is wrong, with its remedy.
    public init(
        _ card: DeckLinkCard, video: VideoFormat, audioChannelCount: Int,
        connection: DeckLinkConnection = .auto
    ) throws(DeckLinkError) {
        if let objection = card.objection(toPlaying: false) { throw objection }
        var result: Int32 = 0
        guard let input = cdl_input_open(card.driver.library, card.handle, &result) else {
            throw .unknownGeneration(device: card.name, version: card.driver.version)
        }
        let modes = DeckLinkCard.modes { cdl_input_modes(input, $0, $1) }
        let wanted = modes.first { $0.carries(video) } ?? Self.stand(in: modes, for: video, card)
        guard let mode = wanted, let pixels = video.pixelFormat.deckLinkCode else {
            cdl_input_close(input)
            throw .modeNotSupported(
                device: card.name, format: "\(video)", pixels: video.pixelFormat.rawValue)
        }
        if connection != .auto {
            cdl_set_int(card.handle, Identifier.inputConnection, Int64(connection.bit))
        }
        self.card = card
        self.input = input
        self.modes = modes
        self.mode = mode
        self.pixels = pixels
        channelCount = audioChannelCount <= 2 ? 2 : audioChannelCount <= 8 ? 8 : 16
        let started = cdl_input_start(
            input, mode.code, pixels, card.detectsFormat, UInt32(channelCount), mode.scale)
        // From here on what is thrown gives the input back by itself.
        if started == CDL_E_ACCESSDENIED {
            throw .busy(device: card.name, isHalfDuplex: card.duplex == .half)
        }
        guard started >= 0 else {
            throw .refused(device: card.name, call: "the input", code: started)
        }
    }

    /// Where the card has no such mode but finds out what comes in: what it sees, else any mode to begin
    /// with, as near in rate as there is.
    private static func stand(
        in modes: [DeckLinkMode], for video: VideoFormat, _ card: DeckLinkCard
    ) -> DeckLinkMode? {
        guard card.detectsFormat else { return nil }
        func distance(_ mode: DeckLinkMode) -> Double {
            abs(mode.rate.framesPerSecond - video.rate.framesPerSecond)
        }
        return card.detectedInputMode ?? modes.min { distance($0) < distance($1) }
    }

    deinit { cdl_input_close(input) }

    /// Goes on in another format, without giving the input up. False where the driver refuses.
    public func change(to mode: DeckLinkMode) -> Bool {
        owner.check()
        let result = cdl_input_start(
            input, mode.code, pixels, card.detectsFormat, UInt32(channelCount), mode.scale)
        if result >= 0 { self.mode = mode }
        return result >= 0
    }

    /// The next arrival, or nil.
    public func next() -> Event? {
        owner.check()
        var raw = cdl_arrival()
        guard cdl_input_next(input, &raw) else { return nil }
        if Int(raw.kind) == CDL_INPUT_FORMAT {
            return DeckLinkMode(raw.mode).map { .format($0) }
        }
        return .frame(Arrival(raw: raw))
    }

    /// Arrivals that nobody took in time.
    public var overrunCount: UInt64 { cdl_input_overruns(input) }
}
