import Foundation
import Synchronization

/// Text that a reader thread appends to and a test looks at.
final class LockedText: Sendable {
    private let bytes = Mutex(Data())

    func append(_ data: Data) { bytes.withLock { $0.append(data) } }
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
