import Synchronization

/// What is wrong with a device in a sentence for people, from the thread that knows to the one that
/// tells. Any thread.
public final class DeviceTrouble: Sendable {
    private let sentence = Mutex<String?>(nil)
    private let parts: [(name: String, trouble: DeviceTrouble)]

    /// Nothing is wrong yet. A device made of others has their troubles as well, by their names.
    public init(parts: [(name: String, trouble: DeviceTrouble)] = []) { self.parts = parts }

    /// The sentence, with a remedy; nil while nothing is known to be wrong.
    public var text: String? {
        if let own = sentence.withLock({ $0 }) { return own }
        for part in parts {
            if let text = part.trouble.text { return "\(part.name): \(text)" }
        }
        return nil
    }

    /// Says what is wrong. True where it is something else than before.
    @discardableResult
    func set(_ text: String?) -> Bool {
        sentence.withLock { sentence in
            defer { sentence = text }
            return sentence != text
        }
    }
}
