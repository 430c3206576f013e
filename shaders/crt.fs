/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Tube look: scan lines, phosphor mask and a bent glass.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Stylize"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "lines", "LABEL": "Lines", "TYPE": "long", "DEFAULT": 288, "MIN": 50, "MAX": 600},
        {"NAME": "depth", "LABEL": "Depth of the lines", "TYPE": "float", "DEFAULT": 0.4,
         "MIN": 0.0, "MAX": 1.0},
        {"NAME": "mask", "LABEL": "Mask", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "bend", "LABEL": "Bend", "TYPE": "float", "DEFAULT": 0.06, "MIN": 0.0, "MAX": 0.3}
    ]
}*/

void main() {
    vec2 p = isf_FragNormCoord * 2.0 - 1.0;
    p *= 1.0 + bend * p.yx * p.yx;
    vec2 at = p * 0.5 + 0.5;
    vec3 color = IMG_NORM_PIXEL(inputImage, at).rgb;
    float wave = 0.5 + 0.5 * cos(6.2831853 * at.y * float(lines));
    color *= 1.0 - depth * wave;
    // One of three phosphors lights in each column.
    vec3 phosphor = vec3(equal(ivec3(int(gl_FragCoord.x) % 3), ivec3(0, 1, 2)));
    color *= 1.0 - mask * (1.0 - phosphor);
    vec2 inside = step(abs(p), vec2(1.0));
    gl_FragColor = vec4(color, inside.x * inside.y);
}
