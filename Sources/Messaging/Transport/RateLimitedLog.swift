internal import Common
internal import Logging

/// Says that messages were dropped, at most once a second, with how many. Owned by one thread.
struct RateLimitedLog {
    private let logger: Logger
    private let counter: Counter
    private var lastLine: MonotonicInstant?
    private var unsaid = 0

    init(_ logger: Logger, counter: Counter) {
        self.logger = logger
        self.counter = counter
    }

    mutating func dropped(_ reason: String, now: MonotonicInstant) {
        counter.add()
        unsaid += 1
        if let lastLine, now - lastLine < .seconds(1) { return }
        logger.warning(
            "message dropped: not understood",
            metadata: ["reason": "\(reason)", "count": "\(unsaid)"])
        lastLine = now
        unsaid = 0
    }
}
