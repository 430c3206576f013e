/// How a `text` input is drawn, as `HOLDOVER`'s `TEXT` states it.
public struct ISFTextStyle: Sendable, Equatable {
    /// Where lines begin.
    public enum Alignment: String, Sendable, Equatable, CaseIterable {
        /// At the left, or at the right for text that runs from right to left.
        case left
        /// In the middle.
        case center
        /// At the right.
        case right
    }

    /// Family, style and weight, such as `DejaVu Sans Bold`.
    public var font: String
    /// A font file relative to the shader; nil for installed fonts only.
    public var fontFile: String?
    /// Height of the em square, as a share of the picture's height, above 0 and at most 1.
    public var size: Double
    /// Width at which lines break, as a multiple of the picture's height; 0 for never.
    public var width: Double
    /// Where lines begin.
    public var alignment: Alignment
    /// The text while nobody has set one.
    public var defaultText: String

    /// Makes a style.
    public init(
        font: String = "DejaVu Sans", fontFile: String? = nil, size: Double = 0.06,
        width: Double = 0, alignment: Alignment = .left, defaultText: String = ""
    ) {
        self.font = font
        self.fontFile = fontFile
        self.size = size
        self.width = width
        self.alignment = alignment
        self.defaultText = defaultText
    }
}
