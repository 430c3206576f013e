public import Common
public import Frames
public import Proto

/// What one lane needs of the configuration, derived once at start.
public struct RendererConfiguration: Sendable {
    /// `a` or `b`.
    public var lane: String
    /// 1 or 2.
    public var laneCount: Int
    /// Where rings and the timeline lie.
    public var plane: FramePlane
    /// The programme's format.
    public var format: VideoFormat
    /// What inputs bring.
    public var inputFormat: VideoFormat
    /// Layers are drawn in linear light.
    public var isLinear: Bool
    /// Texels between layers.
    public var depth: WorkingDepth
    /// Channels of embedded sound that shaders see.
    public var audioChannelCount: Int
    /// The most past frames a shader may keep.
    public var historyLengthMax: Int
    /// Slots between capture and air.
    public var inputDelay: Int
    /// Slots of the programme ring.
    public var ringSlotCount: Int
    /// What replaces each input once it is lost, input 1 first; at least one.
    public var lossPolicies: [InputLossPolicy]
    /// Nothing of input 1 is below the layers; its place is transparent.
    public var hasTransparentBackground: Bool
    /// Width of preview pictures, even; 0 for none.
    public var previewWidth: Int
    /// Preview pictures a second.
    public var previewRate: Int
    /// The most bytes of flight recording that are kept; 0: none are made.
    public var recordingByteCountMax: Int
    /// How long the first frame waits for the stack to be built.
    public var firstBuildTimeout: Nanoseconds

    /// Derives it from the whole configuration.
    public init(lane: String, _ configuration: Configuration, paths: InstancePaths) {
        self.lane = lane
        laneCount = configuration.laneCount
        plane = FramePlane(paths)
        format = configuration.format
        inputFormat = configuration.inputFormat
        isLinear = configuration.workingFormat == "linear"
        depth = configuration.workingFormat == "rgba8" ? .rgba8 : .rgba16f
        audioChannelCount = configuration.audio.channelCount
        historyLengthMax = configuration.integer("render.history_frames_max")
        inputDelay = configuration.inputDelay
        ringSlotCount = configuration.playout.ringSlotCount
        lossPolicies = configuration.inputs.map(\.onLoss)
        if lossPolicies.isEmpty { lossPolicies = [.black] }
        hasTransparentBackground = configuration.hasTransparentBackground
        previewWidth = configuration.integer("render.preview_width") & ~1
        previewRate = configuration.integer("render.preview_rate")
        recordingByteCountMax = configuration.integer("render.recording_mb") << 20
        firstBuildTimeout = .seconds(2)
    }

    /// The lane's ring.
    var programmeObject: ObjectName { lane == "b" ? .programB : .programA }

    var canvas: Canvas {
        Canvas(
            width: format.width, height: format.height, rate: format.rate, depth: depth,
            isLinear: isLinear, audioChannelCount: audioChannelCount,
            historyLengthMax: historyLengthMax)
    }
}
