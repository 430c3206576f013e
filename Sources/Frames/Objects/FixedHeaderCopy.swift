import Glibc

/// What a writer knows the unchanging part of its object to be. Compared with every frame, hence kept
/// as plain bytes.
final class FixedHeaderCopy {
    private let bytes: UnsafeMutableRawPointer

    init(of object: SharedObject) {
        bytes = .allocate(byteCount: ObjectLayout.fixedByteCount, alignment: 16)
        bytes.copyMemory(from: object.base, byteCount: ObjectLayout.fixedByteCount)
    }

    deinit { bytes.deallocate() }

    /// True while `object` is whole: not truncated, not removed or replaced by name, header unharmed.
    /// One system call.
    func isSound(_ object: SharedObject) -> Bool {
        !object.isDamaged && object.isStillNamed
            && memcmp(bytes, object.base, ObjectLayout.fixedByteCount) == 0 && !object.isDamaged
    }
}
