internal import Common

extension CardResult {
    /// The name in records: "completed", "late", "dropped" or "flushed".
    public var name: String {
        switch self {
        case .completed: "completed"
        case .late: "late"
        case .dropped: "dropped"
        case .flushed: "flushed"
        }
    }
}

extension TickRecord {
    /// One line of JSON, with null where there is nothing to say.
    public var json: String {
        func number(_ value: Int64?) -> String { value.map { "\($0)" } ?? "null" }
        func name(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }
        return "{\"tick\":\(tick),\"instant_ns\":\(instantNanoseconds),"
            + "\"index\":\(number(index)),\"source\":\(name(source?.description)),"
            + "\"result\":\(name(result?.name)),\"held\":\(isHeld),"
            + "\"displayed_index\":\(number(displayedIndex)),"
            + "\"input_index\":\(number(inputIndex)),"
            + "\"input_frame_number\":\(number(inputFrameNumber)),"
            + "\"snapshot_version\":\(snapshotVersion),"
            + "\"recorded_frame\":\(number(recordedFrame)),\"audio_samples\":\(audioSampleCount)}"
    }
}
