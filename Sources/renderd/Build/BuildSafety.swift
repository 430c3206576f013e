import Common
import Proto
import Shaders
import Synchronization

/// How the build thread keeps unsafe shaders away from the air. Any thread.
final class BuildSafety: Sendable {
    let shaderGuard: ShaderGuard
    private let process: TrialProcess
    private let canvas: Canvas
    private let record: FlightRecord?
    /// What is being built in this process.
    struct Building: Equatable {
        /// Of the text or the fused program.
        var hash: UInt64
        var since: MonotonicInstant
        /// Whether everything goes on without it, but for further builds: it is then said, and no
        /// picture is given up for it.
        var isSpared: Bool
    }

    private struct State {
        var isOnAir = false
        var building: Building?
    }
    private let state = Mutex(State())

    /// A shader that takes longer than this by itself would take the picture off air: one and a half
    /// slots, since a trial is the quickest of two frames beside everything else the machine does.
    var frameMillisecondsMax: Double { canvas.rate.period.milliseconds * 1.5 }

    init(
        _ shaderGuard: ShaderGuard, process: TrialProcess, canvas: Canvas,
        record: FlightRecord? = nil
    ) {
        self.record = record
        self.shaderGuard = shaderGuard
        self.process = process
        self.canvas = canvas
    }

    /// Whether this process has put a picture on air.
    var isOnAir: Bool {
        get { state.withLock { $0.isOnAir } }
        set { state.withLock { $0.isOnAir = newValue } }
    }

    /// A build begins, on the calling thread, which builds everything.
    func began(_ hash: UInt64, at now: MonotonicInstant, isSpared: Bool) {
        record?.building(hash)
        state.withLock { $0.building = Building(hash: hash, since: now, isSpared: isSpared) }
    }

    /// The build has ended.
    func ended() {
        record?.building(0)
        state.withLock { $0.building = nil }
    }

    /// What has been built for longer than a trial might take: nothing stops a driver.
    func hungBuild(at now: MonotonicInstant) -> Building? {
        state.withLock { state in
            guard let building = state.building,
                now - building.since > Nanoseconds(process.limit.count * 6)
            else { return nil }
            return building
        }
    }

    /// Tries layers in one pass in a process of its own; what is wrong, if anything is.
    func trial(_ trial: FusionTrial) -> TrialReport? {
        let report = process.run(trial)
        return report.isUsable ? nil : report
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
