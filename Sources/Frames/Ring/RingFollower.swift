public import Common

/// Keeps one ring open over the comings and goings of its writer: opens it when it appears and again
/// when it is made anew. Owned by the thread that reads.
public final class RingFollower: @unchecked Sendable {
    // Unchecked: handed to its thread once and used there only.

    /// Which ring.
    public let object: ObjectName
    /// How often the ring was opened; more than one means that it was made again.
    public private(set) var openedCount = 0
    /// Why it is not open now; nil while it is.
    public private(set) var lastError: SharedObjectError?

    private let plane: FramePlane
    private let retry: Nanoseconds
    private let prefault: Bool
    private var current: RingReader?
    private var triedAt: MonotonicInstant?

    /// Follows `object`. A ring that is not there is looked for every `retry`.
    public init(
        _ object: ObjectName, in plane: FramePlane, retry: Nanoseconds = .milliseconds(20),
        prefault: Bool = true
    ) {
        self.object = object
        self.plane = plane
        self.retry = retry
        self.prefault = prefault
    }

    /// The ring as it is now, or nil while there is none. Costs two loads while the ring is alive;
    /// opening it anew blocks for some system calls.
    public func reader(at now: MonotonicInstant) -> RingReader? {
        if let current, current.isCurrent(at: now) { return current }
        if current != nil {
            current = nil
            triedAt = nil
        }
        if let triedAt, now - triedAt < retry { return nil }
        triedAt = now
        do {
            let reader = try RingReader(object, in: plane, prefault: prefault)
            // A retired object still under its name: its successor is about to be renamed.
            guard reader.isCurrent(at: now) else { return nil }
            current = reader
            openedCount += 1
            lastError = nil
            return reader
        } catch {
            lastError = error
            return nil
        }
    }
}
