internal import Common
internal import Glibc

/// One run of a medium: an ffmpeg child and the thread that reads it. The thread starts the child
/// (so that the child dies with this process), reads both pipes, and ends with the child.
///
/// A file is held back when the consumer is slow; a live stream is not, its oldest pictures go. A
/// child that brings nothing for `patience` although there is room is killed.
final class Playback: Sendable {
    /// What to play and how much of it may wait.
    struct Options: Sendable {
        var environment: [String: String]
        /// The number of the first picture: where in the medium it begins.
        var firstNumber: Int64
        var pictureByteCount: Int
        var bytesPerSampleFrame: Int
        /// The most samples a slot can have: sound that is skipped goes with its picture.
        var samplesPerSlot: Int
        /// Pictures that may wait.
        var capacity: Int
        /// Drop the oldest picture instead of holding the child back.
        var isLive: Bool
        /// Silence after which the child counts as hanging.
        var patience = Nanoseconds.seconds(2)
        /// The same before the first picture.
        var firstPatience = Nanoseconds.seconds(10)
    }

    /// Sound kept at most: four seconds, after which the picture must have come.
    static let soundSecondsMax = 4

    /// What ffmpeg is told.
    struct Command: Sendable {
        var arguments: [String]
        /// Sound comes on the second pipe.
        var hasSound: Bool
    }

    private let options: Options
    private let pool: PoolMeter
    private let prepare: @Sendable () -> Result<Command, MediaFailure>
    private let state: Monitor<PlaybackState>
    private let process = Monitor<ChildProcess?>(nil)

    /// Begins at once. `prepare` finds out what to tell ffmpeg, on the playback's own thread.
    init(
        _ options: Options, number: Int, pool: PoolMeter,
        prepare: @escaping @Sendable () -> Result<Command, MediaFailure>
    ) {
        self.options = options
        self.pool = pool
        self.prepare = prepare
        state = Monitor(
            PlaybackState(
                firstNumber: options.firstNumber, capacity: options.capacity,
                bytesPerSampleFrame: options.bytesPerSampleFrame))
        WorkerThread.start(named: "decode.\(number)", owner: "input", .degrading) { [self] in
            run()
        }
    }

    /// The child's process id while it runs.
    var processID: Int32? { process.withLock { $0?.processID } }

    /// Looks at or takes from what has been decoded; wakes the reader when there is room again.
    func withState<Result>(_ body: (inout PlaybackState) -> Result) -> Result {
        let (result, hasRoom) = state.withLock { (body(&$0), !$0.isFull) }
        if hasRoom { state.notifyAll() }
        return result
    }

    /// Ends it; the thread kills the child and goes by itself.
    func stop() {
        state.withLock { $0.isStopped = true }
        process.withLock { $0 }?.signal(SIGKILL)
        state.notifyAll()
    }

    private func run() {
        let time = SystemTimeSource()
        // Two that were ended are still ending: their thread goes with their child.
        var place = pool.enter(isWaiting: true)
        while place == nil {
            if state.withLock({ $0.isStopped }) { return end(nil) }
            time.sleep(until: time.now() + .milliseconds(10))
            place = pool.enter(isWaiting: true)
        }
        defer { place?.leave() }
        switch prepare() {
        case .failure(let failure): end(failure)
        case .success(let command): play(command)
        }
    }

    private func play(_ command: Command) {
        let time = SystemTimeSource()
        do {
            let pictures = try OwnedDescriptor.pipe(capacity: 1 << 20)
            let sound = try OwnedDescriptor.pipe(capacity: 1 << 18)
            let errors = try OwnedDescriptor.pipe()
            state.withLock { $0.hasSound = command.hasSound }
            let child = try ChildProcess(
                "ffmpeg", command.arguments, environment: options.environment,
                standardOutput: pictures.writeEnd.rawValue,
                standardError: errors.writeEnd.rawValue, extra: sound.writeEnd.rawValue,
                diesWithThread: true)
            process.withLock { $0 = child }
            // Stopped while it was being started: nobody has signalled it.
            if state.withLock({ $0.isStopped }) { child.signal(SIGKILL) }
            var reader = PlaybackReader(
                options: options, hasSound: command.hasSound, state: state,
                pictures: pictures.takeReadEnd(), sound: sound.takeReadEnd(),
                errors: errors.takeReadEnd(), time: time)
            let isHanging = reader.readToEnd()
            if isHanging { child.signal(SIGKILL) }
            let exit =
                child.wait(until: time.now() + .milliseconds(500))
                ?? child.terminate(grace: .milliseconds(200))
            process.withLock { $0 = nil }
            end(reader.failure(exit: exit, isHanging: isHanging))
        } catch {
            end(MediaFailure("\(error)"))
        }
    }

    private func end(_ failure: MediaFailure?) {
        state.withLock {
            $0.isSoundEnded = true
            $0.hasEnded = true
            $0.failure = $0.isStopped ? nil : failure
        }
        state.notifyAll()
    }
}
