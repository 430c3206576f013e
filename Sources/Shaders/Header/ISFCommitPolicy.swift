/// What becomes of automation of an input once its route has been quiet for the settle time.
/// Declared in a header's `HOLDOVER` object: `"INPUTS": {"gain": {"COMMIT": "never"}}`.
public enum ISFCommitPolicy: String, Sendable, Equatable, CaseIterable {
    /// It becomes committed live state (the default).
    case settle
    /// It stays an overlay until it is cleared.
    case never
    /// It becomes durable state.
    case durable
}
