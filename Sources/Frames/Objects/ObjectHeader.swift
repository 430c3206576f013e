import CRealtime

/// The first 1 024 bytes of every object never change after creation; its checksum covers them. The
/// rest of the first page changes while the object lives. See docs/SHARED_MEMORY.md.
enum ObjectLayout {
    /// "HOLDOVER" read as a little-endian word.
    static let magic: UInt64 = 0x5245_564F_444C_4F48
    /// Raised whenever any offset, size or meaning changes.
    static let version: UInt32 = 1
    static let pageByteCount = 4096
    static let fixedByteCount = 1024
    /// Where the kind's own fixed header begins.
    static let kindHeaderOffset = 64
    /// Where the part that changes begins.
    static let liveOffset = 1024
    /// The most an object may claim to be: 4 GiB.
    static let byteCountMax: UInt64 = 1 << 32

    static func roundedToPage(_ byteCount: Int) -> Int {
        (byteCount + pageByteCount - 1) / pageByteCount * pageByteCount
    }
}

/// What an object is, as stored.
enum ObjectKind: UInt32 {
    case timeline = 1
    case program = 2
    case input = 3
    case clean = 4
    case preview = 5
    case hold = 6
    case slate = 7

    init(_ object: ObjectName) {
        switch object {
        case .timeline: self = .timeline
        case .programA, .programB: self = .program
        case .input: self = .input
        case .clean: self = .clean
        case .preview: self = .preview
        case .hold: self = .hold
        case .slate: self = .slate
        }
    }
}

/// The header of every object, at offset 0. Fixed-width fields in order; 64 bytes.
struct ObjectHeader {
    var magic: UInt64 = ObjectLayout.magic
    var version: UInt32 = ObjectLayout.version
    var kind: UInt32 = 0
    var byteCount: UInt64 = 0
    /// Over the fixed 1 024 bytes, this field taken as 0.
    var checksum: UInt64 = 0
    /// Of the file name, so that a copy under another name is noticed.
    var nameHash: UInt64 = 0
    var createdAt: Int64 = 0
    var creatorPid: UInt32 = 0
    var reserved0: UInt32 = 0
    var reserved1: UInt64 = 0

    static let checksumOffset = 24

    /// The checksum of a fixed part whose checksum field may hold anything.
    static func checksum(of fixed: UnsafeRawPointer) -> UInt64 {
        let before = crt_checksum(fixed, checksumOffset, ObjectLayout.magic)
        return crt_checksum(
            fixed + checksumOffset + 8, ObjectLayout.fixedByteCount - checksumOffset - 8, before)
    }

    static func hash(of name: SharedObjectName) -> UInt64 {
        var text = name.fileName
        return text.withUTF8 { crt_checksum($0.baseAddress, $0.count, 1) }
    }

    /// Tells an object of somebody else's from one of ours that was cut short: `byteCount` bytes of
    /// it could be read.
    static func validateBeginning(
        _ page: UnsafeRawPointer, byteCount: Int, of name: SharedObjectName
    ) throws(SharedObjectError) {
        let magicByteCount = MemoryLayout.size(ofValue: ObjectLayout.magic)
        guard byteCount >= magicByteCount else { return }
        guard page.loadUnaligned(as: UInt64.self) == ObjectLayout.magic else {
            throw .foreign(path: name.path, reason: "it does not begin with the word HOLDOVER")
        }
    }

    /// Checks a copy of the first page of `name`. Nothing else of the object is read before.
    static func validate(
        _ page: UnsafeRawPointer, of name: SharedObjectName, fileByteCount: UInt64
    ) throws(SharedObjectError) {
        let header = page.loadUnaligned(as: ObjectHeader.self)
        let path = name.path
        try validateBeginning(page, byteCount: ObjectLayout.pageByteCount, of: name)
        guard header.version == ObjectLayout.version else {
            throw .wrongVersion(
                path: path, found: header.version, expected: ObjectLayout.version)
        }
        let kind = ObjectKind(name.object).rawValue
        guard header.kind == kind else {
            throw .wrongKind(path: path, found: header.kind, expected: kind)
        }
        guard header.byteCount == fileByteCount else {
            throw .wrongSize(path: path, found: fileByteCount, expected: header.byteCount)
        }
        guard header.byteCount <= ObjectLayout.byteCountMax,
            header.byteCount % UInt64(ObjectLayout.pageByteCount) == 0
        else { throw .damaged(path: path, reason: "impossible size") }
        guard header.checksum == checksum(of: page) else {
            throw .damaged(path: path, reason: "header checksum")
        }
        guard header.nameHash == hash(of: name) else {
            throw .foreign(path: path, reason: "it was made under another name")
        }
    }
}

/// What changes in the first page of every object, at `liveOffset`. Reached through atomics only.
struct ObjectLive {
    /// 1 once a successor has taken the name.
    var retired: UInt32 = 0
    /// The futex word: +1 with every change that a waiter may want.
    var changeCount: UInt32 = 0
}
