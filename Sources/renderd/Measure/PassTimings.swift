import Common
import Synchronization

/// How long the parts of frames took on the GPU, summed up. Added to by the render thread, which never
/// waits for it; read by whoever asks for metrics.
final class PassTimings: Sendable {
    private struct State {
        /// In the order in which parts were seen; room for `partsMax`, so that adding allocates nothing.
        var sums: [(part: PassPart, nanoseconds: UInt64)] = []
        var frames: UInt64 = 0
        var missed: UInt64 = 0
    }
    private static let partsMax = 128
    private let state: Mutex<State>

    init(_ registry: MetricsRegistry) {
        var empty = State()
        empty.sums.reserveCapacity(Self.partsMax)
        state = Mutex(empty)
        registry.register { [weak self] in self?.families ?? [] }
    }

    /// Adds a frame; `durations` and `parts` are of the same length. It is left out where somebody is
    /// reading just now.
    func add(_ parts: ArraySlice<PassPart>, _ durations: ArraySlice<UInt64>) {
        _ = state.withLockIfAvailable { state in
            state.frames += 1
            for (part, duration) in zip(parts, durations) {
                if let place = state.sums.firstIndex(where: { $0.part == part }) {
                    state.sums[place].nanoseconds += duration
                } else if state.sums.count < Self.partsMax {
                    state.sums.append((part, duration))
                }
            }
        }
    }

    /// A frame was not timed, since the GPU had not answered for an earlier one.
    func miss() { _ = state.withLockIfAvailable { $0.missed += 1 } }

    /// Seconds by part.
    var seconds: [String: Double] {
        state.withLock { state in
            Dictionary(state.sums.map { ($0.part.label, Double($0.nanoseconds) / 1e9) }) { $0 + $1 }
        }
    }

    private var families: [MetricsRegistry.Family] {
        let (frames, missed) = state.withLock { ($0.frames, $0.missed) }
        let sums = seconds.sorted { $0.key < $1.key }
        return [
            MetricsRegistry.Family(
                "gpu_part_seconds_total",
                help: "GPU time of the parts of timed frames; layers count from the bottom.",
                kind: .counter,
                samples: sums.map { .init(labels: [("part", $0.key)], value: $0.value) }),
            MetricsRegistry.Family(
                "gpu_timed_frames_total", help: "Frames whose parts were timed.", kind: .counter,
                samples: [.init(value: Double(frames))]),
            MetricsRegistry.Family(
                "gpu_untimed_frames_total",
                help:
                    "Frames that were not timed because the GPU had not answered for earlier ones.",
                kind: .counter, samples: [.init(value: Double(missed))]),
        ]
    }
}
