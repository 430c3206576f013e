/// The fused programs there are, and those that are wanted. Owned by the render thread.
struct FusionShelf {
    /// Whatever was drawn last is last; what was not drawn for longest gives way.
    private var programs: [FusedProgram] = []
    /// What is being built, and for how many frames nobody would have drawn with it.
    private var outstanding: [(plan: FusionPlan, idleFrames: Int)] = []
    /// What cannot be built, or would save nothing: not asked for again.
    private var refused: [FusionPlan] = []
    /// What the last frame would have drawn with.
    private var wanted: FusionPlan?
    private static let countMax = 24
    /// What nobody would have drawn with for so many frames is not built any more.
    private static let idleFramesMax = 10

    /// The program that draws `run` over `source` into `sink`; where there is none it is noted as wanted,
    /// if it would save work. One is asked for at a time, so that builds of shaders do not wait long.
    mutating func program(
        _ run: [LayerState], over source: FusionPlan.Source, into sink: FusionPlan.Sink
    ) -> FusedProgram? {
        let found = programs.lastIndex { $0.plan.describes(run, over: source, into: sink) }
        if let found {
            let program = programs[found]
            if found != programs.count - 1 {
                programs.remove(at: found)
                programs.append(program)
            }
            return program
        }
        for position in outstanding.indices
        where outstanding[position].plan.describes(run, over: source, into: sink) {
            outstanding[position].idleFrames = 0
        }
        guard outstanding.isEmpty,
            !refused.contains(where: { $0.describes(run, over: source, into: sink) }),
            let plan = FusionPlan(run, over: source, into: sink)
        else { return nil }
        if plan.isWorthwhile {
            wanted = plan
            outstanding.append((plan, 0))
        } else {
            refuse(plan)
        }
        return nil
    }

    /// What was built of `plan`.
    func program(of plan: FusionPlan) -> FusedProgram? {
        programs.first { $0.plan == plan }
    }

    /// Notes that `plan` is asked for; false where it is already.
    mutating func ask(_ plan: FusionPlan) -> Bool {
        guard !outstanding.contains(where: { $0.plan == plan }) else { return false }
        outstanding.append((plan, 0))
        return true
    }

    /// What is to be built next, once. Called after each frame.
    mutating func takeWanted() -> FusionPlan? {
        for position in outstanding.indices.reversed() {
            outstanding[position].idleFrames += 1
            guard outstanding[position].idleFrames > Self.idleFramesMax else { continue }
            outstanding.remove(at: position).plan.ticket.drop()
        }
        defer { wanted = nil }
        return wanted
    }

    /// Draws with `program` from now on.
    mutating func add(_ program: FusedProgram) {
        outstanding.removeAll { $0.plan == program.plan }
        programs.removeAll { $0.plan == program.plan }
        programs.append(program)
        if programs.count > Self.countMax { programs.removeFirst() }
    }

    /// Whether `plan` has been built or will never be.
    func isSettled(_ plan: FusionPlan) -> Bool {
        program(of: plan) != nil || refused.contains(plan)
    }

    /// `plan` cannot be built, or must not be drawn with any more: its layers go on one by one.
    mutating func give(up plan: FusionPlan) {
        outstanding.removeAll { $0.plan == plan }
        drop(plan.key)
        refuse(plan)
    }

    /// Draws no more with the program of the plan with this key.
    mutating func drop(_ key: String) {
        programs.removeAll { $0.plan.key == key }
    }

    private mutating func refuse(_ plan: FusionPlan) {
        refused.append(plan)
        if refused.count > Self.countMax { refused.removeFirst() }
    }
}
