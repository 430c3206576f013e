/*{
    "ISFVSN": "2",
    "DESCRIPTION": "A circle opens from a point.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Transition"],
    "INPUTS": [
        {"NAME": "startImage", "TYPE": "image"},
        {"NAME": "endImage", "TYPE": "image"},
        {"NAME": "progress", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "center", "LABEL": "Middle", "TYPE": "point2D", "DEFAULT": [0.5, 0.5],
         "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
        {"NAME": "softness", "LABEL": "Softness", "TYPE": "float", "DEFAULT": 0.02,
         "MIN": 0.0, "MAX": 0.5}
    ]
}*/

void main() {
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    // At the end the circle reaches the farthest corner.
    float reach = length(max(center, 1.0 - center) * aspect) + softness;
    float away = length((isf_FragNormCoord - center) * aspect);
    float share = clamp((progress * reach - away) / max(softness, 1e-4), 0.0, 1.0);
    gl_FragColor = mix(IMG_THIS_PIXEL(startImage), IMG_THIS_PIXEL(endImage), share);
}
