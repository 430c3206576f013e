/// A picture in memory on its way to a texture: straight RGBA bytes, the bottom line first.
struct PixelPicture: Sendable, Equatable {
    var width: Int
    var height: Int
    var rgba: [UInt8]

    /// One transparent pixel.
    static let nothing = PixelPicture(width: 1, height: 1, rgba: [0, 0, 0, 0])
}

/// Why a picture, a text or a table cannot be used.
struct PictureError: Error, Equatable {
    /// What is wrong.
    var message: String
    /// What to do about it.
    var remedy: String

    init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }
}
