/// Why a configuration cannot be used: what, where, and what to do.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `holdover.toml:12`, or the environment variable.
    public let place: String
    /// What is wrong, naming the key.
    public let problem: String
    /// What to do about it.
    public let remedy: String

    /// Makes an error.
    public init(place: String, problem: String, remedy: String) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { "\(place): \(problem). \(remedy)" }
}
