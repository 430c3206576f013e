public import Proto

/// One parameter of a shader: its kind, range, default and policies.
public struct ParameterRule: Equatable, Sendable {
    /// The name in the shader's source.
    public var name: String
    /// What to show.
    public var label: String
    /// The kind of value; never `image` or `audio`, which are bound and not set.
    public var type: ParameterType
    /// The value a layer has until somebody sets another; nil only for events.
    public var defaultValue: LayerValue?
    /// The value that changes nothing, where the author named one.
    public var identity: LayerValue?
    /// Lowest allowed value of each component; empty where there is no lower bound.
    public var minimum: [Double]
    /// Highest allowed value of each component; empty where there is no upper bound.
    public var maximum: [Double]
    /// The allowed values of a choice; empty where any value in range is allowed.
    public var choices: [Int64]
    /// What the choices are called.
    public var choiceLabels: [String]
    /// What a quiet automation of this parameter turns into.
    public var commit: CommitPolicy
    /// Frames over which an automated change is spread; 0 jumps.
    public var smoothingFrames: Int64
    /// What a trigger changes; only meaningful for events.
    public var triggerTarget: TriggerTarget

    /// Makes a rule. `minimum` and `maximum` have one entry a component or are empty.
    public init(
        name: String, label: String? = nil, type: ParameterType, defaultValue: LayerValue?,
        identity: LayerValue? = nil, minimum: [Double] = [], maximum: [Double] = [],
        choices: [Int64] = [], choiceLabels: [String] = [], commit: CommitPolicy = .live,
        smoothingFrames: Int64 = 0, triggerTarget: TriggerTarget = .overlay
    ) {
        self.name = name
        self.label = label ?? name
        self.type = type
        self.defaultValue = defaultValue
        self.identity = identity
        self.minimum = minimum
        self.maximum = maximum
        self.choices = choices
        self.choiceLabels = choiceLabels
        self.commit = commit
        self.smoothingFrames = smoothingFrames
        self.triggerTarget = triggerTarget
    }
}
