import Atomics
public import Common
internal import Foundation

/// A look at a live object of slots (a ring, the hold or the slate), for people and scripts: what
/// `holdover ring NAME` prints. Takes nothing and disturbs nobody.
public struct RingInspection: Sendable, Encodable {
    /// One slot as found.
    public struct Slot: Sendable, Encodable {
        /// The number of the slot.
        public let slot: Int
        /// `empty`, `written`, `being_written` or `damaged`.
        public let state: String
        /// The index it holds; nil where it holds none.
        public let index: Int64?
        /// Its timeline epoch, in hexadecimal.
        public let timelineEpoch: String?
        /// The snapshot it was drawn from.
        public let snapshotVersion: UInt64?
        /// The input index used.
        public let inputIndex: Int64?
        /// The media's own frame number.
        public let inputFrameNumber: Int64?
        /// From start to end of drawing, in seconds.
        public let renderSeconds: Double?
        /// Since the payload was complete, in seconds.
        public let ageSeconds: Double?
        /// The raw flags.
        public let flags: UInt32?
        /// True while outputd has it lent to a device.
        public let isClaimed: Bool
    }

    /// Which object, such as "program.a".
    public let object: String
    /// Its file.
    public let path: String
    /// The kind of ring.
    public let kind: String
    /// The version of the layout.
    public let layoutVersion: UInt32
    /// The inode.
    public let inode: UInt64
    /// Size of the object.
    public let byteCount: Int
    /// The picture, such as "1280x720p50".
    public let format: String
    /// The pixel format.
    public let pixelFormat: String
    /// Bytes of one picture.
    public let payloadByteCount: Int
    /// Channels of the audio area, 0 for none.
    public let audioChannelCount: Int
    /// Bytes of the ancillary area.
    public let ancillaryCapacity: Int
    /// The process that attached last as writer.
    public let writerPid: UInt64
    /// Its epoch, in hexadecimal.
    public let writerEpoch: String
    /// True while a process holds the object's lock.
    public let isWriterAlive: Bool
    /// True once a successor has taken the name.
    public let isRetired: Bool
    /// The newest index; nil before the first.
    public let head: Int64?
    /// The head's timeline epoch, in hexadecimal.
    public let timelineEpoch: String?
    /// The index on air by the timeline; nil without one.
    public let indexNow: Int64?
    /// Head minus `indexNow`: how many frames the writer is ahead.
    public let leadFrames: Int64?
    /// Since the last commit, in seconds; nil before the first.
    public let silentSeconds: Double?
    /// Frames committed since the object was made.
    public let committedCount: UInt64
    /// Slots the present writer skipped because a device still showed them.
    public let skippedClaimedCount: UInt64
    /// Slots found half written when a writer attached.
    public let invalidatedCount: UInt64
    /// All slots in order.
    public let slots: [Slot]

    /// Looks at `object` now. Throws what is wrong with it, in words for an operator.
    public init(
        _ object: ObjectName, in plane: FramePlane, at now: MonotonicInstant
    ) throws(SharedObjectError) {
        let reader = try RingReader(object, in: plane, prefault: false)
        let layout = reader.layout
        let words = RingLiveWords(reader.object)
        let newest = words.newest
        let timeline = TimelineReader(in: plane)
        let indexNow = timeline.latest()?.indexNow(at: now).value
        self.object = object.description
        path = reader.name.path
        kind = layout.kind.description
        layoutVersion = ObjectLayout.version
        inode = reader.objectIdentity
        byteCount = layout.byteCount
        format = layout.video.description
        pixelFormat = layout.video.pixelFormat.rawValue
        payloadByteCount = layout.payloadByteCount
        audioChannelCount = layout.audio?.channelCount ?? 0
        ancillaryCapacity = layout.ancillaryCapacity
        writerPid = words.writerPid.load(ordering: .relaxed)
        writerEpoch = Self.hexadecimal(words.writerEpoch.load(ordering: .relaxed))
        isWriterAlive = ObjectLock.isHeld(object, in: plane)
        isRetired = reader.object.isRetired
        head = newest?.index.value
        timelineEpoch = newest.map { Self.hexadecimal($0.timelineEpoch) }
        self.indexNow = indexNow
        leadFrames = newest.flatMap { newest in indexNow.map { newest.index.value &- $0 } }
        let lastCommitAt = words.lastCommitAt.load(ordering: .relaxed)
        silentSeconds = lastCommitAt == 0 ? nil : Self.seconds(from: lastCommitAt, to: now)
        committedCount = words.committedCount.load(ordering: .relaxed)
        skippedClaimedCount = words.skippedClaimedCount.load(ordering: .relaxed)
        invalidatedCount = words.invalidatedCount.load(ordering: .relaxed)
        slots = (0..<layout.slotCount).map {
            Self.inspect($0, of: reader, timeline: timeline, at: now)
        }
    }

