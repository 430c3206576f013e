import CRealtime

/// The checksum that guards headers, held pictures and the payloads of tests.
package enum FrameChecksum {
    /// A 64-bit sum over `bytes`; several gigabytes a second.
    package static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        crt_checksum(bytes.baseAddress, bytes.count, seed)
    }
}
