import Common
internal import Frames

/// Writes a show's pictures and keeps count. Owned by the thread that draws.
final class ShowWriter {
    private(set) var progress: ShowRun.Progress
    private let output: ShowOutput
    private let time: any TimeSource
    private let start: MonotonicInstant
    private let isGoingOn: (ShowRun.Progress) -> Bool

    init(
        _ output: ShowOutput, rate: FrameRate, total: Int64?,
        time: any TimeSource = SystemTimeSource(),
        isGoingOn: @escaping (ShowRun.Progress) -> Bool
    ) {
        self.output = output
        self.time = time
        self.isGoingOn = isGoingOn
        start = time.now()
        progress = ShowRun.Progress(rate: rate, total: total)
    }

    /// One picture more.
    func write(_ bytes: UnsafeRawBufferPointer) throws(ShowError) {
        try output.write(bytes)
        progress.checksum = FrameChecksum.of(bytes, seed: progress.checksum)
        progress.written += 1
        try turn()
    }

    /// After each frame, written or not. Throws where it is to end.
    func turn() throws(ShowError) {
        progress.spent = time.now() - start
        guard isGoingOn(progress) else {
            throw ShowError("the rendering was stopped", remedy: "Nothing is left of it")
        }
    }

    /// Completes the file; `none` says why there is no picture, where there is none.
    func finish(none: String, remedy: String) throws(ShowError) -> ShowRun.Progress {
        guard progress.written > 0 else { throw ShowError(none, remedy: remedy) }
        try output.finish()
        return progress
    }
}
