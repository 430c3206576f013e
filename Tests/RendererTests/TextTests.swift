import Foundation
import Proto
import Shaders
import Testing

@testable import Renderer

/// Text as a picture: any script, any colour, and what happens without fonts.
@Suite(.serialized) struct TextTests {
    private let folder = FileManager.default.temporaryDirectory.path

    private func paint(
        _ text: String, _ style: ISFTextStyle = ISFTextStyle(size: 0.5)
    ) throws -> PixelPicture {
        var painter = TextPainter()
        return try painter.paint(text, style: style, height: 80, folder: folder)
    }

    /// The share of the picture's pixels, within a part of its width, that are covered.
    private func coverage(_ picture: PixelPicture, _ part: Range<Double>) -> Double {
        let columns =
            Int(
                part.lowerBound * Double(picture.width))..<Int(
                part.upperBound * Double(picture.width))
        var sum = 0
        for line in 0..<picture.height {
            for column in columns {
                sum += Int(picture.rgba[(line * picture.width + column) * 4 + 3])
            }
        }
        return Double(sum) / Double(255 * picture.height * max(columns.count, 1))
    }

    @Test func aFullBlockCoversItsBoxAndNothingElse() throws {
        let picture = try paint("█", ISFTextStyle(font: "DejaVu Sans Mono", size: 1))
        // DejaVu's block is 0.602 em wide; its cell of 80 pixels to the em is 48 pixels wide.
        #expect(abs(picture.width - 50) <= 2)
        let middle = ((picture.height / 2) * picture.width + picture.width / 2) * 4
        #expect(picture.rgba[middle..<middle + 4] == [255, 255, 255, 255])
        #expect(picture.rgba[3] == 0 && picture.rgba[picture.rgba.count - 1] == 0)
    }

    @Test func linesBreakAndAlign() throws {
        let style = ISFTextStyle(size: 0.25, width: 2)
        let one = try paint("word", style)
        let many = try paint("word word word word word word word", style)
        #expect(many.width <= 2 * 80 + 8 && many.height > one.height * 3 / 2)
        var right = style
        right.alignment = .right
        let left = try paint("iiiiiiiiiiiiiiiiiiiiii\ni", style)
        let moved = try paint("iiiiiiiiiiiiiiiiiiiiii\ni", right)
        // The lower line is at the bottom, which comes first.
        func lowerHalf(_ picture: PixelPicture) -> PixelPicture {
            PixelPicture(
                width: picture.width, height: picture.height / 2,
                rgba: Array(picture.rgba.prefix(picture.width * (picture.height / 2) * 4)))
        }
        #expect(coverage(lowerHalf(left), 0..<0.3) > 0)
        #expect(coverage(lowerHalf(left), 0.5..<1) == 0)
        #expect(coverage(lowerHalf(moved), 0..<0.5) == 0)
    }

    @Test func rightToLeftRunsFromTheRight() throws {
        // A letter and dots: in Hebrew the first letter stands at the right.
        let hebrew = try paint("ש......")
        let latin = try paint("w......")
        #expect(coverage(hebrew, 0.6..<1) > 2 * coverage(hebrew, 0..<0.4))
        #expect(coverage(latin, 0..<0.4) > 2 * coverage(latin, 0.6..<1))
        #expect(try paint("שו") != paint("וש"))
    }

    @Test func emojiAreInColour() throws {
        let picture = try paint("❤️")
        var colours = 0
        for place in stride(from: 0, to: picture.rgba.count, by: 4)
        where picture.rgba[place + 3] > 200 {
            let red = Int(picture.rgba[place])
            if red > Int(picture.rgba[place + 1]) + 80 { colours += 1 }
        }
        #expect(colours > 50)
    }

    @Test func textThatIsNotThereIsOneTransparentPixel() throws {
        #expect(try paint("") == .nothing)
    }

    @Test func aFontFileThatIsNoneIsNamed() throws {
        var style = ISFTextStyle()
        style.fontFile = "none.ttf"
        let error = #expect(throws: PictureError.self) { try paint("a", style) }
        #expect(error?.message.contains("none.ttf") == true)
    }

    @Test func edgesAreNeverPowersOfTwo() {
        let picture = PixelPicture(width: 2, height: 1, rgba: [1, 2, 3, 4, 5, 6, 7, 8])
        let grown = picture.withoutPowersOfTwo()
        #expect(grown.width == 3 && grown.height == 3)
        #expect(Array(grown.rgba.prefix(8)) == picture.rgba)
        #expect(grown.rgba.dropFirst(8).allSatisfy { $0 == 0 })
    }
}
