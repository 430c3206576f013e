public import Common
public import Proto

/// What the daemons have said of everything a show depends on, in this life of the coordinator; they
/// say it again after each of its starts. A value, so that decisions stay pure.
public struct RunConditions: Equatable, Sendable {
    /// How one component stands.
    public struct Health: Equatable, Sendable {
        /// Nil: nothing has been heard of it.
        public var isHealthy: Bool?
        /// A sentence.
        public var detail: String
        /// Since when it is not in order.
        public var since = MonotonicInstant.distantFuture
        /// The same on the wall clock; 0 while it is in order.
        public var sinceWall: Int64 = 0
        /// It cannot come good by waiting.
        var isFinal = false
    }

    private struct Process: Equatable {
        var isUp: Bool
        var detail: String
    }
    private struct Build: Equatable {
        var generation: UInt64
        var isBuilt: Bool
        var problem: String
    }

    /// The input whose sound goes out.
    private static let soundInput: UInt32 = 1

    private var processes: [String: Process] = [:]
    private var device: BackendStateChanged?
    private var lanes: [String: LaneStatusChanged] = [:]
    private var inputs: [UInt32: InputSignalChanged] = [:]
    /// By shader, then lane.
    private var builds: [String: [String: Build]] = [:]
    private var resources: [String: ResourceLevel] = [:]
    /// Components that the run had before this life of the coordinator, and when that began: one that
    /// nobody hears of any more has been away since then.
    private var expected: (components: Set<String>, since: MonotonicInstant, wall: Int64)?
    /// Every component, as of the last `refresh`.
    public private(set) var components: [RunComponent: Health] = [:]

    /// Nothing has been heard yet.
    public init() {}

    /// Expects to hear of every component that a resumed run has seen.
    public mutating func expect(of run: Run, now: MonotonicInstant, wall: Int64) {
        guard run.isActive else { return }
        expected = (run.seen, now, wall)
    }

    public static func == (a: RunConditions, b: RunConditions) -> Bool {
        a.processes == b.processes && a.device == b.device && a.lanes == b.lanes
            && a.inputs == b.inputs && a.builds == b.builds && a.resources == b.resources
            && a.components == b.components
    }

    // MARK: Hearing

    /// Takes up what a fact says; false where it says nothing of this.
    public mutating func take(_ fact: Fact, from source: String) -> Bool {
        let before = self
        switch fact.kind {
        case .statusReport(let report):
            for level in report.levels { if let kind = level.kind { take(kind, from: source) } }
        case let kind?: if let level = LevelFact.Kind(kind) { take(level, from: source) }
        case nil: break
        }
        return self != before
    }

    private mutating func take(_ level: LevelFact.Kind, from source: String) {
        switch level {
        case .backendStateChanged(let value): if value.isClock { device = value }
        case .laneStatusChanged(let value): lanes[value.lane] = value
        case .inputSignalChanged(let value):
            // A lane also tells what it sees of an input; the one that captures it knows.
            if source == "ingressd.capture" { inputs[value.input] = value }
        case .resourceLevel(let value): resources["\(source).\(value.resource)"] = value
        case .shaderBuildPrepared(let value):
            builds[value.shaderId, default: [:]][value.lane] = Build(
                generation: value.generation, isBuilt: true, problem: "")
        case .shaderBuildApplied(let value):
            builds[value.shaderId, default: [:]][value.lane] = Build(
                generation: value.generation, isBuilt: true, problem: "")
        case .shaderBuildFailed(let value):
            let first = value.diagnostics.first.map { "\($0.file):\($0.line): \($0.text)" }
            builds[value.shaderId, default: [:]][value.lane] = Build(
                generation: value.generation, isBuilt: false, problem: first ?? "no message")
        case .processPhase(let value):
            processes[source] = Process(isUp: value.phase != "stopping", detail: value.phase)
        case .outputForceChanged, .alarmLevel, .shaderPackageList, .runOutputApplied: break
        }
    }

    /// A process has ended: what it said holds no more.
    public mutating func ended(_ source: String, detail: String) {
        processes[source] = Process(isUp: false, detail: detail)
        switch source {
        case "outputd": device = nil
        case "ingressd.capture": inputs = [:]
        default:
            guard source.hasPrefix("renderd.") else { return }
            let lane = String(source.dropFirst("renderd.".count))
            lanes[lane] = nil
            for shader in builds.keys { builds[shader]?[lane] = nil }
        }
    }

    // MARK: Judging

    /// Judges every component anew. `programme` says which shaders matter, and with `later`, what the
    /// loaded rundown puts on air after it, which inputs do.
    public mutating func refresh(
        _ programme: LayerStack, later: [LayerStack] = [], _ catalogue: ShaderCatalogue,
        now: MonotonicInstant, wall: Int64
    ) {
        for component in RunComponent.allCases {
            var health = judge(component, programme, later, catalogue)
            if health.isHealthy == nil, let expected,
                expected.components.contains(component.rawValue)
            {
                health.isHealthy = false
                health.since = expected.since
                health.sinceWall = expected.wall
                components[component] = health
                continue
            }
            if health.isHealthy == false {
                let old = components[component]
                let wasBad = old?.isHealthy == false
                health.since = wasBad ? old?.since ?? now : now
                health.sinceWall = wasBad ? old?.sinceWall ?? wall : wall
            }
            components[component] = health
        }
    }

