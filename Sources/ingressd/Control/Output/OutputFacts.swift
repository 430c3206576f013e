import Common
import Frames
import Proto

/// What the timeline page says at one moment.
struct OutputFacts: Sendable {
    let state: TimelineState
    /// Whether an outputd holds the timeline now.
    let isAlive: Bool
    let now: MonotonicInstant
    /// What the rings of the lanes say.
    let renderers: [RendererFacts]

    /// The document while there is no timeline.
    static let absent: JSONValue = ["available": false]

    /// The document.
    var json: JSONValue {
        let totals = state.totals
        let sources = SlotSource.allCases.map {
            ($0.description, JSONValue.count(totals.total($0)))
        }
        let results = SlotResult.allCases.map {
            ($0.description, JSONValue.count(totals.total($0)))
        }
        let causes = LostCause.allCases.filter { $0 != .none }
            .map { ($0.description, JSONValue.count(totals[lost: $0])) }
        let seconds = SlotSource.allCases.map {
            ($0.description, JSONValue.finite(Self.seconds(totals.total($0), state.rate)))
        }
        return [
            "available": true,
            "up": .bool(isAlive),
            "format": .string(state.video.description),
            "rate": .string("\(state.rate)"),
            "device": .string(state.deviceState.description),
            "onAir": .string(state.rung.description),
            "forced": .optional(state.forced?.description),
            "index": .integer((state.lastCompletedIndex ?? state.nextIndex).value),
            "timelineEpoch": .string(String(state.timelineEpoch, radix: 16)),
            "heartbeatAgeMilliseconds": .count((now - state.heartbeat).count / 1_000_000),
            "scheduledDepth": .count(state.scheduledDepth),
            "slots": .count(totals.total),
            "slotsBySource": .object(JSONObject(sources)),
            "slotsByResult": .object(JSONObject(results)),
            "secondsBySource": .object(JSONObject(seconds)),
            "lost": .count(totals.lost),
            "lostByUs": .count(totals.lostByUs),
            "lostByCause": .object(JSONObject(causes)),
        ]
    }

    private static func seconds(_ slots: UInt64, _ rate: FrameRate) -> Double {
        let exact = Double(slots) * Double(rate.denominator) / Double(rate.numerator)
        return (exact * 100).rounded() / 100
    }
}

/// What the ring of one lane says.
struct RendererFacts: Sendable, Equatable {
    let lane: String
    /// Newest index drawn.
    let index: FrameIndex
    /// How far ahead of the clock that is; negative when late.
    let ahead: Int
    /// Drawing time of the newest frame.
    let frameTime: Nanoseconds
    /// Age of the newest frame.
    let age: Nanoseconds
    let snapshotVersion: UInt64

    var json: JSONValue {
        [
            "lane": .string(lane), "index": .integer(index.value), "ahead": .count(ahead),
            "frameTimeMilliseconds": .finite((frameTime.milliseconds * 100).rounded() / 100),
            "ageMilliseconds": .count(age.count / 1_000_000),
            "snapshotNumber": .count(snapshotVersion),
        ]
    }
}
