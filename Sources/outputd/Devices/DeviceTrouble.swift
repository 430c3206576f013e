import Synchronization

/// What is wrong with a device in a sentence for people, from the thread that knows to the one that
/// tells. Any thread.
public final class DeviceTrouble: Sendable {
    private let sentence = Mutex<String?>(nil)

    /// Nothing is wrong yet.
    public init() {}

    /// The sentence, with a remedy; nil while nothing is known to be wrong.
    public var text: String? { sentence.withLock { $0 } }

    /// Says what is wrong. True where it is something else than before.
    @discardableResult
    func set(_ text: String?) -> Bool {
        sentence.withLock { sentence in
            defer { sentence = text }
            return sentence != text
        }
    }
}
