public import Common
public import Proto

/// The limits and rules that the run goes by; from configuration, fixed for a process.
public struct RunSettings: Equatable, Sendable {
    /// Takes the show to air by itself at the first start and after the host went down.
    public var isAutostart = true
    /// What a run is called that nobody named.
    public var showTitle = "show"
    /// All interlocks together.
    public var prepareTimeout = Nanoseconds.seconds(10)
    /// The output confirms an order within this.
    public var outputTimeout = Nanoseconds.seconds(2)
    /// A stop may take this long beyond its transition.
    public var drainTimeout = Nanoseconds.seconds(5)
    /// A critical component may be away this long.
    public var faultAfter = Nanoseconds.seconds(10)
    /// What the failure of each component means.
    public var criticalities: [RunComponent: Criticality] = [:]
    /// An alarm nobody acknowledges becomes more severe after this; zero: never.
    public var escalateAfter = Nanoseconds.seconds(60)
    /// Alarms of one kind that are listed one by one.
    public var alarmsListedMax = 50
    /// Stored rundowns, and items in one.
    public var rundownsMax = 256
    public var itemsMax = 1_000

    /// The defaults.
    public init() {}

    /// What the failure of a component means here.
    public func criticality(of component: RunComponent) -> Criticality {
        criticalities[component] ?? component.defaultCriticality
    }
}
