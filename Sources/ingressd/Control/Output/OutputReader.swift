import Common
import Frames

/// Reads what shared memory says of the output, with every other daemon away too. Owned by the
/// event loop; a reading costs microseconds.
final class OutputReader {
    private let timeline: TimelineReader
    private let lanes: [(name: String, ring: RingFollower)]
    private let preview: RingFollower
    private let time: any TimeSource

    init(plane: FramePlane, laneCount: Int, time: any TimeSource) {
        timeline = TimelineReader(in: plane, clock: time)
        let rings: [(String, ObjectName)] = [("a", .programA), ("b", .programB)]
        lanes = rings.prefix(laneCount).map {
            ($0.0, RingFollower($0.1, in: plane, retry: .milliseconds(200), prefault: false))
        }
        preview = RingFollower(.preview, in: plane, retry: .milliseconds(200), prefault: false)
        self.time = time
    }

    /// The facts now; nil where there is no timeline.
    func read() -> OutputFacts? {
        let now = time.now()
        guard let state = timeline.latest() else { return nil }
        let present = state.indexNow(at: now)
        return OutputFacts(
            state: state, isAlive: timeline.isWriterAlive(), now: now,
            renderers: lanes.compactMap { renderer($0.name, $0.ring, present: present, now: now) })
    }

    private func renderer(
        _ lane: String, _ ring: RingFollower, present: FrameIndex, now: MonotonicInstant
    ) -> RendererFacts? {
        guard let frame = ring.reader(at: now)?.readNewest().frame else { return nil }
        let facts = RendererFacts(
            lane: lane, index: frame.index, ahead: frame.index - present,
            frameTime: frame.metadata.renderEnd - frame.metadata.renderStart,
            age: now - frame.metadata.renderEnd, snapshotVersion: frame.metadata.snapshotVersion)
        return frame.isStillValid() ? facts : nil
    }

    /// The newest preview picture's index; nil while there is none.
    func previewIndex() -> FrameIndex? {
        preview.reader(at: time.now())?.newest?.index
    }

    /// The records of the slots from `first` on, oldest first.
    func records(from first: FrameIndex?) -> [SlotRecord] { timeline.records(from: first) }
}
