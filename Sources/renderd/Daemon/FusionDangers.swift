/// Layers that would have killed or hung the renderer if it had drawn them together. A value.
struct FusionDangers {
    /// By the hash of their fused program.
    private var plans: Set<UInt64> = []

    /// Whether there are any, after `plan` was built, refused (`failure`), or found to be dangerous. That
    /// others could be built lifts nothing.
    mutating func take(_ plan: UInt64, failure: String?, isDangerous: Bool) -> Bool {
        if isDangerous { plans.insert(plan) } else if failure == nil { plans.remove(plan) }
        return !plans.isEmpty
    }
}
