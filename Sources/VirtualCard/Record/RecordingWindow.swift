/// Which ticks are recorded, and as which frame of the recording. A value; asked once a tick.
struct RecordingWindow: Equatable {
    /// Wait for the first programme picture.
    let startsWithProgramme: Bool
    /// Record exactly this many; nil: until stopped.
    let frameCount: Int64?
    private(set) var recordedCount: Int64 = 0
    private(set) var hasStarted: Bool

    init(startsWithProgramme: Bool, frameCount: Int64?) {
        self.startsWithProgramme = startsWithProgramme
        self.frameCount = frameCount
        hasStarted = !startsWithProgramme
    }

    var isComplete: Bool { frameCount.map { recordedCount >= $0 } ?? false }

    /// The frame number in the recording of the tick that shows this; nil when it is not recorded.
    mutating func take(isProgramme: Bool) -> Int64? {
        if isProgramme { hasStarted = true }
        guard hasStarted, !isComplete else { return nil }
        defer { recordedCount += 1 }
        return recordedCount
    }
}
