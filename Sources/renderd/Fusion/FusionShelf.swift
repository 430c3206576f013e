/// The fused programs there are, and those that are wanted. Owned by the render thread.
struct FusionShelf {
    /// The newest last; whatever was not drawn for longest gives way.
    private var programs: [FusedProgram] = []
    /// What was asked for and has not come, or cannot be built.
    private var asked: [FusionPlan] = []
    private var failed: [FusionPlan] = []
    /// What the last frames would have drawn with.
    private var wanted: FusionPlan?
    private static let countMax = 24

    /// The program that draws `run` over `source` into `sink`; where there is none it is noted as wanted,
    /// if it would save work.
    mutating func program(
        _ run: [LayerState], over source: FusionPlan.Source, into sink: FusionPlan.Sink
    ) -> FusedProgram? {
        if let found = programs.first(where: { $0.plan.describes(run, over: source, into: sink) }) {
            return found
        }
        guard wanted == nil,
            !asked.contains(where: { $0.describes(run, over: source, into: sink) }),
            let plan = FusionPlan(run, over: source, into: sink)
        else { return nil }
        if plan.isWorthwhile { wanted = plan }
        // Asked once, also where it is not worthwhile: nothing is then weighed again for each frame.
        remember(plan)
        return nil
    }

    /// What was built of `plan`.
    func program(of plan: FusionPlan) -> FusedProgram? {
        programs.first { $0.plan == plan }
    }

    /// Notes that `plan` is asked for; false where it was before.
    mutating func ask(_ plan: FusionPlan) -> Bool {
        guard !asked.contains(plan) else { return false }
        remember(plan)
        return true
    }

    /// What is to be built next, once.
    mutating func takeWanted() -> FusionPlan? {
        defer { wanted = nil }
        return wanted
    }

    /// Draws with `program` from now on.
    mutating func add(_ program: FusedProgram) {
        programs.removeAll { $0.plan == program.plan }
        programs.append(program)
        if programs.count > Self.countMax { programs.removeFirst() }
    }

    /// Whether `plan` has been built or will never be.
    func isSettled(_ plan: FusionPlan) -> Bool {
        program(of: plan) != nil || failed.contains(plan)
    }

    /// `plan` cannot be built: its layers go on one by one.
    mutating func give(up plan: FusionPlan) {
        failed.append(plan)
        if failed.count > Self.countMax { failed.removeFirst() }
        remember(plan)
    }

    private mutating func remember(_ plan: FusionPlan) {
        guard !asked.contains(plan) else { return }
        asked.append(plan)
        if asked.count > Self.countMax { asked.removeFirst() }
    }
}
