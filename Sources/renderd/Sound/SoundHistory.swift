/// The last samples of an input's embedded sound, as numbers from −1 to 1. Owned by the render
/// thread; allocates only when made.
final class SoundHistory {
    /// Samples of a channel that are kept.
    static let length = 8192

    let channelCount: Int
    /// Counts changes, so that textures are filled once a frame.
    private(set) var version = 0
    private var samples: [Float]
    private var end = 0

    init(channelCount: Int) {
        self.channelCount = channelCount
        samples = [Float](repeating: 0, count: channelCount * Self.length)
    }

    /// Takes interleaved 32-bit samples of `channels` channels.
    func append(_ bytes: UnsafeRawBufferPointer, channels: Int) {
        version += 1
        let words = bytes.assumingMemoryBound(to: Int32.self)
        guard channels > 0 else { return }
        let count = words.count / channels
        for index in max(0, count - Self.length)..<count {
            for channel in 0..<min(channels, channelCount) {
                samples[channel * Self.length + end] =
                    Float(words[index * channels + channel]) * 0x1p-31
            }
            end = (end + 1) % Self.length
        }
    }

    /// Silence from now on.
    func silence() {
        guard samples.contains(where: { $0 != 0 }) else { return }
        version += 1
        for index in samples.indices { samples[index] = 0 }
    }

    /// Copies the last `target.count` samples of `channel`, oldest first.
    func copyLast(_ channel: Int, into target: UnsafeMutableBufferPointer<Float>) {
        guard channel < channelCount else {
            target.update(repeating: 0)
            return
        }
        let start = end - target.count + 2 * Self.length
        for index in target.indices {
            target[index] = samples[channel * Self.length + (start + index) % Self.length]
        }
    }
}
