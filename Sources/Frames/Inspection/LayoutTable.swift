/// Every structure in shared memory with the offsets the compiler gave its fields: what
/// docs/SHARED_MEMORY.md must say, and what the code that goes by constants relies on.
package enum LayoutTable {
    /// One structure.
    package struct Structure: Sendable {
        /// The name of the structure, as in the document.
        package let name: String
        /// Its fields in order, with their offsets.
        package let fields: [(name: String, offset: Int)]
        /// Bytes of the whole.
        package let byteCount: Int
    }

    /// All of them.
    package static let structures: [Structure] = [
        objectHeader,
        ringFixedHeader,
        storedFormat,
        ringLive,
        slotHeader,
        timelineFixedHeader,
        timelineCopyHeader,
        timelineBody,
        storedRecord,
    ]

    /// Checked before the first mapping: a compiler that laid a structure out otherwise would write
    /// what no other build can read.
    static let isAsDocumented: Bool =
        MemoryLayout<ObjectHeader>.size == ObjectLayout.kindHeaderOffset
        && offset(of: \ObjectHeader.checksum) == ObjectHeader.checksumOffset
        && MemoryLayout<SlotHeader>.size == SlotHeader.usedByteCount
        && offset(of: \SlotHeader.index) == SlotHeader.indexOffset
        && offset(of: \SlotHeader.timelineEpoch) == SlotHeader.timelineEpochOffset
        && offset(of: \SlotHeader.checksum) == SlotHeader.checksumOffset
        && MemoryLayout<TimelineCopyHeader>.size == TimelineCopyHeader.bodyOffset
        && MemoryLayout<TimelineBody>.size + TimelineCopyHeader.bodyOffset
            <= TimelineLayout.copyByteCount
        && MemoryLayout<StoredRecord>.size == TimelineLayout.recordByteCount
        && offset(of: \StoredRecord.index) == StoredRecord.indexOffset
        && offset(of: \StoredRecord.checksum) == StoredRecord.checksumOffset
        && offset(of: \StoredRecord.completedAt) == StoredRecord.completedAtOffset
        && offset(of: \StoredRecord.outcome) == StoredRecord.outcomeOffset

    private static func offset<Root>(of path: PartialKeyPath<Root>) -> Int {
        MemoryLayout<Root>.offset(of: path) ?? -1
    }

    private static func structure<Root>(
        _ type: Root.Type, _ fields: [(String, PartialKeyPath<Root>)]
    ) -> Structure {
        Structure(
            name: "\(type)", fields: fields.map { ($0.0, offset(of: $0.1)) },
            byteCount: MemoryLayout<Root>.size)
    }

    private static let objectHeader = structure(
        ObjectHeader.self,
        [
            ("magic", \.magic),
            ("version", \.version),
            ("kind", \.kind),
            ("byteCount", \.byteCount),
            ("checksum", \.checksum),
            ("nameHash", \.nameHash),
            ("createdAt", \.createdAt),
            ("creatorPid", \.creatorPid),
            ("reserved0", \.reserved0),
            ("reserved1", \.reserved1),
        ])

    private static let ringFixedHeader = structure(
        RingFixedHeader.self,
        [
            ("slotCount", \.slotCount),
            ("slotHeaderByteCount", \.slotHeaderByteCount),
            ("firstSlotOffset", \.firstSlotOffset),
            ("slotStride", \.slotStride),
            ("ancillaryOffset", \.ancillaryOffset),
            ("ancillaryCapacity", \.ancillaryCapacity),
            ("audioOffset", \.audioOffset),
            ("audioCapacity", \.audioCapacity),
            ("payloadOffset", \.payloadOffset),
            ("payloadCapacity", \.payloadCapacity),
            ("payloadByteCount", \.payloadByteCount),
            ("format", \.format),
        ])

    private static let storedFormat = structure(
        StoredFormat.self,
        [
            ("width", \.width),
            ("height", \.height),
            ("strideByteCount", \.strideByteCount),
            ("pixelFormat", \.pixelFormat),
            ("matrix", \.matrix),
            ("range", \.range),
            ("scan", \.scan),
            ("audioChannelCount", \.audioChannelCount),
            ("rateNumerator", \.rateNumerator),
            ("rateDenominator", \.rateDenominator),
        ])

    private static let ringLive = structure(
        RingLive.self,
        [
            ("object", \.object),
            ("head", \.head),
            ("headEpoch", \.headEpoch),
            ("writerEpoch", \.writerEpoch),
            ("writerPid", \.writerPid),
            ("committedCount", \.committedCount),
            ("skippedClaimedCount", \.skippedClaimedCount),
            ("invalidatedCount", \.invalidatedCount),
            ("lastCommitAt", \.lastCommitAt),
        ])

    private static let slotHeader = structure(
        SlotHeader.self,
        [
            ("sequence", \.sequence),
            ("index", \.index),
            ("timelineEpoch", \.timelineEpoch),
            ("writerEpoch", \.writerEpoch),
            ("snapshotVersion", \.snapshotVersion),
            ("inputIndex", \.inputIndex),
            ("inputFrameNumber", \.inputFrameNumber),
            ("renderStart", \.renderStart),
            ("renderEnd", \.renderEnd),
            ("flags", \.flags),
            ("timecode", \.timecode),
            ("payloadByteCount", \.payloadByteCount),
            ("audioSampleCount", \.audioSampleCount),
            ("audioChannelCount", \.audioChannelCount),
            ("ancillaryByteCount", \.ancillaryByteCount),
            ("reserved", \.reserved),
            ("payloadChecksum", \.payloadChecksum),
            ("reserved1", \.reserved1),
            ("checksum", \.checksum),
        ])

    private static let timelineFixedHeader = structure(
        TimelineFixedHeader.self,
        [
            ("copyOffset", \.copyOffset),
            ("copyByteCount", \.copyByteCount),
            ("claimIdentityOffset", \.claimIdentityOffset),
            ("claimCountOffset", \.claimCountOffset),
            ("claimRowCount", \.claimRowCount),
            ("claimSlotCount", \.claimSlotCount),
            ("recordOffset", \.recordOffset),
            ("recordCount", \.recordCount),
            ("recordByteCount", \.recordByteCount),
            ("reserved", \.reserved),
        ])

    private static let timelineCopyHeader = structure(
        TimelineCopyHeader.self,
        [
            ("generation", \.generation),
            ("checksum", \.checksum),
        ])

    private static let timelineBody = structure(
        TimelineBody.self,
        [
            ("processEpoch", \.processEpoch),
            ("timelineEpoch", \.timelineEpoch),
            ("anchorIndex", \.anchorIndex),
            ("anchorInstant", \.anchorInstant),
            ("periodFraction", \.periodFraction),
            ("nextIndex", \.nextIndex),
            ("nextDeadline", \.nextDeadline),
            ("lastCompletedIndex", \.lastCompletedIndex),
            ("heartbeat", \.heartbeat),
            ("startedAt", \.startedAt),
            ("format", \.format),
            ("deviceState", \.deviceState),
            ("rung", \.rung),
            ("forced", \.forced),
            ("scheduledDepth", \.scheduledDepth),
            ("readyTarget", \.readyTarget),
            ("reserved", \.reserved),
            ("totals", \.totals),
            ("lostTotals", \.lostTotals),
        ])

    private static let storedRecord = structure(
        StoredRecord.self,
        [
            ("sequence", \.sequence),
            ("index", \.index),
            ("timelineEpoch", \.timelineEpoch),
            ("source", \.source),
            ("flags", \.flags),
            ("displayedIndex", \.displayedIndex),
            ("snapshotVersion", \.snapshotVersion),
            ("inputIndex", \.inputIndex),
            ("inputFrameNumber", \.inputFrameNumber),
            ("scheduledAt", \.scheduledAt),
            ("reserved", \.reserved),
            ("checksum", \.checksum),
            ("completedAt", \.completedAt),
            ("outcome", \.outcome),
            ("padding", \.padding),
        ])
}