    private static func inspect(
        _ slot: Int, of reader: RingReader, timeline: TimelineReader, at now: MonotonicInstant
    ) -> Slot {
        let (header, isStable) = SlotCell(
            base: reader.object.base + reader.layout.slotOffset(slot)
        ).copy()
        let isEmpty = header.sequence == 0 || header.index == SlotHeader.noIndex
        let isWhole = SlotCell.isChecksumRight(header) && header.fits(reader.layout)
        let state =
            !isStable ? "being_written" : isEmpty ? "empty" : isWhole ? "written" : "damaged"
        let isClaimed =
            reader.claimRow.map {
                timeline.isClaimed(row: $0, slot: slot, ring: reader.objectIdentity)
            } ?? false
        guard state == "written" else {
            return Slot(
                slot: slot, state: state,
                index: header.index == SlotHeader.noIndex || state == "damaged"
                    ? nil : header.index,
                timelineEpoch: nil, snapshotVersion: nil, inputIndex: nil, inputFrameNumber: nil,
                renderSeconds: nil, ageSeconds: nil, flags: nil, isClaimed: isClaimed)
        }
        let metadata = header.metadata
        return Slot(
            slot: slot, state: state, index: header.index,
            timelineEpoch: hexadecimal(header.timelineEpoch),
            snapshotVersion: header.snapshotVersion, inputIndex: metadata.inputIndex?.value,
            inputFrameNumber: metadata.inputFrameNumber,
            renderSeconds: seconds(from: header.renderStart, to: metadata.renderEnd),
            ageSeconds: seconds(from: header.renderEnd, to: now), flags: header.flags,
            isClaimed: isClaimed)
    }

    /// The inspection as JSON, keys in snake case and sorted.
    public var json: String { InspectionText.json(self) }

    /// The inspection as a table for a terminal.
    public var text: String {
        var lines = [
            "\(object)  \(kind) ring, layout \(layoutVersion), \(path) (inode \(inode))",
            "  format     \(format) \(pixelFormat), \(payloadByteCount) bytes a picture, "
                + "audio channels \(audioChannelCount), ancillary \(ancillaryCapacity) bytes",
            "  writer     pid \(writerPid), epoch \(writerEpoch), "
                + (isWriterAlive ? "alive" : "not running") + (isRetired ? ", retired" : ""),
            "  head       \(InspectionText.optional(head)), on air now "
                + "\(InspectionText.optional(indexNow)), lead "
                + "\(InspectionText.optional(leadFrames)) frames, silent "
                + "\(InspectionText.milliseconds(silentSeconds))",
            "  counts     committed \(committedCount), skipped claimed \(skippedClaimedCount), "
                + "invalidated \(invalidatedCount)",
        ]
        lines.append(
            InspectionText.row([
                ("slot", 4), ("state", 13), ("index", 13), ("input", 13), ("media", 9),
                ("drawn in", 10), ("age", 12), ("claimed", 7),
            ]))
        for slot in slots {
            lines.append(
                InspectionText.row([
                    ("\(slot.slot)", 4), (slot.state, 13),
                    (InspectionText.optional(slot.index), 13),
                    (InspectionText.optional(slot.inputIndex), 13),
                    (InspectionText.optional(slot.inputFrameNumber), 9),
                    (InspectionText.milliseconds(slot.renderSeconds), 10),
                    (InspectionText.milliseconds(slot.ageSeconds), 12),
                    (slot.isClaimed ? "yes" : "", 7),
                ]))
        }
        return lines.joined(separator: "\n")
    }

    static func hexadecimal(_ value: UInt64) -> String { String(value, radix: 16) }

    private static func seconds(from start: Int64, to end: MonotonicInstant) -> Double {
        Nanoseconds(end.nanoseconds &- start).seconds
    }
}
