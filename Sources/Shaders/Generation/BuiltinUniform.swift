/// Names of the uniforms that the generated text declares beside the author's inputs.
public enum BuiltinUniform {
    /// `vec2`, the size of this pass in pixels.
    public static let renderSize = "RENDERSIZE"
    /// `float`, seconds since the layer's origin.
    public static let time = "TIME"
    /// `float`, seconds between frames, 0 on the first.
    public static let timeDelta = "TIMEDELTA"
    /// `vec4`, year, month, day and seconds of the day.
    public static let date = "DATE"
    /// `int`, frames since the layer's origin.
    public static let frameIndex = "FRAMEINDEX"
    /// `float`, the layer's opacity, 0 to 1; composing passes only.
    public static let opacity = "isf_opacity"
    /// `vec4`, the channel's background, premultiplied; composing passes only.
    public static let background = "isf_background"
}
