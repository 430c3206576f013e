internal import Common

/// How a running card stands; what `card-control.sock` answers to `status`.
struct CardStatusReport {
    var processID: Int32
    var cardEpoch: UInt64
    var format: VideoFormat
    var tickCount: Int64
    var index: Int64?
    var isAttached: Bool
    var attachCount: Int64
    var queuedCount: Int
    var queueCapacity: Int
    var faults: CardFaults
    var driftPartsPerMillion: Int64
    var totals: CardTotals
    var recordedFrameCount: Int64
    var isRecordingComplete: Bool
    var sinks: [SinkStatus]

    var json: String {
        "{\"ok\":true,\"pid\":\(processID),\"epoch\":\(cardEpoch),\"format\":\"\(format)\","
            + "\"ticks\":\(tickCount),\"index\":\(index.map { "\($0)" } ?? "null"),"
            + "\"attached\":\(isAttached),\"attaches\":\(attachCount),"
            + "\"queued\":\(queuedCount),\"queue_capacity\":\(queueCapacity),"
            + "\"plugged\":\(!faults.isUnplugged),\"reference\":\(!faults.isReferenceLost),"
            + "\"drift_ppm\":\(driftPartsPerMillion),"
            + "\"stalled_ticks_left\":\(faults.stalledTickCount),"
            + "\"held_ticks\":\(totals.heldTicks),\"missed_ticks\":\(totals.missedTicks),"
            + "\"completed\":\(totals.completed),\"late\":\(totals.late),"
            + "\"dropped\":\(totals.dropped),\"flushed\":\(totals.flushed),"
            + "\"malformed\":\(totals.malformed),"
            + "\"recorded_frames\":\(recordedFrameCount),"
            + "\"recording_complete\":\(isRecordingComplete),"
            + "\"sinks\":[\(sinks.map(\.json).joined(separator: ","))]}"
    }
}

/// Counts since the card began.
struct CardTotals: Sendable {
    var completed: UInt64 = 0
    var late: UInt64 = 0
    var dropped: UInt64 = 0
    var flushed: UInt64 = 0
    /// Ticks with an index that showed the picture of an earlier one.
    var heldTicks: UInt64 = 0
    /// Ticks with an index for which nothing was queued.
    var missedTicks: UInt64 = 0
    /// Packets that were no messages of the protocol, or came out of order.
    var malformed: UInt64 = 0

    mutating func count(_ result: CardResult) {
        switch result {
        case .completed: completed += 1
        case .late: late += 1
        case .dropped: dropped += 1
        case .flushed: flushed += 1
        }
    }
}
