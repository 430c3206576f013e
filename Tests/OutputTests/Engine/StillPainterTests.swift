import Common
import Testing

@testable import Output

/// Stills against the arithmetic of their formats.
@Suite struct StillPainterTests {
    private func paint(
        _ pixels: PixelFormat, _ body: (StillPainter, UnsafeMutableRawBufferPointer) -> Void
    ) throws -> [UInt8] {
        let base = try #require(VideoFormat(width: 96, height: 54, rate: FrameRate(25)))
        let format = try #require(base.with(pixelFormat: pixels))
        var bytes = [UInt8](repeating: 0xEE, count: format.payloadByteCount)
        bytes.withUnsafeMutableBytes { body(StillPainter(format: format), $0) }
        return bytes
    }

    @Test("Black is legal black in every layout; transparent has key 0")
    func black() throws {
        let uyvy = try paint(.uyvy) { $0.paintBlack($1) }
        #expect(uyvy.indices.allSatisfy { uyvy[$0] == ($0 % 2 == 0 ? 128 : 16) })
        let bgra = try paint(.bgra) { $0.paintBlack($1) }
        #expect(bgra.indices.allSatisfy { bgra[$0] == ($0 % 4 == 3 ? 255 : 0) })
        let argb = try paint(.argb) { $0.paintBlack($1) }
        #expect(argb.indices.allSatisfy { argb[$0] == ($0 % 4 == 0 ? 255 : 0) })
        for layout in [PixelFormat.bgra, .argb] {
            let transparent = try paint(layout) { $0.paintTransparent($1) }
            #expect(transparent.allSatisfy { $0 == 0 }, "fill 0, key 0")
        }
        let nv12 = try paint(.nv12) { $0.paintBlack($1) }
        #expect(nv12[..<(96 * 54)].allSatisfy { $0 == 16 })
        #expect(nv12[(96 * 54)...].allSatisfy { $0 == 128 })
        let v210 = try paint(.v210) { $0.paintBlack($1) }
        // Cb 512, Y 64, Cr 512.
        #expect(Array(v210[..<4]) == [0x00, 0x02, 0x01, 0x20])
    }

    @Test("The slate is dark, framed, and carries letters")
    func slate() throws {
        let slate = try paint(.uyvy) { $0.paintSlate($1, name: "Holdover 1") }
        let luma = stride(from: 1, to: slate.count, by: 2).map { slate[$0] }
        #expect(Set(luma).count == 3)
        #expect(luma.allSatisfy { (16...235).contains($0) })
        let ground = luma[0]
        #expect(luma.filter { $0 == ground }.count > luma.count / 2)
        #expect(luma.contains { $0 > 150 })
    }
}
