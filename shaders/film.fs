/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Film look: grain, weave, flicker and a warm shoulder.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Stylize"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "grain", "LABEL": "Grain", "TYPE": "float", "DEFAULT": 0.05, "MIN": 0.0, "MAX": 0.3},
        {"NAME": "weave", "LABEL": "Weave", "TYPE": "float", "DEFAULT": 0.001, "MIN": 0.0, "MAX": 0.01},
        {"NAME": "flicker", "LABEL": "Flicker", "TYPE": "float", "DEFAULT": 0.02, "MIN": 0.0, "MAX": 0.2},
        {"NAME": "warmth", "LABEL": "Warmth", "TYPE": "float", "DEFAULT": 0.05, "MIN": 0.0, "MAX": 0.3}
    ]
}*/

// Whole-number noise: the same on every driver.
float noise(uvec3 p) {
    uint h = p.x * 1597334677u ^ p.y * 3812015801u ^ p.z * 2798796415u;
    h = (h ^ (h >> 15)) * 2246822519u;
    h ^= h >> 13;
    return float(h >> 8) / 16777216.0 - 0.5;
}

void main() {
    uint frame = uint(FRAMEINDEX % 4096);
    vec2 shift = weave * vec2(noise(uvec3(1u, 2u, frame)), noise(uvec3(3u, 4u, frame)));
    vec3 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + shift).rgb;
    color *= 1.0 + flicker * noise(uvec3(5u, 6u, frame));
    float luma = dot(color, vec3(0.2126, 0.7152, 0.0722));
    // Grain shows most in the middle greys.
    float room = clamp(4.0 * luma * (1.0 - luma), 0.0, 1.0);
    color += grain * room * noise(uvec3(gl_FragCoord.xy, frame));
    color += warmth * luma * vec3(1.0, 0.0, -1.0);
    gl_FragColor = vec4(color, IMG_THIS_PIXEL(inputImage).a);
}
