/// Why a show cannot be drawn offline: what is wrong and what to do about it.
public struct ShowError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, naming the thing.
    public let problem: String
    /// What to do.
    public let remedy: String

    init(_ problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    /// A sentence for people.
    public var description: String { "\(problem). \(remedy)" }
}
