/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Gaussian blur in two passes.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Blur"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "radius", "LABEL": "Radius, share of the height", "TYPE": "float",
         "DEFAULT": 0.01, "MIN": 0.0, "MAX": 0.05, "IDENTITY": 0.0}
    ],
    "PASSES": [{"TARGET": "across"}, {}],
    "HOLDOVER": {"INPUTS": {"radius": {"SMOOTHING": 0.1}}}
}*/

// Thirteen taps two standard deviations to each side; their weights add up to one.
vec4 blurred(vec2 direction) {
    vec4 sum = vec4(0.0);
    float total = 0.0;
    for (int tap = -6; tap <= 6; tap++) {
        float at = float(tap) / 3.0;
        float weight = exp(-0.5 * at * at);
        vec2 place = isf_FragNormCoord + direction * at * 0.5;
        sum += weight * (PASSINDEX == 0 ? IMG_NORM_PIXEL(inputImage, place)
            : IMG_NORM_PIXEL(across, place));
        total += weight;
    }
    return sum / total;
}

void main() {
    gl_FragColor = PASSINDEX == 0
        ? blurred(vec2(radius * RENDERSIZE.y / RENDERSIZE.x, 0.0)) : blurred(vec2(0.0, radius));
}
