public import Common
public import Proto

/// The limits and defaults that policy goes by; from configuration, fixed for a process.
public struct PolicySettings: Equatable, Sendable {
    /// How long an automation route must be quiet before its value is committed.
    public var settleTime = Nanoseconds.milliseconds(500)
    /// Whether edits of the programme need the command's `hot` flag.
    public var editsGoToPreview = false
    /// Layers in one stack.
    public var layersMax = 64
    /// Stored presets.
    public var presetsMax = 512
    /// Durable changes that can be taken back.
    public var undoStepsMax = 100
    /// Frames of the longest transition, and of the longest wait for its first frame.
    public var transitionFramesMax: Int64 = 90_000
    /// Automated parameters at a time.
    public var overlayEntriesMax = 4096
    /// UTF-8 bytes of a name of a layer or preset.
    public var nameBytesMax = 64
    /// UTF-8 bytes of a text parameter.
    public var textBytesMax = 4096
    /// Encoded bytes of a snapshot.
    public var snapshotBytesMax = 512 * 1024
    /// Video inputs that can be bound.
    public var inputCount: UInt32 = 4
    /// What the run goes by.
    public var run = RunSettings()
    /// The background of a stack nobody has given one.
    public var defaultBackground: [Double] = [0, 0, 0, 1]

    /// The defaults.
    public init() {}
}

/// Everything a decision may know besides state and command. There is no other input: no clock, no
/// file, no randomness.
public struct DecisionContext: Sendable {
    /// Now, on CLOCK_MONOTONIC.
    public var instant: MonotonicInstant
    /// Now, on the wall clock, nanoseconds since 1970; for people only.
    public var wall: Int64
    /// The coordinator's epoch, half of every state version.
    public var epoch: UInt64
    /// The output frame index at which a change decided now takes effect.
    public var effectiveIndex: Int64
    /// The output frame index at which the time of a layer made now is 0. The effective index where
    /// there is a timeline, else where the timeline will be when it begins.
    public var originIndex: Int64
    /// The shader library as last scanned.
    public var catalogue: ShaderCatalogue
    /// Whether durable mutations can be stored at present.
    public var storeAvailable: Bool
    /// Limits and defaults.
    public var settings: PolicySettings
    /// What snapshots of this channel are drawn in.
    public var workingFormat: WorkingFormat
    /// What the daemons have said of everything a show depends on.
    public var conditions = RunConditions()
    /// The output's counts; nil where there is no timeline.
    public var slots: (timelineEpoch: UInt64, totals: SlotTotals)?
    /// Which boot of the host this is.
    public var boot = ""
    /// Runs whose summaries are in the state and not known to be in the store.
    public var unstoredRuns: Set<String> = []
    /// Local time is so far ahead of UTC.
    public var utcOffsetSeconds = 0

    /// The channel's frame rate.
    var rate: FrameRate {
        FrameRate(
            Int64(max(1, workingFormat.rateNumerator)),
            Int64(max(1, workingFormat.rateDenominator)))
    }

    /// Makes a context.
    public init(
        instant: MonotonicInstant, wall: Int64, epoch: UInt64, effectiveIndex: Int64,
        originIndex: Int64, catalogue: ShaderCatalogue, storeAvailable: Bool,
        settings: PolicySettings,
        workingFormat: WorkingFormat
    ) {
        self.instant = instant
        self.wall = wall
        self.epoch = epoch
        self.effectiveIndex = effectiveIndex
        self.originIndex = originIndex
        self.catalogue = catalogue
        self.storeAvailable = storeAvailable
        self.settings = settings
        self.workingFormat = workingFormat
    }
}
