import Common
import Proto

/// Everything that can be said to the render thread.
enum RenderMessage: Sendable {
    /// What to draw from its effective index on.
    case snapshot(Snapshot)
    /// Overlay values that move from an index on.
    case overlay(OscOverlayApplied)
    /// An event input that is true for one frame.
    case trigger(TriggerFired)
    /// Feedback to forget at an index.
    case reset(RenderResetRequested)
    /// A shader that is ready to draw.
    case prepared(PreparedShader)
    /// A shader that cannot be built; the last good one stays.
    case unbuildable(id: String, generation: UInt64)
    /// A picture, text or table that a layer shows.
    case picture(LoadedPicture)
    /// The pass of a blend mode, ready to draw.
    case composite(CompositeProgram)
    /// Layers in one pass, ready to draw.
    case fused(FusedProgram)
    /// Layers that cannot be drawn in one pass.
    case unfusable(FusionPlan)
    /// What the other lane remembers, to go on from.
    case memory(StackMemory)
    /// Draw with a build that was held back, from `index` on; nil: from the next frame.
    case swap(LaneBuild, index: FrameIndex?, isTrial: Bool)
    /// What was drawn on trial is drawn by both lanes from `index` on; nil: from the next frame.
    case endTrial(index: FrameIndex?)
    /// A build that was held back is never drawn.
    case discard(LaneBuild)
    /// Finish the frame and leave.
    case stop
}
