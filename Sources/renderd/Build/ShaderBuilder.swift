internal import CGraphics
import Common
import Proto
import Shaders

/// Compiles, links and draws shaders before the programme does. Owned by the thread whose context
/// is current: the build thread, or a test.
///
/// A driver specialises a program to the formats it meets, and on software GL that specialising
/// is what takes time (80 to 300 ms, against 2 ms for compiling). So the builder draws every pass
/// through the very code that draws on air, with pictures of the same size and format.
final class ShaderBuilder {
    private let stack: StackRenderer
    private let base: RenderTarget
    private let rounding: HalfRounding
    private let textureSizeMax: Int
    private var painter = TextPainter()

    /// What pictures have in common.
    var canvas: Canvas { stack.canvas }

    /// Precondition: the context is current.
    init(canvas: Canvas, textureSizeMax: Int) throws(GraphicsError) {
        stack = try StackRenderer(
            canvas: canvas, drawing: DrawingState(), textureSizeMax: textureSizeMax)
        base = try canvas.makeTarget()
        rounding = try HalfRounding.measure(with: stack.drawing)
        self.textureSizeMax = textureSizeMax
    }

    /// Builds `package` and draws it once. Blocks for as long as the driver takes.
    ///
    /// Throws `ShaderFileError` with the author's line where the driver names one.
    func build(
        _ package: ShaderPackage, generation: UInt64
    ) throws(ShaderFileError) -> PreparedShader {
        let resources = try ShaderResources(
            package, canvas: stack.canvas, painter: &painter, textureSizeMax: textureSizeMax)
        var passes: [PassProgram] = []
        for passIndex in package.manifest.passes.indices {
            let generated = try GLSLGenerator.program(for: package, passIndex: passIndex)
            do throws(GraphicsError) {
                passes.append(try PassProgram(generated, manifest: package.manifest))
            } catch {
                throw Self.explain(error, package)
            }
        }
        let shader = PreparedShader(
            package: package, generation: generation, passes: passes, resources: resources)
        do throws(GraphicsError) {
            try warm(shader, keepsSpares: true)
        } catch {
            throw Self.explain(error, package)
        }
        return shader
    }

    /// Builds the pass of a blend mode and draws it once.
    func buildComposite(_ mode: BlendMode) throws(GraphicsError) -> CompositeProgram {
        let program = try CompositeProgram(mode: mode)
        let target = try stack.canvas.makeTarget()
        program.draw(
            own: base, over: base, into: target, CompositeProgram.Options(), with: stack.drawing)
        glFinish()
        return program
    }

    /// Builds the program of `plan` and draws it once, a corner or the whole picture.
    ///
    /// Throws where the shaders do not go together; each by itself goes on.
    func fuse(
        _ plan: FusionPlan, drawsWhole: Bool = false
    ) throws(GraphicsError) -> FusedProgram {
        let program = try FusedProgram(plan, on: stack.canvas, rounding)
        switch plan.source {
        case .drawn: stack.hold(.drawn(base))
        case .packed(let format):
            stack.hold(.packed(try InputDecoder(format: format, canvas: stack.canvas)))
        }
        for part in plan.parts {
            let layer = LayerState(
                SnapshotLayer(id: "warm-up", shaderId: part.shader.id, opacity: 1),
                store: PictureStore())
            layer.use(part.shader)
            stack.run.append(layer)
        }
        let target =
            switch plan.sink {
            case .working: try stack.canvas.makeTarget()
            case .packed(let format):
                try OutputPacker(format: format, isLinear: stack.canvas.isLinear).target
            }
        try drawOnce(isWhole: drawsWhole) { () throws(GraphicsError) in
            stack.draw(
                program, into: target,
                StackRenderer.Frame(
                    moment: Moment(FrameIndex(0)), background: SIMD4(0, 0, 0, 1),
                    inputs: [.drawn(base)]))
        }
        stack.hold(.drawn(base))
        try GraphicsError.check("the first draw of fused layers")
        return program
    }

    /// Draws a corner only, unless `isWhole`: enough for the driver to prepare everything.
    private func drawOnce(
        isWhole: Bool = false, _ draw: () throws(GraphicsError) -> Void
    ) throws(GraphicsError) {
        stack.isWarmingUp = true
        glEnable(GLenum(GL_SCISSOR_TEST))
        let side: GLsizei = isWhole ? .max : 64
        glScissor(0, 0, side, side)
        defer {
            stack.isWarmingUp = false
            glDisable(GLenum(GL_SCISSOR_TEST))
        }
        try draw()
        glFinish()
    }

    /// Draws `shader` with a still in place of its pictures, whose texture is of another kind.
    func warm(_ shader: PreparedShader, showing picture: LoadedPicture) throws(GraphicsError) {
        try warm(shader, keepsSpares: false, picture)
    }

    /// Loads or draws what a layer with this shader shows; nil where the shader has no such text.
    func content(
        _ key: PictureKey, _ package: ShaderPackage
    ) throws(ShaderFileError) -> LoadedPicture.Content? {
        switch key {
        case .still(let path, _):
            return .picture(try ShaderResources.image(path, package, textureSizeMax))
        case .table(let path, _): return .table(try ShaderResources.table(path, package))
        case .text(_, let input, let text):
            guard let style = package.manifest.input(named: input)?.textStyle else { return nil }
            return .picture(
                try ShaderResources.text(text, style, package, stack.canvas, &painter))
        }
    }

    private func warm(
        _ shader: PreparedShader, keepsSpares: Bool, _ picture: LoadedPicture? = nil
    ) throws(GraphicsError) {
        let store = PictureStore()
        var wanted = SnapshotLayer(id: "warm-up", shaderId: shader.id, opacity: 1)
        if let picture, case .still(let path, let generation) = picture.key {
            store.add(picture)
            let reference = ImageRef(path: path, generation: generation)
            wanted.bindings = shader.manifest.inputs.filter { $0.type == .image }.map {
                InputBinding(parameter: $0.name, source: .image(reference))
            }
        }
        let layer = LayerState(wanted, store: store)
        layer.use(shader)
        let frame = StackRenderer.Frame(
            moment: Moment(FrameIndex(0)), background: SIMD4(0, 0, 0, 1), inputs: [.drawn(base)])
        try drawOnce { () throws(GraphicsError) in
            try stack.draw([layer], over: .drawn(base), frame)
        }
        if keepsSpares {
            var spares: [PassTarget] = []
            for target in layer.targets { spares.append(try PassTarget(spareLike: target)) }
            let history = try shader.manifest.history.map { wanted throws(GraphicsError) in
                try HistoryRing(wanted, on: stack.canvas)
            }
            shader.keepSpares(targets: spares, history: history)
            glFinish()
        }
        try GraphicsError.check("the first draw of a shader")
    }

    private static func explain(
        _ error: GraphicsError, _ package: ShaderPackage
    ) -> ShaderFileError {
        switch error {
        case .compile(let log), .link(let log):
            BuildLog.firstError(in: log, package: package)
        default:
            ShaderFileError(
                file: package.path, line: nil, message: "\(error)",
                remedy: "make the shader's targets smaller or try again")
        }
    }
}
