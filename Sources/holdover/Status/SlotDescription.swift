import Common
import Frames

/// One slot record as `holdover slots` prints it.
struct SlotDescription: Encodable {
    let index: Int64
    let timelineEpoch: UInt64
    let source: String
    let result: String
    /// Why it was lost; "none" where it was not.
    let lost: String
    let displayedIndex: Int64?
    let snapshotVersion: UInt64
    let inputIndex: Int64?
    let inputFrameNumber: Int64?
    let scheduledAtNanoseconds: Int64
    let completedAtNanoseconds: Int64?
    let flags: [String]

    init(_ record: SlotRecord) {
        index = record.index.value
        timelineEpoch = record.timelineEpoch
        source = record.source.description
        result = record.result.description
        lost = record.lostCause.description
        displayedIndex = record.displayedIndex?.value
        snapshotVersion = record.snapshotVersion
        inputIndex = record.inputIndex?.value
        inputFrameNumber = record.inputFrameNumber
        scheduledAtNanoseconds = record.scheduledAt.nanoseconds
        completedAtNanoseconds = record.completedAt?.nanoseconds
        let names: [(SlotFlags, String)] = [
            (.forced, "forced"), (.inputLost, "input_lost"), (.silent, "silent"),
            (.accountedLater, "accounted_later"), (.preroll, "preroll"),
        ]
        flags = names.filter { record.flags.contains($0.0) }.map(\.1)
    }

    /// One line for people.
    var line: String {
        func number(_ value: Int64?) -> String { value.map(String.init) ?? "-" }
        var parts = ["\(index)", source, result]
        if lost != "none" { parts.append("LOST: \(lost)") }
        if displayedIndex != index { parts.append("shows \(number(displayedIndex))") }
        parts.append("input frame \(number(inputFrameNumber))")
        parts.append("snapshot \(snapshotVersion)")
        parts += flags
        return parts.joined(separator: "  ")
    }
}
