internal import CRealtime
internal import Common
internal import Glibc

/// A shared-memory object of playout, mapped read-only. Nothing about it is trusted: names, sizes
/// and even its continued length are checked. Owned by the card thread.
final class ObjectMapping {
    let name: String
    let inode: UInt64
    private let base: UnsafeMutableRawPointer
    private let byteCount: Int

    private init(name: String, inode: UInt64, base: UnsafeMutableRawPointer, byteCount: Int) {
        self.name = name
        self.inode = inode
        self.base = base
        self.byteCount = byteCount
    }

    deinit { munmap(base, byteCount) }

    /// Maps `name` when it still is the object of this inode; nil otherwise.
    static func open(_ name: String, inode: UInt64) -> ObjectMapping? {
        let allowed = name.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 > 32 && $0 < 127 }
        guard name.hasPrefix("holdover."), allowed else { return nil }
        let descriptor = crt_open("/dev/shm/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, UInt64(status.st_ino) == inode,
            status.st_mode & S_IFMT == S_IFREG, (1...(1 << 34)).contains(status.st_size)
        else { return nil }
        let base = mmap(nil, Int(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0)
        guard let base, base != MAP_FAILED else { return nil }
        return ObjectMapping(
            name: name, inode: inode, base: base, byteCount: Int(status.st_size))
    }

    /// Whether the range lies in the object as it was when mapped.
    func contains(offset: UInt64, byteCount wanted: Int) -> Bool {
        offset <= UInt64(byteCount) && UInt64(wanted) <= UInt64(byteCount) - offset
    }

    /// Copies a range; false when it is outside, or the object was truncated under us.
    func copy(offset: UInt64, to destination: UnsafeMutableRawBufferPointer) -> Bool {
        guard contains(offset: offset, byteCount: destination.count) else { return false }
        return crt_guarded_copy(
            destination.baseAddress, base.advanced(by: Int(offset)), destination.count)
    }
}

/// The mappings in use, a few at a time: playout schedules from program rings, its hold and slate
/// objects and the clean ring. Owned by the card thread.
struct ObjectMappings {
    static let countMax = 16
    private var mappings: [ObjectMapping] = []

    /// The mapping of this object, made when it is not there; nil when it cannot be.
    mutating func mapping(of name: String, inode: UInt64) -> ObjectMapping? {
        if let known = mappings.first(where: { $0.inode == inode && $0.name == name }) {
            return known
        }
        guard let new = ObjectMapping.open(name, inode: inode) else { return nil }
        // A re-created object took the name over: slots that wait keep the old one alive.
        mappings.removeAll { $0.name == name }
        if mappings.count >= Self.countMax { mappings.removeFirst() }
        mappings.append(new)
        return new
    }
}
