public import Common
internal import Foundation

/// The output clock and its slot records, for people and scripts: what `holdover slots` prints.
public struct SlotInspection: Sendable, Encodable {
    /// One record.
    public struct Record: Sendable, Encodable {
        /// The slot.
        public let index: Int64
        /// Its timeline epoch, in hexadecimal.
        public let timelineEpoch: String
        /// Where the picture came from.
        public let source: String
        /// What became of it.
        public let result: String
        /// Why it was lost; "none" where it was not.
        public let lostCause: String
        /// The output index of the frame shown; nil for stills.
        public let displayedIndex: Int64?
        /// The snapshot it was drawn from.
        public let snapshotVersion: UInt64
        /// The input index in the frame shown.
        public let inputIndex: Int64?
        /// The media's own frame number in the frame shown.
        public let inputFrameNumber: Int64?
        /// When it was scheduled, CLOCK_MONOTONIC.
        public let scheduledAtNanoseconds: Int64
        /// When the device answered, CLOCK_MONOTONIC; nil while pending.
        public let completedAtNanoseconds: Int64?
        /// Names of the marks on it.
        public let flags: [String]
    }

    /// The clock as last published.
    public struct Clock: Sendable, Encodable {
        /// The output format, such as "1280x720p50".
        public let format: String
        /// Frames per second, as "numerator/denominator".
        public let rate: String
        /// The epoch of the outputd process, in hexadecimal.
        public let processEpoch: String
        /// The timeline epoch, in hexadecimal.
        public let timelineEpoch: String
        /// The next index to be scheduled.
        public let nextIndex: Int64
        /// The newest slot answered for.
        public let lastCompletedIndex: Int64?
        /// The index on air, extrapolated.
        public let indexNow: Int64
        /// The measured period.
        public let periodNanoseconds: Double
        /// Where the device is in its life.
        public let deviceState: String
        /// The source on air.
        public let rung: String
        /// The source forced by an operator.
        public let forced: String?
        /// Since the last publication.
        public let heartbeatAgeSeconds: Double
        /// True while an outputd holds the timeline lock.
        public let isWriterAlive: Bool
        /// Slots by source and result, those that occurred.
        public let slotsTotal: [String: [String: UInt64]]
        /// Lost slots by cause, all causes.
        public let lostSlotsTotal: [String: UInt64]
    }

    /// The clock; nil where there is no timeline, or none readable.
    public let timeline: Clock?
    /// Why there is none.
    public let error: String?
    /// The records, oldest first.
    public let slots: [Record]

    /// Reads the clock and the records from `first` on (nil: all there are, at most 1 024).
    public init(
        _ reader: TimelineReader, from first: FrameIndex? = nil, at now: MonotonicInstant
    ) {
        let state = reader.latest()
        timeline = state.map { Clock($0, isWriterAlive: reader.isWriterAlive(), at: now) }
        error =
            state == nil
            ? reader.lastError?.description
                ?? "the timeline holds no valid state: see whether outputd runs (holdover status)"
            : nil
        slots = reader.records(from: first).map(Record.init)
    }

    /// The inspection as JSON, keys in snake case and sorted.
    public var json: String { InspectionText.json(self) }

    /// The inspection as a table for a terminal.
    public var text: String {
        var lines: [String] = []
        if let timeline {
            lines.append(
                "\(timeline.format)  device \(timeline.deviceState), on air \(timeline.rung)"
                    + (timeline.forced.map { " (forced \($0))" } ?? "")
                    + (timeline.isWriterAlive ? "" : ", outputd is not running"))
            lines.append(
                "  index now \(timeline.indexNow), next \(timeline.nextIndex), completed "
                    + InspectionText.optional(timeline.lastCompletedIndex)
                    + ", lost \(timeline.lostSlotsTotal.values.reduce(0, &+))")
        } else if let error {
            lines.append(error)
        }
        lines.append(
            InspectionText.row([
                ("index", 13), ("source", 12), ("result", 10), ("lost", 15), ("shows", 13),
                ("input", 13), ("media", 9), ("snapshot", 9), ("flags", 5),
            ]))
        for slot in slots {
            lines.append(
                InspectionText.row([
                    ("\(slot.index)", 13), (slot.source, 12), (slot.result, 10),
                    (slot.lostCause == "none" ? "" : slot.lostCause, 15),
                    (InspectionText.optional(slot.displayedIndex), 13),
                    (InspectionText.optional(slot.inputIndex), 13),
                    (InspectionText.optional(slot.inputFrameNumber), 9),
                    ("\(slot.snapshotVersion)", 9), (slot.flags.joined(separator: ","), 5),
                ]))
        }
        return lines.joined(separator: "\n")
    }
}

extension SlotInspection.Record {
    /// One record as text and numbers.
    public init(_ record: SlotRecord) {
        index = record.index.value
        timelineEpoch = RingInspection.hexadecimal(record.timelineEpoch)
        source = record.source.description
        result = record.result.description
        lostCause = record.lostCause.description
        displayedIndex = record.displayedIndex?.value
        snapshotVersion = record.snapshotVersion
        inputIndex = record.inputIndex?.value
        inputFrameNumber = record.inputFrameNumber
        scheduledAtNanoseconds = record.scheduledAt.nanoseconds
        completedAtNanoseconds = record.completedAt?.nanoseconds
        flags = record.flags.names
    }
}

extension SlotInspection.Clock {
    init(_ state: TimelineState, isWriterAlive: Bool, at now: MonotonicInstant) {
        format = state.video.description
        rate = "\(state.rate.numerator)/\(state.rate.denominator)"
        processEpoch = RingInspection.hexadecimal(state.processEpoch)
        timelineEpoch = RingInspection.hexadecimal(state.timelineEpoch)
        nextIndex = state.nextIndex.value
        lastCompletedIndex = state.lastCompletedIndex?.value
        indexNow = state.indexNow(at: now).value
        periodNanoseconds = Double(state.anchor.periodFraction) / 4_294_967_296
        deviceState = state.deviceState.description
        rung = state.rung.description
        forced = state.forced?.description
        heartbeatAgeSeconds = (now - state.heartbeat).seconds
        self.isWriterAlive = isWriterAlive
        var bySource: [String: [String: UInt64]] = [:]
        for source in SlotSource.allCases {
            for result in SlotResult.allCases where state.totals[source, result] > 0 {
                bySource[source.description, default: [:]][result.description] =
                    state.totals[source, result]
            }
        }
        slotsTotal = bySource
        var lost: [String: UInt64] = [:]
        for cause in LostCause.allCases where cause != .none {
            lost[cause.description] = state.totals[lost: cause]
        }
        lostSlotsTotal = lost
    }
}
