internal import CGraphics

/// Brings the packed picture into shared memory: straight on software GL, where a pixel buffer
/// only adds a copy, or through a mapped pixel buffer where that measures faster. Owned by the
/// render thread.
final class ReadBack {
    /// Which way is used.
    enum Path: String, Sendable {
        case direct
        case pixelBuffer
    }

    private(set) var path = Path.direct
    private let byteCount: Int
    private let buffer: PixelBuffer

    init(byteCount: Int) throws(GraphicsError) {
        self.byteCount = byteCount
        buffer = try PixelBuffer(byteCount: byteCount)
    }

    /// Copies `target` into `memory`, which holds `byteCount` bytes. Returns when it is there.
    func read(
        _ target: RenderTarget, into memory: UnsafeMutableRawPointer
    ) throws(GraphicsError) {
        switch path {
        case .direct: target.read(into: memory)
        case .pixelBuffer:
            buffer.read(target)
            try Fence().wait(nanoseconds: 1_000_000_000)
            memory.copyMemory(from: buffer.bytes, byteCount: byteCount)
        }
    }

    /// Times both ways over `target` into `memory` and keeps the faster one. `now` gives
    /// nanoseconds. Call at start only.
    func choose(
        _ target: RenderTarget, into memory: UnsafeMutableRawPointer, now: () -> Int64
    ) throws(GraphicsError) {
        var best: [Path: Int64] = [:]
        for candidate in [Path.direct, .pixelBuffer] {
            path = candidate
            for _ in 0..<5 {
                glFinish()
                let start = now()
                try read(target, into: memory)
                best[candidate] = min(best[candidate] ?? .max, now() - start)
            }
        }
        let direct = best[.direct] ?? 0
        let buffered = best[.pixelBuffer] ?? .max
        path = buffered < direct ? .pixelBuffer : .direct
    }
}
