public import Common
import Playout

/// A device that shows what the clock shows, by a clock of its own. Owned by the playout thread.
///
/// It is given each slot the clock was given. It never makes the clock wait: what it cannot take is
/// dropped and counted, and while it is away it is looked for again. One whose clock runs faster runs
/// dry in time, one whose clock runs slower fills up; after three such slots it is prerolled anew, which
/// is counted. Worked example: 50 ppm apart at 50 frames a second, that is every 20 minutes. Outputs
/// that must never part belong on one reference.
public final class Follower {
    private enum State {
        case away(until: MonotonicInstant)
        case connecting(until: MonotonicInstant)
        case prerolling(scheduled: Int)
        case playing
    }

    /// What is counted at a follower. Atomics.
    public struct Instruments: Sendable {
        let shown: Counter
        let late: Counter
        let lost: Counter
        let dropped: Counter
        let anchored: Counter
        let isPlaying: Gauge

        /// Counters of output `number`.
        public init(number: Int, registry: MetricsRegistry) {
            func slots(_ result: String) -> Counter {
                registry.counter(
                    "output_follower_slots_total", help: "Slots a following output answered for.",
                    labels: [("output", "\(number)"), ("result", result)])
            }
            shown = slots("completed")
            late = slots("late")
            lost = slots("lost")
            let label = [("output", "\(number)")]
            dropped = registry.counter(
                "output_follower_dropped_total",
                help: "Slots a following output could not take.", labels: label)
            anchored = registry.counter(
                "output_follower_prerolls_total", help: "Times a following output was prerolled.",
                labels: label)
            isPlaying = registry.gauge(
                "output_follower_playing", help: "1 while a following output plays.",
                labels: label)
        }
    }

    private let device: Device
    private let depth: Int
    private let instruments: Instruments
    private var state = State.away(until: MonotonicInstant(nanoseconds: 0))
    private var outstanding = 0
    private var missedSlots = 0
    private static let retry = Nanoseconds.milliseconds(250)
    private static let missedLimit = 3

    /// A follower kept `depth` slots ahead.
    public init(_ device: Device, depth: Int, instruments: Instruments) {
        self.device = device
        self.depth = depth
        self.instruments = instruments
    }

    /// The slot the clock has just been given.
    func offer(
        _ slot: borrowing DeviceSlot, audio: UnsafeRawBufferPointer, signal: DeviceSignal,
        at now: MonotonicInstant
    ) {
        switch state {
        case .away(let until):
            if now >= until { connect(signal, at: now) }
        case .connecting(let until):
            if now >= until { lose(at: now) }
        case .prerolling, .playing:
            guard outstanding < depth + 2 else {
                instruments.dropped.add()
                miss(at: now)
                return
            }
            give(slot, audio, at: now)
        }
    }

    /// Takes in what the device says.
    func listen(at now: MonotonicInstant) {
        while let event = device.receive() {
            switch event {
            case .attached(let attachment):
                outstanding = 0
                missedSlots = 0
                instruments.anchored.add()
                if attachment.isMapped { play() } else { state = .prerolling(scheduled: 0) }
            case .refused, .lost: lose(at: now)
            case .completed(let completion): completed(completion.result)
            case .missed:
                miss(at: now)
            case .reference: break
            }
        }
    }

    /// An orderly end.
    func stop() {
        _ = device.stop()
        disconnect()
    }

    /// Its clock and ours have parted by a slot.
    private func miss(at now: MonotonicInstant) {
        missedSlots += 1
        if missedSlots >= Self.missedLimit { lose(at: now) }
    }

    private func completed(_ result: SlotResult) {
        outstanding = max(outstanding - 1, 0)
        switch result {
        case .completed: instruments.shown.add()
        case .late: instruments.late.add()
        case .dropped, .flushed, .pending: instruments.lost.add()
        }
    }

    private func connect(_ signal: DeviceSignal, at now: MonotonicInstant) {
        let isFound = device.connect(signal)
        state = isFound ? .connecting(until: now + .seconds(3)) : .away(until: now + Self.retry)
    }

    private func give(
        _ slot: borrowing DeviceSlot, _ audio: UnsafeRawBufferPointer, at now: MonotonicInstant
    ) {
        let index = slot.index
        switch device.schedule(slot, audio: audio) {
        case .sent:
            outstanding += 1
            advance(index, at: now)
        case .busy: instruments.dropped.add()
        case .lost: lose(at: now)
        }
    }

    private func advance(_ index: FrameIndex, at now: MonotonicInstant) {
        guard case .prerolling(let scheduled) = state else { return }
        guard scheduled + 1 >= depth else {
            state = .prerolling(scheduled: scheduled + 1)
            return
        }
        let first = index - scheduled
        if device.start(at: first) == .sent { play() } else { lose(at: now) }
    }

    private func play() {
        state = .playing
        instruments.isPlaying.set(1)
    }

    private func lose(at now: MonotonicInstant) {
        disconnect()
        state = .away(until: now + Self.retry)
        instruments.isPlaying.set(0)
    }

    private func disconnect() {
        device.disconnect()
        outstanding = 0
    }
}
