public import Common

/// What an output is asked to carry.
public struct DeckLinkSignal: Sendable, Hashable {
    public let video: VideoFormat
    /// Channels of sound the channel has, 1–16; 0 for none.
    public let audioChannelCount: Int
    /// Slots playout keeps scheduled.
    public let scheduledDepth: Int
    public let settings: DeckLinkOutputSettings
    /// Outputs of the same group start on one call, where the cards can; nil: on its own.
    public let playbackGroup: Int?

    /// Bundles the signal.
    public init(
        video: VideoFormat, audioChannelCount: Int, scheduledDepth: Int,
        settings: DeckLinkOutputSettings = DeckLinkOutputSettings(), playbackGroup: Int? = nil
    ) {
        self.video = video
        self.audioChannelCount = audioChannelCount
        self.scheduledDepth = scheduledDepth
        self.settings = settings
        self.playbackGroup = playbackGroup
    }

    /// SDI carries sound by twos, eights and sixteens.
    var wireChannelCount: Int {
        switch audioChannelCount {
        case 0: 0
        case 1...2: 2
        case 3...8: 8
        default: 16
        }
    }
}

/// A timecode as it goes on the wire.
public struct DeckLinkTimecode: Sendable, Hashable {
    public var hours: UInt8
    public var minutes: UInt8
    public var seconds: UInt8
    public var frames: UInt8
    public var isDropFrame: Bool
    /// The second frame of a pair, above 30 frames a second.
    public var isSecondOfPair: Bool

    /// Bundles the components.
    public init(
        hours: UInt8, minutes: UInt8, seconds: UInt8, frames: UInt8, isDropFrame: Bool,
        isSecondOfPair: Bool = false
    ) {
        self.hours = hours
        self.minutes = minutes
        self.seconds = seconds
        self.frames = frames
        self.isDropFrame = isDropFrame
        self.isSecondOfPair = isSecondOfPair
    }
}
