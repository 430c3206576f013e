import Foundation
import Imaging

@testable import Renderer

/// Pictures kept in Tests/Golden, one PNG each.
/// `HOLDOVER_GOLDEN_UPDATE=1 swift test --filter ShippedTests` draws them anew.
enum GoldenPicture {
    static func path(_ id: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Golden/\(id).png").path
    }

    /// Working pixels, bottom line first, as bytes, top line first.
    static func bytes(_ pixels: [SIMD4<Double>], width: Int) -> [UInt8] {
        let height = pixels.count / width
        return (0..<height).reversed().flatMap { line in
            pixels[line * width..<(line + 1) * width].flatMap { pixel in
                [pixel.x, pixel.y, pixel.z].map { UInt8(min(max($0, 0), 1) * 255 + 0.5) }
            }
        }
    }

    /// A read picture, bottom line first, as such bytes.
    static func rgb(_ picture: PixelPicture) -> [UInt8] {
        (0..<picture.height).reversed().flatMap { line in
            (0..<picture.width).flatMap { column in
                let place = (line * picture.width + column) * 4
                return picture.rgba[place..<place + 3]
            }
        }
    }

    static func write(_ bytes: [UInt8], width: Int, height: Int, to path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let png = try PNGEncoder.encode(
            RGBImage(width: width, height: height, bytes: bytes), level: 9)
        try Data(png).write(to: URL(fileURLWithPath: path))
    }
}