    private func judge(
        _ component: RunComponent, _ programme: LayerStack, _ later: [LayerStack],
        _ catalogue: ShaderCatalogue
    ) -> Health {
        switch component {
        case .output, .capture, .control: process(component.rawValue)
        case .renderer: renderer
        case .device: deviceHealth
        case .reference:
            Health(
                isHealthy: device?.referenceLocked,
                detail: device.map {
                    $0.referenceLocked ? "locked" : "the device runs on its own clock"
                } ?? "nothing has been heard of it")
        case .shaders: shaderHealth(programme, catalogue)
        case .input: inputHealth([programme] + later)
        case .headroom: headroom
        case .disk: disk
        }
    }

    private func process(_ name: String) -> Health {
        guard let process = processes[name] else {
            return Health(isHealthy: nil, detail: "nothing has been heard of \(name)")
        }
        return Health(
            isHealthy: process.isUp,
            detail: process.isUp ? process.detail : "\(name) is away: \(process.detail)")
    }

    private var renderer: Health {
        let known = processes.filter { $0.key.hasPrefix("renderd.") }
        guard !known.isEmpty else {
            return Health(isHealthy: nil, detail: "nothing has been heard of a renderer")
        }
        let up = known.filter(\.value.isUp).keys.sorted()
        guard up.isEmpty else {
            return Health(isHealthy: true, detail: up.joined(separator: ", "))
        }
        return Health(isHealthy: false, detail: "no renderer is there; the ladder is on air")
    }

    private var deviceHealth: Health {
        if processes["outputd"]?.isUp == false {
            return Health(isHealthy: false, detail: "outputd is away")
        }
        guard let device else {
            return Health(isHealthy: nil, detail: "nothing has been heard of the device")
        }
        let text = "\(device.device) is \(device.to.name)"
        switch device.to {
        case .running, .degraded: return Health(isHealthy: true, detail: text)
        case .failed:
            return Health(isHealthy: false, detail: "\(text): \(device.reason)", isFinal: true)
        default: return Health(isHealthy: false, detail: "\(text): \(device.reason)")
        }
    }

    private var headroom: Health {
        guard !lanes.isEmpty else {
            return Health(isHealthy: nil, detail: "nothing has been heard of a lane")
        }
        let good = lanes.values.filter { $0.state == .inStep }.map(\.lane).sorted()
        if !good.isEmpty {
            return Health(isHealthy: true, detail: "in step: \(good.joined(separator: ", "))")
        }
        let first = lanes.values.min { $0.lane < $1.lane }
        let text = first.map { "lane \($0.lane) is \($0.state.name): \($0.detail)" } ?? ""
        return Health(isHealthy: false, detail: text)
    }

    private var disk: Health {
        let bad = resources.filter { !$0.value.healthy && $0.value.resource.hasPrefix("disk") }
        guard let first = bad.min(by: { $0.key < $1.key }) else {
            return Health(isHealthy: true, detail: "in order")
        }
        return Health(isHealthy: false, detail: "\(first.key): \(first.value.detail)")
    }

    /// The inputs that the show is made of: those its layers show, now and later, and the first one,
    /// whose sound goes out past the layers, and which is the clean picture of the ladder.
    private func inputHealth(_ stacks: [LayerStack]) -> Health {
        var needed: Set<UInt32> = inputs[Self.soundInput] == nil ? [] : [Self.soundInput]
        for layer in stacks.flatMap(\.layers) where !layer.bypassed {
            for source in layer.bindings.values {
                if case .input(let number) = source { needed.insert(number) }
            }
        }
        guard !needed.isEmpty else {
            return Health(isHealthy: true, detail: "the show has no input")
        }
        for number in needed.sorted() {
            guard let input = inputs[number] else {
                return Health(isHealthy: nil, detail: "nothing has been heard of input \(number)")
            }
            guard input.state == .present else {
                return Health(
                    isHealthy: false,
                    detail: "input \(number) is \(input.state.name): \(input.detail)")
            }
        }
        return Health(
            isHealthy: true,
            detail: "valid: \(needed.sorted().map(String.init).joined(separator: ", "))")
    }

    private func shaderHealth(_ stack: LayerStack, _ catalogue: ShaderCatalogue) -> Health {
        for id in Set(stack.layers.map(\.shader)).sorted() {
            guard let rules = catalogue[id] else {
                return Health(
                    isHealthy: false, detail: "\(id) is not in the library", isFinal: true)
            }
            let lanes = (builds[id] ?? [:]).values.filter { $0.generation == rules.generation }
            if lanes.contains(where: \.isBuilt) { continue }
            if let failed = lanes.first(where: { !$0.isBuilt }) {
                return Health(
                    isHealthy: false, detail: "\(id) cannot be built: \(failed.problem)",
                    isFinal: true)
            }
            return Health(isHealthy: nil, detail: "\(id) is being built")
        }
        return Health(isHealthy: true, detail: "\(stack.layers.count) layers can be drawn")
    }

    /// Whether everything a stack draws with has been built.
    public func isBuilt(_ stack: LayerStack, _ catalogue: ShaderCatalogue) -> Bool {
        shaderHealth(stack, catalogue).isHealthy == true
    }
}
