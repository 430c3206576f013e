internal import CGraphics
import Shaders

/// A linked fused program and where its uniforms lie. Made on the build thread; afterwards owned by the
/// render thread.
final class FusedProgram: @unchecked Sendable {
    // Unchecked: ownership passes from the build thread to the render thread through a queue.
    let plan: FusionPlan
    /// What is to blame where drawing with it ends the process.
    let hash: UInt64
    let program: Program
    /// One for each part.
    let parts: [PassUniforms]
    let sourceParity: Int32
    let sinkParity: Int32

    /// Samplers of layers lie behind those of the source.
    private static let firstUnit = 2
    /// What every driver has.
    private static let unitsMax = 16

    init(
        _ plan: FusionPlan, on canvas: Canvas, _ rounding: HalfRounding
    ) throws(GraphicsError) {
        let program = try Program(
            vertex: FullScreen.vertex, fragment: FusionShader.fragment(plan, canvas, rounding))
        var unit = Self.firstUnit
        var parts: [PassUniforms] = []
        for (position, part) in plan.parts.enumerated() {
            // A name that was overlooked would never be set.
            for input in part.shader.manifest.inputs where program.location(input.name) >= 0 {
                throw .link(log: "\(input.name) was not renamed")
            }
            let uniforms = PassUniforms(
                program, manifest: part.shader.manifest, prefix: FusionShader.prefix(position),
                firstUnit: unit)
            unit += uniforms.samplers.count
            parts.append(uniforms)
        }
        guard unit <= Self.unitsMax else { throw .link(log: "\(unit) samplers in one pass") }
        program.set(program.location(FusionShader.base), Int32(0))
        let prefix = FusionShader.sourcePrefix
        program.set(program.location(prefix + "source"), Int32(0))
        program.set(program.location(prefix + "chromaPlane"), Int32(1))
        sourceParity = program.location(prefix + "parity")
        sinkParity = program.location("parity")
        self.plan = plan
        hash = plan.hash
        self.parts = parts
        self.program = program
    }
}
