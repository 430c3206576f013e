import Common
import Proto

/// One thing that went into the frames of a lane, in the order in which the render thread took it. With
/// the same notes, the same texts and the same input pictures the same frames come out. A value.
enum RecordedNote: Sendable, Equatable {
    case snapshot(Snapshot)
    case overlay(OscOverlayApplied)
    case trigger(TriggerFired)
    case reset(RenderResetRequested)
    /// A shader was ready; its text lies in the recording by its hash.
    case prepared(id: String, generation: UInt64, hash: UInt64)
    case unbuildable(id: String, generation: UInt64)
    /// With a sum over the file it was made from.
    case picture(PictureKey, hash: UInt64)
    case composite(BlendMode)
    /// Layers were drawn in one pass from here on, where the stack had them: a bit may differ.
    case fused(key: String)
    /// From here on they are drawn one by one again.
    case unfused(key: String)
    case swap(LaneBuild, index: FrameIndex?, isTrial: Bool)
    case discard(LaneBuild)
    /// The stack's memory came from the other lane: what is in it is not recorded.
    case memory
    /// A frame was drawn, of these input pictures, input 1 first.
    case frame(FrameIndex, [InputMark])
    /// The frame could not be drawn: what the stack remembers of it is not known.
    case undrawn(FrameIndex)
    /// So many notes were lost here.
    case lost(Int)

    /// What one input gave for a frame.
    struct InputMark: Sendable, Equatable {
        /// Whether its picture was there in time.
        var isThere: Bool
        /// The slot it was made for.
        var index: Int64
        /// Its number in the medium; nil where it has none.
        var frameNumber: Int64?
    }

    /// Whether it comes from the build thread and takes effect with the next frame, before all else.
    var isBuilt: Bool {
        switch self {
        case .prepared, .unbuildable, .picture: true
        default: false
        }
    }

    /// The frame it takes effect with; nil: the next one.
    var effectiveIndex: Int64? {
        switch self {
        case .snapshot(let snapshot): snapshot.effectiveIndex
        case .overlay(let overlay): overlay.effectiveIndex
        case .trigger(let trigger): trigger.effectiveIndex
        case .reset(let reset): reset.effectiveIndex
        case .swap(_, let index, _): index?.value
        default: nil
        }
    }

    /// What the render thread was told, where it matters to what is drawn.
    init?(_ message: RenderMessage) {
        switch message {
        case .snapshot(let snapshot): self = .snapshot(snapshot)
        case .overlay(let overlay): self = .overlay(overlay)
        case .trigger(let trigger): self = .trigger(trigger)
        case .reset(let reset): self = .reset(reset)
        case .prepared(let shader):
            self = .prepared(
                id: shader.id, generation: shader.generation, hash: shader.contentHash)
        case .unbuildable(let id, let generation):
            self = .unbuildable(id: id, generation: generation)
        case .picture(let picture): self = .picture(picture.key, hash: picture.sourceHash)
        case .composite(let program): self = .composite(program.mode)
        case .swap(let build, let index, let isTrial):
            self = .swap(build, index: index, isTrial: isTrial)
        case .discard(let build): self = .discard(build)
        case .memory: self = .memory
        case .fused(let program): self = .fused(key: program.plan.key)
        case .unfusable(let plan): self = .unfused(key: plan.key)
        case .endTrial, .stop: return nil
        }
    }
}
