import Common
import Frames

/// Watches the timeline for `holdover up`: the live line, the end of the duration, the final count.
/// Owned by the supervisor's thread.
final class OnAirWatch {
    /// Slots after the last wanted one that the device may still need to hand its frame on.
    static let marginSlots = 12

    private let reader: TimelineReader
    private let wantedFrames: Int?
    private var firstProgramme: FrameIndex?
    private var scannedTo: FrameIndex?
    private var lastCount: (slots: UInt64, at: MonotonicInstant)?
    private(set) var latest: TimelineState?

    /// `wantedFrames` frames from the first programme frame on end the show; nil: none does.
    init(in plane: FramePlane, wantedFrames: Int?) {
        reader = TimelineReader(in: plane)
        self.wantedFrames = wantedFrames
    }

    /// Looks at the timeline; true when the slots of all wanted frames have gone by. A few hundred
    /// nanoseconds.
    func isFinished() -> Bool {
        guard let state = reader.latest() else { return false }
        latest = state
        findFirstProgramme()
        guard let wantedFrames, let firstProgramme else { return false }
        // Slots that went by without a device count as time: a show ends, well or not.
        let goneBy = state.nextIndex - state.scheduledDepth - 1
        return goneBy - firstProgramme >= wantedFrames + Self.marginSlots
    }

    /// True once a programme frame has been displayed.
    var isProgrammeOnAir: Bool { firstProgramme != nil }

    private func findFirstProgramme() {
        guard firstProgramme == nil else { return }
        for record in reader.records(from: scannedTo) {
            let isProgramme = record.source == .programA || record.source == .programB
            if record.result == .pending { break }
            scannedTo = record.index + 1
            if isProgramme, record.result == .completed {
                firstProgramme = record.index
                return
            }
        }
    }

    /// The live line: format, source on air, measured rate, slots by source, lost.
    func line(_ record: SupervisorRecord, at now: MonotonicInstant) -> String {
        guard let state = latest else { return startingLine(record) }
        let slots = state.totals.total
        var rate = ""
        if let last = lastCount, now - last.at > 0, slots >= last.slots {
            let perSecond = Double(slots - last.slots) / (now - last.at).seconds
            rate = "  \((perSecond * 10).rounded() / 10)/s"
        }
        lastCount = (slots, now)
        let restarts = record.children.reduce(0) { $0 + $1.restarts }
        let forced = state.forced == nil ? "" : " FORCED"
        return "\(state.video)  \(state.rung)\(forced)\(rate)  "
            + Self.summary(state.totals) + (restarts > 0 ? "  restarts \(restarts)" : "")
    }

    private func startingLine(_ record: SupervisorRecord) -> String {
        let waiting = record.children.filter { $0.state != .running }.map(\.name)
        return "waiting for \(waiting.joined(separator: ", "))"
    }

    /// Slots by source, those there are, and the lost ones.
    static func summary(_ totals: SlotTotals) -> String {
        var parts: [String] = []
        for source in SlotSource.allCases where totals.total(source) > 0 {
            parts.append("\(source) \(totals.total(source))")
        }
        return parts.joined(separator: "  ") + "  lost \(totals.lost)"
    }
}
