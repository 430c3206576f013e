public import Ancillary
public import Common
public import Playout

/// The signal a device is asked to carry.
public struct DeviceSignal: Sendable, Hashable {
    public let video: VideoFormat
    public let audio: AudioFormat
    /// Timeline epoch of the indexes to come.
    public let timelineEpoch: UInt64
    /// Epoch of this process.
    public let processEpoch: UInt64

    /// Bundles the signal.
    public init(
        video: VideoFormat, audio: AudioFormat, timelineEpoch: UInt64, processEpoch: UInt64
    ) {
        self.video = video
        self.audio = audio
        self.timelineEpoch = timelineEpoch
        self.processEpoch = processEpoch
    }
}

/// A shared-memory object as devices are told of it: a name in fixed storage, so that naming it for
/// every slot allocates nothing.
public struct ObjectAddress: Sendable {
    /// UTF-8, unused bytes zero.
    public let name: InlineArray<96, UInt8>
    public let nameByteCount: UInt8
    /// The inode.
    public let identity: UInt64

    /// The address of the object `name` (under /dev/shm); nil when the name is longer than 96 bytes.
    public init?(name text: String, identity: UInt64) {
        guard text.utf8.count <= 96 else { return nil }
        var name = InlineArray<96, UInt8>(repeating: 0)
        for (position, byte) in text.utf8.enumerated() { name[position] = byte }
        self.name = name
        nameByteCount = UInt8(text.utf8.count)
        self.identity = identity
    }
}

/// One slot for a device. Owned by the playout thread: its pointers hold as long as the slot's loan.
public struct DeviceSlot {
    public let index: FrameIndex
    public let source: SlotSource
    public let object: ObjectAddress
    /// First byte of the picture in the object.
    public let byteOffset: Int
    public let byteCount: Int
    /// Index of the picture shown; nil for stills.
    public let displayedIndex: FrameIndex?
    public let snapshotVersion: UInt64
    public let inputIndex: FrameIndex?
    public let inputFrameNumber: Int64?
    /// The picture in this process; nil where a device has to map the object itself.
    public let picture: UnsafeRawPointer?
    /// Ancillary packets, as `AncillaryArea` writes them; until the call returns.
    public let ancillary: UnsafeRawBufferPointer
    public let timecode: Timecode?

    /// Bundles the slot.
    public init(
        index: FrameIndex, source: SlotSource, object: ObjectAddress, byteOffset: Int,
        byteCount: Int, displayedIndex: FrameIndex?, snapshotVersion: UInt64,
        inputIndex: FrameIndex?, inputFrameNumber: Int64?, picture: UnsafeRawPointer? = nil,
        ancillary: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        timecode: Timecode? = nil
    ) {
        self.index = index
        self.source = source
        self.object = object
        self.byteOffset = byteOffset
        self.byteCount = byteCount
        self.displayedIndex = displayedIndex
        self.snapshotVersion = snapshotVersion
        self.inputIndex = inputIndex
        self.inputFrameNumber = inputFrameNumber
        self.picture = picture
        self.ancillary = ancillary
        self.timecode = timecode
    }
}

/// What became of something sent to a device.
public enum DeviceSend: Sendable, Hashable {
    case sent
    /// It takes nothing just now; try again shortly.
    case busy
    /// It is gone; `disconnect` and find it again.
    case lost
}

/// Something a device says.
public enum DeviceEvent: Sendable, Hashable {
    /// It took the signal.
    case attached(DeviceAttachment)
    /// It refused: `unplugged` or `formatRefused`.
    case refused(LifecycleCause)
    case completed(DeviceCompletion)
    /// A tick had nothing queued.
    case missed(tick: FrameIndex, at: MonotonicInstant)
    case reference(isLocked: Bool)
    /// The connection is gone.
    case lost
}

/// A device that shows one picture a tick of its own clock. Owned by the playout thread, which makes
/// every call; none of them may block, and after `connect` none may allocate.
///
/// Pictures lent with `schedule` stay as they are until the slot's completion, or until the device is
/// lost and the next attachment says that it no longer has them.
public protocol OutputDevice: AnyObject, SendableMetatype {
    /// Tries to reach the device and gives it the signal; its answer comes as an event. False when
    /// it cannot be reached now.
    func connect(_ signal: DeviceSignal) -> Bool
    /// Queues one slot with its interleaved 32-bit sound.
    func schedule(_ slot: borrowing DeviceSlot, audio: UnsafeRawBufferPointer) -> DeviceSend
    /// The device's next tick is `index`. Only after an attachment that was not mapped.
    func start(at index: FrameIndex) -> DeviceSend
    /// Asks for an orderly stop: every queued slot is completed as flushed.
    func stop() -> DeviceSend
    /// Lets go of the device.
    func disconnect()
    /// The next event, or nil when none waits.
    func receive() -> DeviceEvent?
    /// Readable when an event waits; −1 while not connected.
    var descriptor: Int32 { get }
    /// What is wrong with it, for people. Any thread may look.
    var trouble: DeviceTrouble { get }
}
