import Common
import Frames

/// outputd's slot records, gathered from the timeline page before it forgets them (after 1 024 slots).
/// Owned by the storm's thread.
final class SoakLedger {
    private let reader: TimelineReader
    private var records: [Int64: SlotRecord] = [:]
    /// The first slot without a settled record.
    private var next: Int64

    init(_ reader: TimelineReader, from first: FrameIndex) {
        self.reader = reader
        next = first.value
    }

    /// Takes over what was settled since. Call at least every ten seconds.
    func follow() {
        for record in reader.records(from: FrameIndex(next)) {
            guard record.result != .pending else { continue }
            records[record.index.value] = record
        }
        while records[next] != nil { next += 1 }
        // A slot that was missed may never have a record; nobody waits for it for ever.
        if let newest = reader.latest()?.nextIndex.value, next < newest - 512 {
            next = newest - 512
        }
    }

    /// Waits until slot `index` is settled; not longer than two seconds.
    func settle(_ index: Int64, _ time: some TimeSource) {
        let deadline = time.now() + .seconds(2)
        follow()
        while records[index] == nil, time.now() < deadline {
            time.sleep(until: time.now() + .milliseconds(10))
            follow()
        }
    }

    /// The settled records of these slots.
    subscript(_ slots: Range<Int64>) -> [Int64: SlotRecord] {
        var found: [Int64: SlotRecord] = [:]
        for index in slots { found[index] = records[index] }
        return found
    }
}
