import Common
internal import Frames
import Shaders

/// What a fused program does in one pass: takes what lies below, draws point-wise layers over it, and
/// writes the working picture or the channel's packed one. A value; from the render thread, which sees
/// the need, to the build thread.
struct FusionPlan: Sendable, Equatable {
    /// What lies below the first layer.
    enum Source: Sendable, Equatable {
        /// A working picture.
        case drawn
        /// An input's picture as it came.
        case packed(VideoFormat)
    }

    /// What is written.
    enum Sink: Sendable, Equatable {
        /// The working picture.
        case working
        /// The programme's format.
        case packed(VideoFormat)
    }

    /// One layer's shader. The build thread reads of it what never changes.
    struct Part: Sendable, Equatable {
        var shader: PreparedShader
        var pass: FusiblePass

        static func == (a: Part, b: Part) -> Bool {
            a.shader.contentHash == b.shader.contentHash
        }
    }

    var source: Source
    var parts: [Part]
    var sink: Sink
    /// Shared by its variants.
    let ticket: FusionTicket

    static func == (a: FusionPlan, b: FusionPlan) -> Bool {
        a.source == b.source && a.parts == b.parts && a.sink == b.sink
    }

    init(source: Source, parts: [Part], sink: Sink, ticket: FusionTicket = FusionTicket()) {
        self.ticket = ticket
        self.source = source
        self.parts = parts
        self.sink = sink
    }

    /// Nil where a layer's shader has no point-wise form.
    init?(_ run: [LayerState], over source: Source, into sink: Sink) {
        var parts: [Part] = []
        for layer in run {
            guard let shader = layer.shader, let pass = shader.fusible else { return nil }
            parts.append(Part(shader: shader, pass: pass))
        }
        self.init(source: source, parts: parts, sink: sink)
    }

    /// Whether this is about the shaders of `run`.
    func describes(_ run: [LayerState], over source: Source, into sink: Sink) -> Bool {
        guard parts.count == run.count, self.source == source, self.sink == sink else {
            return false
        }
        return zip(run, parts).allSatisfy { $0.shader?.contentHash == $1.shader.contentHash }
    }

    /// Tells plans apart in a queue.
    var key: String {
        let hashes = parts.map { String($0.shader.contentHash, radix: 16) }
        return "fusion \(source) \(hashes.joined(separator: " ")) \(sink)"
    }

    /// Tells programs apart where shaders are told apart by their contents: in trials and after deaths.
    var hash: UInt64 { Array(key.utf8).withUnsafeBytes { FrameChecksum.of($0) } }

    /// Passes that are drawn one after another without it.
    var passCount: Int {
        parts.count + (source == .drawn ? 0 : 1) + (sink == .working ? 0 : 1)
    }

    /// Whether one pass is less work. Packing reads eleven pixels for every eight it writes, so that a
    /// layer that is much work is drawn apart from it.
    var isWorthwhile: Bool {
        guard passCount > 1, parts.count <= Self.partsMax else { return false }
        guard case .packed = sink else { return true }
        let weights = parts.map { $0.pass.weight ?? .max / Self.partsMax }
        return weights.reduce(0, +) <= Self.packedWeightMax
    }

    /// This one, the same over a drawn picture (an input that is lost or has another size), and the same
    /// that ends in a working picture (previews).
    var variants: [FusionPlan] {
        var all = [self]
        if source != .drawn {
            all.append(FusionPlan(source: .drawn, parts: parts, sink: sink, ticket: ticket))
        }
        if sink != .working {
            all.append(FusionPlan(source: source, parts: parts, sink: .working, ticket: ticket))
        }
        return all.filter(\.isWorthwhile)
    }

    /// More layers are drawn as several runs.
    static let partsMax = 8
    private static let packedWeightMax = 400
}
