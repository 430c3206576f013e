/// What a client says first: the format it will send, and who it is.
public struct CardAttach: Sendable, Equatable {
    /// Pixels a line.
    public var width: UInt32
    /// Lines a frame.
    public var height: UInt32
    /// Frame rate as a ratio.
    public var rateNumerator: Int64
    /// Frame rate as a ratio.
    public var rateDenominator: Int64
    /// `PixelFormat.code`.
    public var pixelFormat: UInt32
    /// `ColorMatrix.code`.
    public var matrix: UInt32
    /// `SampleRange.code`.
    public var range: UInt32
    /// `ScanMode.code`.
    public var scan: UInt32
    /// 0–16 channels of 48 kHz sound.
    public var audioChannels: UInt32
    /// The client's process.
    public var processID: Int32
    /// The timeline epoch whose indices the client will name.
    public var timelineEpoch: UInt64
    /// The client's process epoch, for the records.
    public var clientEpoch: UInt64

    /// Makes an attach message.
    public init(
        width: UInt32, height: UInt32, rateNumerator: Int64, rateDenominator: Int64,
        pixelFormat: UInt32, matrix: UInt32, range: UInt32, scan: UInt32, audioChannels: UInt32,
        processID: Int32, timelineEpoch: UInt64, clientEpoch: UInt64
    ) {
        self.width = width
        self.height = height
        self.rateNumerator = rateNumerator
        self.rateDenominator = rateDenominator
        self.pixelFormat = pixelFormat
        self.matrix = matrix
        self.range = range
        self.scan = scan
        self.audioChannels = audioChannels
        self.processID = processID
        self.timelineEpoch = timelineEpoch
        self.clientEpoch = clientEpoch
    }
}

/// One frame for one tick. The sound (interleaved signed 32-bit) is handed over beside it.
public struct CardSchedule: Sendable, Equatable {
    /// The card tick at which to display.
    public var displayTick: Int64
    /// The slot: the output frame index this tick is.
    public var index: Int64
    /// The timeline epoch of `index`.
    public var timelineEpoch: UInt64
    /// Name of the object in /dev/shm, without a slash; must begin with "holdover.".
    public var objectName: String
    /// First byte of the payload in the object.
    public var byteOffset: UInt64
    /// Bytes of the payload; must be one whole picture of the attached format.
    public var byteCount: UInt64
    /// Code of the slot's source, as in the slot records.
    public var source: UInt32
    /// See `Flags`.
    public var flags: Flags
    /// Index of the picture shown; differs from `index` when it is a repeat. -1 for none.
    public var displayedFrameIndex: Int64
    /// Snapshot the picture was drawn from; 0 for none.
    public var snapshotVersion: UInt64
    /// Input presentation index drawn; -1 for none.
    public var inputIndex: Int64
    /// Media frame number or test counter of that input frame; -1 for none.
    public var inputFrameNumber: Int64

    /// What the card needs to know about a slot.
    public struct Flags: OptionSet, Sendable, Equatable {
        /// The bits.
        public let rawValue: UInt32
        /// Makes a set from bits.
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        /// The picture is programme (program.a, program.b): starts a recording that waits for it.
        public static let programme = Flags(rawValue: 1)
        /// The sound has been replaced by silence on purpose.
        public static let muted = Flags(rawValue: 2)
    }

    /// Makes a schedule message.
    public init(
        displayTick: Int64, index: Int64, timelineEpoch: UInt64, objectName: String,
        byteOffset: UInt64, byteCount: UInt64, source: UInt32, flags: Flags = [],
        displayedFrameIndex: Int64 = -1, snapshotVersion: UInt64 = 0, inputIndex: Int64 = -1,
        inputFrameNumber: Int64 = -1
    ) {
        self.displayTick = displayTick
        self.index = index
        self.timelineEpoch = timelineEpoch
        self.objectName = objectName
        self.byteOffset = byteOffset
        self.byteCount = byteCount
        self.source = source
        self.flags = flags
        self.displayedFrameIndex = displayedFrameIndex
        self.snapshotVersion = snapshotVersion
        self.inputIndex = inputIndex
        self.inputFrameNumber = inputFrameNumber
    }
}

