/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Darkens towards the corners, as a lens does; keeps faces in the middle untouched.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Stylize"],
    "INPUTS": [
        {"NAME": "amount", "LABEL": "Amount", "TYPE": "float",
         "DEFAULT": 0.45, "MIN": 0.0, "MAX": 1.0, "IDENTITY": 0.0},
        {"NAME": "radius", "LABEL": "Radius", "TYPE": "float",
         "DEFAULT": 0.55, "MIN": 0.1, "MAX": 1.2},
        {"NAME": "softness", "LABEL": "Softness", "TYPE": "float",
         "DEFAULT": 0.75, "MIN": 0.05, "MAX": 1.5},
        {"NAME": "centre", "LABEL": "Centre", "TYPE": "point2D",
         "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]}
    ],
    "HOLDOVER": {"INPUTS": {"amount": {"SMOOTHING": 0.1}, "radius": {"SMOOTHING": 0.1}}}
}*/

void main() {
    vec2 from = (isf_FragNormCoord - centre) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0) * 0.9;
    float reach = radius + softness;
    float fall = clamp(
        (dot(from, from) - radius * radius) / (reach * reach - radius * radius), 0.0, 1.0);
    gl_FragColor = vec4(0.0, 0.0, 0.0, amount * fall * (2.0 - fall));
}
