import Common
import Proto
import Shaders
import Synchronization

/// How the build thread keeps unsafe shaders away from the air. Any thread.
final class BuildSafety: Sendable {
    let shaderGuard: ShaderGuard
    private let process: TrialProcess
    private let canvas: Canvas
    private struct State {
        var isOnAir = false
        var building: (hash: UInt64, since: MonotonicInstant)?
    }
    private let state = Mutex(State())

    /// A shader that takes longer than this by itself would take the picture off air: one and a half
    /// slots, since a trial is the quickest of two frames beside everything else the machine does.
    var frameMillisecondsMax: Double { canvas.rate.period.milliseconds * 1.5 }

    init(_ shaderGuard: ShaderGuard, process: TrialProcess, canvas: Canvas) {
        self.shaderGuard = shaderGuard
        self.process = process
        self.canvas = canvas
    }

    /// Whether this process has put a picture on air.
    var isOnAir: Bool {
        get { state.withLock { $0.isOnAir } }
        set { state.withLock { $0.isOnAir = newValue } }
    }

    /// A build without a trial begins.
    func began(_ hash: UInt64, at now: MonotonicInstant) {
        state.withLock { $0.building = (hash, now) }
    }

    /// The build has ended.
    func ended() {
        state.withLock { $0.building = nil }
    }

    /// The text whose build has gone on for longer than a trial might; the process has to end then,
    /// since nothing stops a driver.
    func hungBuild(at now: MonotonicInstant) -> UInt64? {
        state.withLock { state in
            guard let building = state.building,
                now - building.since > Nanoseconds(process.limit.count * 6)
            else { return nil }
            return building.hash
        }
    }

    /// Tries `package` in a process of its own; what is wrong with it, if anything is.
    func trial(_ package: ShaderPackage) -> ShaderFileError? {
        let report = process.run(
            ShaderTrial.Request(
                path: package.path, sizes: [(canvas.width, canvas.height)], frameCount: 2,
                workingFormat: canvas.depth == .rgba8 ? "rgba8" : "rgba16f"))
        if let error = report.error { return error }
        guard let spent = report.frameMilliseconds, spent > frameMillisecondsMax else {
            return nil
        }
        return ShaderFileError(
            file: package.path, line: nil,
            message: "one frame takes \(Int(spent)) ms on this machine, and a slot is"
                + " \(Int(canvas.rate.period.milliseconds)) ms",
            remedy: "do less for each pixel, draw into smaller passes, or choose a smaller format")
    }
}
