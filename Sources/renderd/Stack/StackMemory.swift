internal import CGraphics
import Common
import Proto
import Shaders

/// What a stack remembers from one frame to the next: pass targets, past pictures, and pictures that
/// layers sample of each other. With it another lane goes on as this one would. A value.
struct StackMemory: Sendable, Equatable {
    /// One picture, its texels tightly packed, the first row first.
    struct Image: Sendable, Equatable {
        var width: Int
        var height: Int
        /// Pictures on top of each other: 1, or those of a history.
        var depth = 1
        var texels: [UInt8]
    }

    /// What one layer remembers.
    struct LayerMemory: Sendable, Equatable {
        var id: String
        /// The content of its shader's text; another text remembers other things.
        var contentHash: UInt64
        var targets: [Image] = []
        var history: Image?
        /// Where the newest of `history` lies, and how many there are.
        var historyHead = 0
        var historyCount = 0
        /// What it drew last, where others sample it.
        var output: Image?
    }

    /// The last frame that is in it.
    var index: FrameIndex
    var timelineEpoch: UInt64
    /// Of everything that the stack's pictures depend on beside automation.
    var stackHash: UInt64
    var layers: [LayerMemory]
}

extension StackKeeper {
    /// Whether a frame depends on the frames before it.
    var hasMemory: Bool { layers.contains { $0.isDrawn && $0.hasMemory } }

    /// What the stack remembers after `index`; nil during a transition, whose end is near. Waits for
    /// the GPU.
    func memory(after index: FrameIndex, timelineEpoch: UInt64) -> StackMemory? {
        guard outgoing.isEmpty, let stackHash else { return nil }
        return StackMemory(
            index: index, timelineEpoch: timelineEpoch, stackHash: stackHash,
            layers: layers.filter { $0.isDrawn && $0.hasMemory }.compactMap { $0.memory() })
    }

    /// Takes over what another lane remembers. False, with nothing changed, where it is of another
    /// stack than this one's.
    func take(_ memory: StackMemory) -> Bool {
        guard outgoing.isEmpty, stackHash == memory.stackHash else { return false }
        let mine = layers.filter { $0.isDrawn && $0.hasMemory }
        guard mine.count == memory.layers.count,
            zip(mine, memory.layers).allSatisfy({ $0.fits($1) })
        else { return false }
        for (layer, remembered) in zip(mine, memory.layers) { layer.take(remembered) }
        return true
    }

    /// FNV-1a over the snapshot without its version, which counts automation too, and without
    /// automation, which each lane was told of by events.
    private var stackHash: UInt64? {
        guard var plain = snapshot else { return nil }
        plain.version = StateVersion()
        plain.effectiveIndex = 0
        plain.resetScope = .none
        for position in plain.layers.indices { plain.layers[position].overlay = [] }
        guard let bytes = try? plain.encoded() else { return nil }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

extension LayerState {
    /// Whether what it draws depends on the frames before.
    var hasMemory: Bool {
        guard let shader else { return false }
        return shader.targetCount > 0 || shader.manifest.history != nil || isSampled
    }

    fileprivate func memory() -> StackMemory.LayerMemory? {
        guard let shader else { return nil }
        var memory = StackMemory.LayerMemory(
            id: layer.id, contentHash: shader.contentHash,
            targets: targets.map { $0.front.image() })
        if let history {
            memory.history = history.image()
            (memory.historyHead, memory.historyCount) = (history.head, history.count)
        }
        if isSampled { memory.output = output?.image() }
        return memory
    }

    fileprivate func fits(_ memory: StackMemory.LayerMemory) -> Bool {
        guard let shader, layer.id == memory.id, shader.contentHash == memory.contentHash,
            targets.count == memory.targets.count,
            zip(targets, memory.targets).allSatisfy({ $0.front.fits($1) })
        else { return false }
        if let past = memory.history {
            guard let history, history.fits(past), (0..<history.capacity) ~= memory.historyHead,
                (0...history.capacity) ~= memory.historyCount
            else { return false }
        }
        guard let output = memory.output else { return true }
        return self.output?.fits(output) == true
    }

    fileprivate func take(_ memory: StackMemory.LayerMemory) {
        for (target, image) in zip(targets, memory.targets) { target.front.upload(image) }
        if let past = memory.history {
            history?.restore(past, head: memory.historyHead, count: memory.historyCount)
        }
        if let image = memory.output { output?.upload(image) }
    }
}

extension RenderTarget {
    fileprivate func image() -> StackMemory.Image {
        let byteCount = width * height * texture.format.texelByteCount
        let texels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            if let base = buffer.baseAddress { read(into: base) }
            count = byteCount
        }
        return StackMemory.Image(width: width, height: height, texels: texels)
    }

    fileprivate func fits(_ image: StackMemory.Image) -> Bool {
        image.width == width && image.height == height && image.depth == 1
            && image.texels.count == width * height * texture.format.texelByteCount
    }

    fileprivate func upload(_ image: StackMemory.Image) {
        image.texels.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { texture.upload(base) }
        }
    }
}
