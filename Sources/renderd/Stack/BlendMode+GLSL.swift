import Proto

extension BlendMode {
    /// GLSL for the blended colour of a straight backdrop `b` and source `s`, both `vec3`: the
    /// modes of W3C Compositing and Blending Level 1. Where its formulas divide, denominators are
    /// kept from zero, so that colours beyond white stay finite.
    var expression: String {
        switch self {
        case .normal, .unrecognised: "s"
        case .multiply: "b * s"
        case .screen: "b + s - b * s"
        case .overlay: "hardLight(s, b)"
        case .darken: "min(b, s)"
        case .lighten: "max(b, s)"
        case .colorDodge:
            "mix(min(vec3(1.0), b / max(1.0 - s, vec3(1e-4))), vec3(0.0), "
                + "lessThanEqual(b, vec3(0.0)))"
        case .colorBurn:
            "mix(1.0 - min(vec3(1.0), (1.0 - b) / max(s, vec3(1e-4))), vec3(1.0), "
                + "greaterThanEqual(b, vec3(1.0)))"
        case .hardLight: "hardLight(b, s)"
        case .softLight: "softLight(clamp(b, 0.0, 1.0), clamp(s, 0.0, 1.0))"
        case .difference: "abs(b - s)"
        case .exclusion: "b + s - 2.0 * b * s"
        case .hue: "setLum(setSat(s, sat(b)), lum(b))"
        case .saturation: "setLum(setSat(b, sat(s)), lum(b))"
        case .color: "setLum(s, lum(b))"
        case .luminosity: "setLum(b, lum(s))"
        }
    }

    /// The functions that the expressions call.
    static let functions = """
        vec3 hardLight(vec3 b, vec3 s) {
            vec3 m = 2.0 * s;
            return mix(b * m, b + (m - 1.0) - b * (m - 1.0), greaterThan(s, vec3(0.5)));
        }
        vec3 softLight(vec3 b, vec3 s) {
            vec3 d = mix(
                ((16.0 * b - 12.0) * b + 4.0) * b, sqrt(b), greaterThan(b, vec3(0.25)));
            return mix(
                b - (1.0 - 2.0 * s) * b * (1.0 - b), b + (2.0 * s - 1.0) * (d - b),
                greaterThan(s, vec3(0.5)));
        }
        float lum(vec3 c) { return dot(c, vec3(0.3, 0.59, 0.11)); }
        float sat(vec3 c) { return max(c.r, max(c.g, c.b)) - min(c.r, min(c.g, c.b)); }
        vec3 setLum(vec3 c, float l) {
            c += l - lum(c);
            float low = min(c.r, min(c.g, c.b));
            float high = max(c.r, max(c.g, c.b));
            if (low < 0.0) c = l + (c - l) * l / max(l - low, 1e-4);
            if (high > 1.0) c = l + (c - l) * (1.0 - l) / max(high - l, 1e-4);
            return c;
        }
        vec3 setSat(vec3 c, float s) {
            float low = min(c.r, min(c.g, c.b));
            return (c - low) * s / max(sat(c), 1e-4);
        }

        """
}
