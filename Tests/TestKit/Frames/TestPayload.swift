import Frames
import Glibc

/// Payloads that tell whether they are whole: the index first, a checksum last, all of it different
/// for neighbouring indices.
public enum TestPayload {
    /// Fills a payload for `index`, calling `halfway` in the middle.
    public static func fill(
        _ payload: UnsafeMutableRawBufferPointer, index: Int64, halfway: () -> Void = {}
    ) {
        let body = payload.count - 8
        guard let start = payload.baseAddress else { return }
        memset(start, Int32(truncatingIfNeeded: index &* 31) & 0xFF, body / 2)
        start.storeBytes(of: index, as: Int64.self)
        halfway()
        memset(start + body / 2, Int32(truncatingIfNeeded: index &* 37) & 0xFF, body - body / 2)
        let sum = FrameChecksum.of(UnsafeRawBufferPointer(rebasing: payload[..<body]))
        (start + body).storeBytes(of: sum, as: UInt64.self)
    }

    /// True where `payload` is whole and that of `index`.
    public static func isWhole(_ payload: UnsafeRawBufferPointer, index: Int64) -> Bool {
        let body = payload.count - 8
        return payload.loadUnaligned(as: Int64.self) == index
            && payload.loadUnaligned(fromByteOffset: body, as: UInt64.self)
                == FrameChecksum.of(UnsafeRawBufferPointer(rebasing: payload[..<body]))
    }
}
