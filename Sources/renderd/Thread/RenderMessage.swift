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
    /// Finish the frame and leave.
    case stop
}
