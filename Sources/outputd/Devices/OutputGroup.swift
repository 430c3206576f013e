import Common

/// Several outputs of one programme: the clock, by which everything is made, and its followers. Owned by
/// the playout thread. With no follower it is the clock alone.
final class OutputGroup<Clock: OutputDevice>: OutputDevice {
    private let clock: Clock
    private let followers: [Follower]
    private let time: any TimeSource
    private var signal: DeviceSignal?
    private var isStopping = false

    init(clock: Clock, followers: [Follower], time: any TimeSource = SystemTimeSource()) {
        self.clock = clock
        self.followers = followers
        self.time = time
    }

    var descriptor: Int32 { clock.descriptor }
    var trouble: DeviceTrouble { clock.trouble }

    func connect(_ signal: DeviceSignal) -> Bool {
        self.signal = signal
        return clock.connect(signal)
    }

    func schedule(
        _ slot: borrowing DeviceSlot, audio: UnsafeRawBufferPointer
    ) -> DeviceSend {
        let answer = clock.schedule(slot, audio: audio)
        guard answer == .sent, !followers.isEmpty, let signal else { return answer }
        let now = time.now()
        for follower in followers { follower.offer(slot, audio: audio, signal: signal, at: now) }
        return answer
    }

    func start(at index: FrameIndex) -> DeviceSend { clock.start(at: index) }

    func stop() -> DeviceSend {
        isStopping = true
        for follower in followers { follower.stop() }
        return clock.stop()
    }

    /// The followers stay: only the clock is away.
    func disconnect() { clock.disconnect() }

    func receive() -> DeviceEvent? {
        if !isStopping {
            let now = time.now()
            for follower in followers { follower.listen(at: now) }
        }
        return clock.receive()
    }
}
