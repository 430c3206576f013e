import Common
import Frames

/// A live ring as `holdover ring` prints it.
struct RingDescription: Encodable {
    /// One index of the ring's window.
    struct Slot: Encodable {
        let index: Int64
        /// `frame`, or why there is none.
        let state: String
        let detail: String?
        let snapshotVersion: UInt64?
        let inputIndex: Int64?
        let inputFrameNumber: Int64?
        let drawNanoseconds: Int64?
        let audioSamples: Int?
    }

    let name: String
    let format: String
    let audioChannels: Int
    let slotCount: Int
    let byteCount: Int
    let newestIndex: Int64?
    let timelineEpoch: UInt64?
    /// How far the newest frame is behind the index on air; negative where it is ahead.
    let lateness: Int?
    let slots: [Slot]

    init(_ reader: RingReader, in plane: FramePlane) {
        name = reader.name.description
        format = "\(reader.layout.video) \(reader.layout.video.pixelFormat.rawValue)"
        audioChannels = reader.layout.audio?.channelCount ?? 0
        slotCount = reader.layout.slotCount
        byteCount = reader.layout.byteCount
        newestIndex = reader.newest?.index.value
        timelineEpoch = reader.newest?.timelineEpoch
        let now = TimelineReader(in: plane).indexNow(at: SystemTimeSource().now())
        if let now, let newest = reader.newest {
            lateness = now - newest.index
        } else {
            lateness = nil
        }
        guard let newest = reader.newest else {
            slots = []
            return
        }
        slots = (0..<reader.layout.slotCount).reversed().map { back in
            let index = newest.index - back
            let outcome = reader.read(index, timelineEpoch: newest.timelineEpoch)
            return Self.slot(index, outcome)
        }
    }

    private static func slot(_ index: FrameIndex, _ outcome: ReadOutcome) -> Slot {
        guard let frame = outcome.frame else {
            return Slot(
                index: index.value, state: outcome.name, detail: nil, snapshotVersion: nil,
                inputIndex: nil, inputFrameNumber: nil, drawNanoseconds: nil, audioSamples: nil)
        }
        let data = frame.metadata
        let duration = data.renderEnd - data.renderStart
        var words: [String] = []
        if data.snapshotVersion != 0 { words.append("snapshot \(data.snapshotVersion)") }
        if let number = data.inputFrameNumber { words.append("input frame \(number)") }
        words.append("\((duration.milliseconds * 10).rounded() / 10) ms")
        if data.audioSampleCount > 0 { words.append("\(data.audioSampleCount) samples") }
        return Slot(
            index: index.value, state: "frame", detail: words.joined(separator: ", "),
            snapshotVersion: data.snapshotVersion, inputIndex: data.inputIndex?.value,
            inputFrameNumber: data.inputFrameNumber, drawNanoseconds: duration.count,
            audioSamples: data.audioSampleCount)
    }
}
