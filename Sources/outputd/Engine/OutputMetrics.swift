import Common
import Frames

/// The output's series, computed from the timeline page at each scrape: the playout thread counts
/// once, for everybody.
struct OutputMetrics: Sendable {
    let timeline: TimelineReader
    let time = SystemTimeSource()

    func register(in registry: MetricsRegistry) {
        registry.register { self.families() }
    }

    private func families() -> [MetricsRegistry.Family] {
        guard let state = timeline.latest() else { return [] }
        return [lost(state), slots(state), seconds(state), state.deviceFamily] + clock(state)
    }

    private func lost(_ state: TimelineState) -> MetricsRegistry.Family {
        MetricsRegistry.Family(
            "output_lost_slots_total",
            help: "Slots in which nothing scheduled for them was shown on time. Must stay zero.",
            kind: .counter,
            samples: LostCause.allCases.filter { $0 != .none }.map { cause in
                MetricsRegistry.Sample(
                    labels: [
                        ("cause", cause.description), ("fault", cause.isOurs ? "ours" : "device"),
                    ], value: Double(state.totals[lost: cause]))
            })
    }

    private func slots(_ state: TimelineState) -> MetricsRegistry.Family {
        MetricsRegistry.Family(
            "output_slots_total", help: "Slots by what was scheduled and what became of them.",
            kind: .counter,
            samples: SlotSource.allCases.flatMap { source in
                SlotResult.allCases.filter { $0 != .pending }.map { result in
                    MetricsRegistry.Sample(
                        labels: [("source", source.description), ("result", result.description)],
                        value: Double(state.totals[source, result]))
                }
            })
    }

    private func seconds(_ state: TimelineState) -> MetricsRegistry.Family {
        MetricsRegistry.Family(
            "output_source_seconds_total", help: "Seconds each source was on air.", kind: .counter,
            samples: SlotSource.allCases.map { source in
                let count = Int64(clamping: state.totals[source, .completed])
                return MetricsRegistry.Sample(
                    labels: [("source", source.description)],
                    value: state.rate.duration(ofFrames: count).seconds)
            })
    }

    private func clock(_ state: TimelineState) -> [MetricsRegistry.Family] {
        let nominal = Double(TimelineAnchor.nominalPeriodFraction(state.rate))
        let drift = (nominal / Double(state.anchor.periodFraction) - 1) * 1e6
        let now = time.now()
        let tai = FrameIndex(taiNanoseconds: time.taiNanoseconds(), rate: state.rate)
        func gauge(_ name: String, _ help: String, _ value: Double) -> MetricsRegistry.Family {
            MetricsRegistry.Family(
                name, help: help, kind: .gauge, samples: [MetricsRegistry.Sample(value: value)])
        }
        return [
            gauge(
                "output_clock_drift_ppm", "How much faster the device runs than the host.", drift),
            gauge(
                "output_tai_offset_slots", "Index of now less the index TAI would give.",
                Double(state.indexNow(at: now) - tai)),
            gauge(
                "output_heartbeat_age_seconds", "Since the playout loop last published.",
                (now - state.heartbeat).seconds),
            gauge(
                "output_forced", "1 while an operator forces the output.",
                state.forced == nil ? 0 : 1),
        ]
    }
}

extension TimelineState {
    fileprivate var deviceFamily: MetricsRegistry.Family {
        MetricsRegistry.Family(
            "output_device_state", help: "1 for the state the device is in.", kind: .gauge,
            samples: DeviceState.allCases.map { state in
                MetricsRegistry.Sample(
                    labels: [("state", state.description)], value: state == deviceState ? 1 : 0)
            })
    }
}
