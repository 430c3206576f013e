internal import CGraphics
import Shaders

/// One linked pass of a shader. Made on the build thread; afterwards owned by the render thread, which
/// alone sets its uniforms.
final class PassProgram {
    let program: Program
    let passIndex: Int
    let vertexCount: Int
    let output: GeneratedProgram.Output
    let uniforms: PassUniforms

    init(_ generated: GeneratedProgram, manifest: ISFManifest) throws(GraphicsError) {
        let program = try Program(vertex: generated.vertex, fragment: generated.fragment)
        passIndex = generated.passIndex
        vertexCount = generated.vertexCount
        output = generated.output
        uniforms = PassUniforms(program, manifest: manifest)
        self.program = program
    }
}
