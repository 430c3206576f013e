import Common
import Frames
import Glibc
import Logging
import Messaging
import Proto

/// Compares what the two lanes draw: about once a second the newest frame that both have, byte for
/// byte. Lanes that go on differing would jump when the output changes from one to the other. One
/// difference means nothing, since a build may be ready one frame earlier in one of them. Runs under a
/// `LoopSupervisor`; owns nothing the playout thread needs.
struct LaneWatch: Sendable {
    let link: CoordinatorLink?
    let plane: FramePlane
    let timelineEpoch: UInt64
    let gauges: Gauges
    /// Called once a turn; tests make the loop die here.
    let onTurn: @Sendable (String) throws -> Void
    private let log = Logger(label: "lanes")
    private let time = SystemTimeSource()

    /// What the watch counts. Atomics.
    struct Gauges: Sendable {
        let compared: Counter
        let different: Counter

        init(_ registry: MetricsRegistry) {
            compared = registry.counter(
                "output_lane_comparisons_total", help: "Frames of the two lanes compared.")
            different = registry.counter(
                "output_lane_differences_total",
                help: "Frames of the two lanes that were not equal.")
        }
    }

    /// Differences in a row that are an alarm.
    static let patience = 3
    private static let interval = Nanoseconds.seconds(1)

    init(
        link: CoordinatorLink?, plane: FramePlane, timelineEpoch: UInt64,
        registry: MetricsRegistry, onTurn: @escaping @Sendable (String) throws -> Void
    ) {
        self.link = link
        self.plane = plane
        self.timelineEpoch = timelineEpoch
        self.onTurn = onTurn
        gauges = Gauges(registry)
    }

    func run(_ loop: LoopSupervisor) throws {
        let lanes = [ObjectName.programA, .programB].map {
            RingFollower($0, in: plane, prefault: false)
        }
        var inARow = 0
        var isAlarmed = false
        alarm(isActive: false)
        while !loop.isStopping {
            try onTurn(loop.name)
            let limit = time.now() + Self.interval
            while !loop.isStopping, time.now() < limit {
                time.sleep(until: min(limit, time.now() + .milliseconds(100)))
            }
            guard let isEqual = compare(lanes) else { continue }
            gauges.compared.add()
            if !isEqual { gauges.different.add() }
            inARow = isEqual ? 0 : inARow + 1
            let shouldAlarm = inARow >= Self.patience
            guard shouldAlarm != isAlarmed else { continue }
            isAlarmed = shouldAlarm
            log.warning("the lanes draw \(isAlarmed ? "different" : "equal") pictures")
            alarm(isActive: isAlarmed)
        }
    }

    /// Whether the newest frame of both lanes is equal. Nil where there is none, where one says itself
    /// that it is out of step, and where it was overwritten meanwhile.
    private func compare(_ lanes: [RingFollower]) -> Bool? {
        let rings = lanes.compactMap { $0.reader(at: time.now()) }
        let newest = rings.compactMap(\.newest).filter { $0.timelineEpoch == timelineEpoch }
        guard rings.count == 2, newest.count == 2 else { return nil }
        let index = min(newest[0].index, newest[1].index)
        let frames = rings.compactMap { $0.read(index, timelineEpoch: timelineEpoch).frame }
        guard frames.count == 2,
            !frames.contains(where: { $0.metadata.flags.contains(.outOfStep) })
        else { return nil }
        let (one, other) = (frames[0].payload, frames[1].payload)
        guard let first = one.baseAddress, let second = other.baseAddress else { return nil }
        let isEqual = one.count == other.count && memcmp(first, second, one.count) == 0
        return frames.allSatisfy { $0.isStillValid() } ? isEqual : nil
    }

    private func alarm(isActive: Bool) {
        _ = link?.facts.report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: "lanes-differ", subject: "outputd"), active: isActive,
                    severity: .major,
                    text: isActive
                        ? "the two lanes go on drawing different pictures; restart the one that is"
                            + " not on air" : "",
                    sinceMonotonicNanoseconds: time.now().nanoseconds)))
    }
}
