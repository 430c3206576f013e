internal import CText
import Shaders

/// Draws lines of text as pictures. Owned by one thread at a time: the build thread, or a test.
struct TextPainter {
    /// The largest edge of a text's picture in pixels.
    static let edgeMax = 8192

    /// Fonts of files that were made known already.
    private var fonts: Set<String> = []

    /// Draws `text`, white, in straight RGBA bytes, the bottom line first as GL has it.
    ///
    /// `height` is that of the picture the text is for, in pixels; `folder` holds the shader.
    /// Throws a sentence where Pango or the font file is missing.
    mutating func paint(
        _ text: String, style: ISFTextStyle, height: Int, folder: String
    ) throws(PictureError) -> PixelPicture {
        if let missing = ctext_load() {
            throw PictureError(
                "text cannot be drawn: \(String(cString: missing)) is missing",
                remedy: "install libpangocairo-1.0-0 (`make setup`)")
        }
        try load(style.fontFile, folder)
        guard !text.isEmpty else { return PixelPicture.nothing }
        var request = ctext_request()
        request.size = max(style.size * Double(height), 1)
        request.width = Int32(style.width * Double(height))
        request.alignment =
            switch style.alignment {
            case .left: 0
            case .center: 1
            case .right: 2
            }
        request.edge_max = Int32(Self.edgeMax)
        var picture = ctext_picture()
        let result = text.withCString { text in
            style.font.withCString { font in
                request.text = text
                request.font = font
                return ctext_draw(&request, &picture)
            }
        }
        guard result == 0, let pixels = picture.pixels else {
            throw PictureError("the text does not fit into memory", remedy: "shorten it")
        }
        defer { ctext_free(&picture) }
        return Self.straight(pixels, width: Int(picture.width), height: Int(picture.height))
    }

    private mutating func load(_ file: String?, _ folder: String) throws(PictureError) {
        guard let file else { return }
        let path = folder + "/" + file
        guard !fonts.contains(path) else { return }
        guard ctext_add_font(path) == 0 else {
            throw PictureError(
                "the font file \(file) cannot be used",
                remedy: "put a TrueType or OpenType file of that name beside the shader")
        }
        fonts.insert(path)
    }

    /// Premultiplied words to straight bytes. Where there is nothing the colour is white, so that
    /// filtering over an edge of white text does not darken it.
    private static func straight(
        _ pixels: UnsafePointer<UInt32>, width: Int, height: Int
    ) -> PixelPicture {
        var bytes = [UInt8](repeating: 255, count: width * height * 4)
        for line in 0..<height {
            for column in 0..<width {
                let word = pixels[(height - 1 - line) * width + column]
                let alpha = word >> 24
                let place = (line * width + column) * 4
                bytes[place + 3] = UInt8(alpha)
                guard alpha > 0 else { continue }
                for channel in 0..<3 {
                    let value = (word >> UInt32(16 - 8 * channel)) & 255
                    bytes[place + channel] = UInt8(min((value * 255 + alpha / 2) / alpha, 255))
                }
            }
        }
        return PixelPicture(width: width, height: height, rgba: bytes)
    }
}
