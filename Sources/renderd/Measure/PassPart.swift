/// A part of a frame whose time is measured. Layers are counted from 1, bottom to top. A value that fits
/// into a word, so that nothing is allocated for it.
enum PassPart: Hashable, Sendable {
    /// Bringing an input's picture into the working format.
    case decode
    /// One pass of a layer, counted from 1, what lays it over the picture included.
    case layer(UInt8, pass: UInt8)
    /// Layers in one pass, with the decoding before and the packing after them where they are in it.
    case run(UInt8, UInt8, decodes: Bool, packs: Bool)
    /// Packing for the output.
    case pack
    /// Whatever is between.
    case other

    /// As metrics name it.
    var label: String {
        switch self {
        case .decode: "decode"
        case .layer(let number, let pass): "layer.\(number).\(pass)"
        case .run(let first, let last, let decodes, let packs):
            (decodes ? "decode+" : "")
                + (first > last ? "" : first == last ? "layer.\(first)" : "layers.\(first)-\(last)")
                + (packs ? first > last ? "pack" : "+pack" : "")
        case .pack: "pack"
        case .other: "other"
        }
    }
}
