internal import CGraphics

/// What a driver does with the bits of a colour that a half float has no room for.
enum HalfRounding: Sendable {
    /// They are dropped (llvmpipe).
    case cut
    /// The nearest half float is taken, as IEEE 754 has it.
    case nearest

    /// Draws a pixel and looks. Precondition: a context is current.
    static func measure(with drawing: DrawingState) throws(GraphicsError) -> HalfRounding {
        // 0.7 lies between two half floats, much nearer to the upper one.
        let program = try Program(
            vertex: FullScreen.vertex,
            fragment: """
                #version 450 core
                layout(location = 0) out vec4 color;
                uniform float value;
                void main() { color = vec4(value); }

                """)
        program.set(program.location("value"), 0.7 as Float)
        let target = try RenderTarget(width: 3, height: 3, format: .rgba16Float)
        target.bind()
        glUseProgram(program.name)
        drawing.vertices.draw(vertexCount: 3)
        var halves = [Float16](repeating: 0, count: 3 * 3 * 4)
        halves.withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { target.read(into: base) }
        }
        return halves[0] < 0.7 ? .cut : .nearest
    }
}
