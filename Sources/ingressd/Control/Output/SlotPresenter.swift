import Common
import Frames

/// One slot record as JSON, the form of `GET /api/v1/slots`.
enum SlotPresenter {
    static func json(_ record: SlotRecord) -> JSONValue {
        [
            "index": .integer(record.index.value),
            "timelineEpoch": .string(String(record.timelineEpoch, radix: 16)),
            "source": .string(record.source.description),
            "result": .string(record.result.description),
            "lostCause": record.lostCause == .none
                ? .null : .string(record.lostCause.description),
            "displayedIndex": record.displayedIndex.map { .integer($0.value) } ?? .null,
            "snapshotNumber": .count(record.snapshotVersion),
            "inputIndex": record.inputIndex.map { .integer($0.value) } ?? .null,
            "inputFrameNumber": record.inputFrameNumber.map { .integer($0) } ?? .null,
        ]
    }
}
