/// How the colour a shader writes relates to its alpha. Declared in the `HOLDOVER` object's
/// `ALPHA`; ISF says nothing, and its shaders write straight alpha.
public enum ISFAlpha: String, Sendable, Equatable, CaseIterable {
    /// Colour is not multiplied by alpha.
    case straight
    /// Colour is already multiplied by alpha.
    case premultiplied
}
