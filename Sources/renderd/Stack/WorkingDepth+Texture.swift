import Proto

extension WorkingDepth {
    /// The texel layout of the picture between layers.
    var textureFormat: TextureFormat {
        switch self {
        case .rgba16f: .rgba16Float
        case .rgba8: .rgba8
        case .unrecognised: .rgba16Float
        }
    }
}
