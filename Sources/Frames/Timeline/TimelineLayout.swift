import Common

/// Where things lie in the timeline object. See docs/SHARED_MEMORY.md.
enum TimelineLayout {
    static let recordCount = 1024
    static let recordByteCount = 128
    /// Two copies of the state, written alternately.
    static let copyOffset = 4096
    static let copyByteCount = 2048
    /// For each ring the inode of the object its claims are about.
    static let claimIdentityOffset = 8192
    /// For each ring 64 counts, one a slot.
    static let claimCountOffset = 12288
    static let claimRowCount = 16
    static let recordOffset = 16384
    static let byteCount = recordOffset + recordCount * recordByteCount
    /// Newest recorded index, within the first page.
    static let recordHeadOffset = ObjectLayout.liveOffset + 8

    static func claimRow(_ object: ObjectName) -> Int? {
        switch object {
        case .programA: 0
        case .programB: 1
        case .clean: 2
        case .preview: 3
        case .input(let number): (1...ObjectName.inputNumberMax).contains(number) ? 3 + number : nil
        case .timeline, .hold, .slate: nil
        }
    }

    static func recordSlot(of index: Int64) -> Int {
        Int(index & Int64(recordCount - 1))
    }
}

/// The fixed header of the timeline object, at `ObjectLayout.kindHeaderOffset`.
struct TimelineFixedHeader {
    var copyOffset = UInt32(TimelineLayout.copyOffset)
    var copyByteCount = UInt32(TimelineLayout.copyByteCount)
    var claimIdentityOffset = UInt32(TimelineLayout.claimIdentityOffset)
    var claimCountOffset = UInt32(TimelineLayout.claimCountOffset)
    var claimRowCount = UInt32(TimelineLayout.claimRowCount)
    var claimSlotCount = UInt32(RingLayout.slotCountMax)
    var recordOffset = UInt32(TimelineLayout.recordOffset)
    var recordCount = UInt32(TimelineLayout.recordCount)
    var recordByteCount = UInt32(TimelineLayout.recordByteCount)
    var reserved: UInt32 = 0

    /// True where the stored header is the one this program writes.
    static func isExpected(_ page: UnsafeRawPointer) -> Bool {
        let stored = (page + ObjectLayout.kindHeaderOffset)
            .loadUnaligned(as: TimelineFixedHeader.self)
        return withUnsafeBytes(of: stored) { stored in
            withUnsafeBytes(of: TimelineFixedHeader()) { stored.elementsEqual($0) }
        }
    }
}
