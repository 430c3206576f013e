internal import CGraphics

/// A waveform or a spectrum as ISF wants it: a row for each channel, a column for each sample or
/// bin. Made on the build thread, then owned by the render thread, which fills it.
final class SoundTexture {
    /// What the columns are.
    enum Kind {
        /// Samples, silence being 0.5.
        case wave
        /// Amplitudes, 0 to 1.
        case spectrum
    }

    static let defaultWidth = 1024
    static let spectrumWidthMax = 2048

    let texture: Texture
    private let kind: Kind
    private var spectrum: Spectrum?
    private var samples: [Float]
    private var row: [Float]
    private var shown: (history: ObjectIdentifier, version: Int)?

    init(kind: Kind, width: Int?, channelCount: Int) throws(GraphicsError) {
        let limit = kind == .wave ? SoundHistory.length : Self.spectrumWidthMax
        let width = min(width ?? Self.defaultWidth, limit)
        let texture = try Texture(width: width, height: channelCount, format: .red32Float)
        // Authors read any component.
        for component in [GL_TEXTURE_SWIZZLE_G, GL_TEXTURE_SWIZZLE_B] {
            glTextureParameteri(texture.name, GLenum(component), GL_RED)
        }
        glTextureParameteri(texture.name, GLenum(GL_TEXTURE_SWIZZLE_A), GL_ONE)
        let spectrum = kind == .spectrum ? Spectrum(binCount: width) : nil
        self.spectrum = spectrum
        samples = [Float](repeating: 0, count: spectrum?.windowLength ?? width)
        row = [Float](repeating: 0, count: width * channelCount)
        self.texture = texture
        self.kind = kind
        fill(nil)
    }

    /// Brings the texture up to date with `history`; silence where it is nil.
    func show(_ history: SoundHistory?) {
        let wanted = history.map { (ObjectIdentifier($0), $0.version) }
        if let wanted, let shown, shown == wanted { return }
        if wanted == nil, shown == nil { return }
        shown = wanted.map { ($0.0, $0.1) }
        fill(history)
    }

    private func fill(_ history: SoundHistory?) {
        let width = texture.width
        for channel in 0..<texture.height {
            samples.withUnsafeMutableBufferPointer { samples in
                if let history {
                    history.copyLast(channel, into: samples)
                } else {
                    samples.update(repeating: 0)
                }
            }
            row.withUnsafeMutableBufferPointer { row in
                let line = UnsafeMutableBufferPointer(
                    rebasing: row[channel * width..<(channel + 1) * width])
                samples.withUnsafeBufferPointer { samples in
                    switch kind {
                    case .wave: for index in 0..<width { line[index] = samples[index] * 0.5 + 0.5 }
                    case .spectrum: spectrum?.measure(samples, into: line)
                    }
                }
            }
        }
        row.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { texture.upload(base) }
        }
    }
}
