/// A picture below layers, which may still have to be decoded. Render thread.
enum FramePicture {
    case drawn(RenderTarget)
    /// As it came; whoever wants more than one pixel of it at a time has it decoded.
    case packed(InputDecoder)

    /// The working picture. Binds textures of its own: call before others are bound.
    func target(with drawing: DrawingState) -> RenderTarget {
        switch self {
        case .drawn(let target): target
        case .packed(let decoder): decoder.picture(with: drawing)
        }
    }
}
