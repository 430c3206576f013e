internal import Synchronization

/// What is known about the file being played, so that a loop does not ask again. Any thread.
final class FactsCache: Sendable {
    private let known = Mutex<MediaFacts?>(nil)

    /// The facts, asked of ffprobe where they are not known.
    func facts(
        of path: String, environment: [String: String]
    ) -> Result<MediaFacts, MediaFailure> {
        if let facts = known.withLock({ $0 }) { return .success(facts) }
        let result = MediaFacts.probe(path: path, environment: environment)
        if case .success(let facts) = result { known.withLock { $0 = facts } }
        return result
    }

    /// The file may be another one now.
    func forget() { known.withLock { $0 = nil } }
}
