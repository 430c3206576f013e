/// The vertex stage of our own passes: one triangle over the whole target.
enum FullScreen {
    static let vertex = """
        #version 450 core
        out vec2 uv;
        void main() {
            vec2 corner = vec2((gl_VertexID & 1) * 4 - 1, (gl_VertexID >> 1) * 4 - 1);
            uv = corner * 0.5 + 0.5;
            gl_Position = vec4(corner, 0.0, 1.0);
        }

        """
}
