/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Wipe at any angle, with a soft edge.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Transition"],
    "INPUTS": [
        {"NAME": "startImage", "TYPE": "image"},
        {"NAME": "endImage", "TYPE": "image"},
        {"NAME": "progress", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "angle", "LABEL": "Angle, degrees", "TYPE": "float", "DEFAULT": 0.0,
         "MIN": 0.0, "MAX": 360.0},
        {"NAME": "softness", "LABEL": "Softness", "TYPE": "float", "DEFAULT": 0.05,
         "MIN": 0.0, "MAX": 0.5}
    ]
}*/

void main() {
    float turn = radians(angle);
    vec2 direction = vec2(cos(turn), sin(turn));
    // How far along the direction, 0 at one corner and 1 at the other.
    float reach = abs(direction.x) + abs(direction.y);
    float along = dot(isf_FragNormCoord - 0.5, direction) / reach + 0.5;
    float edge = progress * (1.0 + softness);
    float share = clamp((edge - along) / max(softness, 1e-4), 0.0, 1.0);
    gl_FragColor = mix(IMG_THIS_PIXEL(startImage), IMG_THIS_PIXEL(endImage), share);
}
