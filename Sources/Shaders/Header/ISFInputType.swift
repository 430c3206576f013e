/// The input types of ISF, spelled as in a header's `TYPE`.
public enum ISFInputType: String, Sendable, Equatable, CaseIterable {
    /// One number within a range.
    case float
    /// A switch.
    case bool
    /// A whole number, usually one of a list of choices.
    case long
    /// True for exactly one frame when it is fired.
    case event
    /// A pair of numbers, usually a normalised position.
    case point2D
    /// Red, green, blue, alpha, each 0 to 1.
    case color
    /// A picture: the layers below, a video input.
    case image
    /// Samples as a texture, one row a channel.
    case audio
    /// A spectrum as a texture, one row a channel.
    case audioFFT
    /// Text drawn as a picture; ours, declared under `HOLDOVER`.
    case text
    /// A colour table; ours, declared under `HOLDOVER`.
    case lut

    /// The types a header's `INPUTS` may name.
    static let standard = allCases.filter { $0 != .text && $0 != .lut }

    /// Whether an operator or automation can set a value of this type (events are triggered, and
    /// pictures, sound and tables are bound, and a text is no number).
    public var isSettable: Bool {
        switch self {
        case .float, .bool, .long, .point2D, .color: true
        case .event, .image, .audio, .audioFFT, .text, .lut: false
        }
    }

    /// Whether a layer can bind a source to it: a picture, the sound of an input, a table.
    public var isBindable: Bool { isSampler && self != .text }

    /// Whether the input is a texture in the shader.
    public var isSampler: Bool {
        switch self {
        case .image, .audio, .audioFFT, .text, .lut: true
        case .float, .bool, .long, .event, .point2D, .color: false
        }
    }
}
