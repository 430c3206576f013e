import Shaders

/// A shader that is compiled, linked and warmed up. Made on the build thread and handed to the
/// render thread once; layers with the same shader share it.
final class PreparedShader: @unchecked Sendable {
    // Unchecked: ownership passes from the build thread to the render thread through a queue, and
    // nobody else sees it.
    let id: String
    /// The generation that was asked for, as snapshots name it.
    let generation: UInt64
    /// Tells texts apart, also over restarts.
    let contentHash: UInt64
    let manifest: ISFManifest
    let passes: [PassProgram]
    /// Its point-wise form, if it has one.
    let fusible: FusiblePass?
    /// How many pictures a layer keeps for it: one a target, and one for an output pass with a
    /// size of its own.
    let targetCount: Int
    /// Whether a target's size depends on an input.
    let hasVariableSizes: Bool
    /// What it samples that is its own.
    let resources: ShaderResources
    /// Memory for the first layer that draws with it, made and touched beside the programme.
    private var spareTargets: [PassTarget] = []
    private var spareHistory: HistoryRing?
    private let targetPositions: [Int]

    init(
        package: ShaderPackage, generation: UInt64, passes: [PassProgram],
        resources: ShaderResources
    ) {
        self.resources = resources
        id = package.id
        contentHash = package.contentHash
        fusible = GLSLGenerator.fusible(package)
        self.generation = generation
        let manifest = package.manifest
        self.manifest = manifest
        self.passes = passes
        let names = manifest.targets
        targetPositions = manifest.passes.map { pass in
            pass.target.flatMap { names.firstIndex(of: $0) } ?? names.count
        }
        let anonymous = passes.contains { pass in
            pass.output == .raw && manifest.passes[pass.passIndex].target == nil
        }
        targetCount = names.count + (anonymous ? 1 : 0)
        hasVariableSizes = manifest.passes.contains { pass in
            let variables = (pass.width?.variables ?? []) + (pass.height?.variables ?? [])
            return variables.contains { $0 != "WIDTH" && $0 != "HEIGHT" }
        }
    }

    /// The text it was made of, as both lanes know it.
    var build: LaneBuild { LaneBuild(id: id, hash: contentHash) }

    /// Keeps memory for the first layer that asks.
    func keepSpares(targets: [PassTarget], history: HistoryRing?) {
        spareTargets = targets
        spareHistory = history
    }

    /// The spare pass targets, once.
    func takeTargets() -> [PassTarget] {
        // A shader without targets is read by the build thread, too.
        guard targetCount > 0 else { return [] }
        defer { spareTargets = [] }
        return spareTargets
    }

    /// The spare history, once.
    func takeHistory() -> HistoryRing? {
        defer { spareHistory = nil }
        return spareHistory
    }

    /// Which of a layer's pictures pass `passIndex` draws.
    func targetPosition(of passIndex: Int) -> Int { targetPositions[passIndex] }
}
