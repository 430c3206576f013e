public import Common

/// What a virtual card is started with.
public struct VirtualCardOptions: Sendable {
    /// Where its sockets and records lie.
    public var paths: InstancePaths
    /// What it shows: exactly this, and nothing else is accepted.
    public var format: VideoFormat
    /// Its sound.
    public var audio: AudioFormat
    /// Most slots it queues.
    public var queueCapacity = 16
    /// Where its output goes besides.
    public var sinks: [SinkSpecification] = []
    /// Sinks begin with the first programme picture instead of at once.
    public var recordsFromProgramme = false
    /// Sinks take exactly this many frames and are completed then; nil: until the card stops.
    public var recordFrameCount: Int64?
    /// How much faster than the host's clock it runs, parts per million.
    public var driftPartsPerMillion = 0
    /// Address of the Prometheus endpoint; nil for none.
    public var metricsAddress: String?
    /// Its port; 0 for any. The port in use is published as `metrics.card`.
    public var metricsPort = 0
    /// Towards the supervisor; nil: made from the environment.
    public var notifier: ServiceNotifier?
    /// The environment, for ffmpeg's PATH and the supervisor's sockets.
    public var environment: [String: String]

    /// Makes options with the defaults.
    public init(
        paths: InstancePaths, format: VideoFormat, audio: AudioFormat,
        environment: [String: String]
    ) {
        self.paths = paths
        self.format = format
        self.audio = audio
        self.environment = environment
    }

    /// The options a configuration states for its first virtual output.
    public init(
        _ configuration: Configuration, environment: [String: String]
    ) throws(SinkSpecificationError) {
        self.init(
            paths: InstancePaths(instance: configuration.instance, environment: environment),
            format: configuration.format, audio: configuration.audio, environment: environment)
        queueCapacity = max(configuration.playout.pool, configuration.playout.scheduledDepth + 1)
        metricsAddress = configuration.text("metrics.bind")
        metricsPort = ProcessName.card.metricsPort(configuration)
        guard let output = configuration.outputs.first else { return }
        for text in output.sinks {
            sinks.append(try SinkSpecification(parsing: text))
        }
        recordsFromProgramme = output.recordsFromProgramme
        recordFrameCount = output.recordFrameCount.map(Int64.init)
    }
}