/// What became of a scheduled frame.
public enum CardResult: UInt32, Sendable, Codable, CaseIterable {
    /// Displayed at its tick.
    case completed = 1
    /// Displayed at a later tick, since it came or was made late.
    case late = 2
    /// Never displayed.
    case dropped = 3
    /// Never displayed because the queue was emptied: stop, unplug, or a client gone.
    case flushed = 4
}

/// The answer to one schedule.
public struct CardCompletion: Sendable, Equatable {
    /// The slot, as scheduled.
    public var index: Int64
    /// The tick asked for.
    public var displayTick: Int64
    public var result: CardResult
    /// The tick at which it was displayed, or at which its fate was known.
    public var tick: Int64
    /// The instant of that tick, CLOCK_MONOTONIC ns, exact by the card's clock.
    public var tickInstant: Int64
    /// Frames still queued in the card afterwards.
    public var queuedCount: UInt32

    /// Makes a completion.
    public init(
        index: Int64, displayTick: Int64, result: CardResult, tick: Int64, tickInstant: Int64,
        queuedCount: UInt32
    ) {
        self.index = index
        self.displayTick = displayTick
        self.result = result
        self.tick = tick
        self.tickInstant = tickInstant
        self.queuedCount = queuedCount
    }
}

/// The card's clock and condition: sent on attaching, on every change, and once a second.
public struct CardState: Sendable, Equatable {
    /// Random at each start of the card: a new value means ticks count from 0 again.
    public var cardEpoch: UInt64
    /// The last tick made; -1 before the first.
    public var tick: Int64
    /// The exact instant of that tick, CLOCK_MONOTONIC ns.
    public var tickInstant: Int64
    /// Nominal rate.
    public var rateNumerator: Int64
    /// Nominal rate.
    public var rateDenominator: Int64
    /// How much faster the card's clock runs than CLOCK_MONOTONIC, parts per million.
    public var driftPartsPerMillion: Double
    /// Frames queued.
    public var queuedCount: UInt32
    /// The most frames the card queues.
    public var poolCapacity: UInt32
    /// See `Flags`.
    public var flags: Flags

    /// Conditions of the card.
    public struct Flags: OptionSet, Sendable, Equatable {
        /// The bits.
        public let rawValue: UInt32
        /// Makes a set from bits.
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        /// The reference is present and locked.
        public static let referenceLocked = Flags(rawValue: 1)
        /// Completions are withheld by an injected stall.
        public static let stalled = Flags(rawValue: 2)
    }

    /// Makes a state.
    public init(
        cardEpoch: UInt64, tick: Int64, tickInstant: Int64, rateNumerator: Int64,
        rateDenominator: Int64, driftPartsPerMillion: Double, queuedCount: UInt32,
        poolCapacity: UInt32, flags: Flags
    ) {
        self.cardEpoch = cardEpoch
        self.tick = tick
        self.tickInstant = tickInstant
        self.rateNumerator = rateNumerator
        self.rateDenominator = rateDenominator
        self.driftPartsPerMillion = driftPartsPerMillion
        self.queuedCount = queuedCount
        self.poolCapacity = poolCapacity
        self.flags = flags
    }
}

/// Why the card refused a client.
public enum CardRefusal: UInt32, Sendable, Error {
    /// Another client is attached.
    case busy = 1
    /// The card runs another format; the sentence names it.
    case formatUnsupported = 2
    /// Unplugged by fault injection.
    case unplugged = 3
    /// The message was malformed, of another version, or out of order.
    case protocolViolation = 4
}

/// What a client receives.
public enum CardEvent: Sendable, Equatable {
    /// The card took the client; the clock to schedule by.
    case attached(CardState)
    /// The card refused, with a sentence that names the remedy; the connection ends.
    case refused(CardRefusal, String)
    /// The fate of one scheduled frame.
    case completion(CardCompletion)
    /// The clock or condition changed, or a second has passed.
    case state(CardState)
    /// `stop` is done: everything queued has been flushed.
    case stopped
}

/// What the card receives.
enum CardRequest: Equatable {
    case attach(CardAttach)
    /// The sound is the rest of the packet, given as a range of it.
    case schedule(CardSchedule, audio: Range<Int>)
    case stop
}
