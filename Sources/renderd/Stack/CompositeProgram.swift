internal import CGraphics
import Proto

/// Composes one picture over another with a blend mode, in a pass of its own: for blend modes
/// other than normal, for shaders whose last pass has a target, and for transitions.
final class CompositeProgram: @unchecked Sendable {
    // Unchecked: made on the build thread, handed once to the render thread.
    let mode: BlendMode
    private let program: Program
    private let opacity: Int32
    private let straight: Int32
    private let repaints: Int32
    private let background: Int32

    init(mode: BlendMode) throws(GraphicsError) {
        let program = try Program(vertex: FullScreen.vertex, fragment: Self.fragment(mode))
        program.set(program.location("own"), Int32(0))
        program.set(program.location("backdrop"), Int32(1))
        opacity = program.location("opacity")
        straight = program.location("straight")
        repaints = program.location("repaints")
        background = program.location("background")
        self.mode = mode
        self.program = program
    }

    /// How the upper picture is meant.
    struct Options {
        var opacity: Float = 1
        /// Colours of `own` are not multiplied by its alpha.
        var straight = false
        /// `own` takes the place of the backdrop instead of lying over it.
        var repaints = false
        var background = SIMD4<Float>(0, 0, 0, 1)
    }

    /// Draws `own` (sampled, any size) over `backdrop` (of the target's size) into `target`.
    func draw(
        own: RenderTarget, over backdrop: RenderTarget, into target: RenderTarget,
        _ options: Options, with drawing: DrawingState
    ) {
        target.bind()
        glUseProgram(program.name)
        program.set(opacity, options.opacity)
        program.set(straight, options.straight ? 1 : 0 as Float)
        program.set(repaints, options.repaints ? 1 : 0 as Float)
        let color = options.background
        program.set(background, color.x, color.y, color.z, color.w)
        drawing.bind(own.texture, unit: 0)
        drawing.bind(backdrop.texture, unit: 1)
        drawing.vertices.draw(vertexCount: 3)
    }

    private static func fragment(_ mode: BlendMode) -> String {
        """
        #version 450 core
        uniform sampler2D own;
        uniform sampler2D backdrop;
        uniform float opacity;
        uniform float straight;
        uniform float repaints;
        uniform vec4 background;
        in vec2 uv;
        layout(location = 0) out vec4 color;
        \(BlendMode.functions)
        vec3 blended(vec3 b, vec3 s) { return \(mode.expression); }
        void main() {
            vec4 upper = clamp(texture(own, uv), -32.0, 32.0);
            upper.a = clamp(upper.a, 0.0, 1.0);
            upper.rgb *= mix(1.0, upper.a, straight);
            vec4 below = texelFetch(backdrop, ivec2(gl_FragCoord.xy), 0);
            \(mode == .normal ? "" : blendStatement)
            vec4 over = upper * opacity + below * (1.0 - upper.a * opacity);
            vec4 repainted = mix(below, upper + background * (1.0 - upper.a), opacity);
            color = mix(over, repainted, repaints);
        }

        """
    }

    /// W3C: the source takes the blended colour as far as there is a backdrop to blend with.
    private static let blendStatement = """
        vec3 b = below.a > 0.0 ? below.rgb / below.a : vec3(0.0);
            vec3 s = upper.a > 0.0 ? upper.rgb / upper.a : vec3(0.0);
            upper.rgb = mix(s, blended(b, s), below.a) * upper.a;
        """
}
