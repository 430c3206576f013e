/// Past pictures a shader asks for, as `HOLDOVER`'s `HISTORY` states it.
public struct ISFHistory: Sendable, Equatable {
    /// Which pictures are kept.
    public enum Subject: String, Sendable, Equatable, CaseIterable {
        /// The picture below the layer.
        case source
        /// What the layer itself drew.
        case layer
    }

    /// Which pictures are kept.
    public var subject: Subject
    /// How many frames back can be asked for, 1 to 250; a channel may allow fewer.
    public var length: Int

    /// Makes a history.
    public init(subject: Subject, length: Int) {
        self.subject = subject
        self.length = length
    }

    static let lengthMax = 250
}
