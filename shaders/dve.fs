/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Digital video effect: moves, scales and crops the picture, with border and rounded corners.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Geometry"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "position", "LABEL": "Middle", "TYPE": "point2D", "DEFAULT": [0.5, 0.5],
         "MIN": [-1.0, -1.0], "MAX": [2.0, 2.0]},
        {"NAME": "scale", "LABEL": "Scale", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.02, "MAX": 4.0,
         "IDENTITY": 1.0},
        {"NAME": "cropLeft", "LABEL": "Crop left", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "cropRight", "LABEL": "Crop right", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "cropTop", "LABEL": "Crop top", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "cropBottom", "LABEL": "Crop bottom", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "border", "LABEL": "Border", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 0.05},
        {"NAME": "borderColor", "LABEL": "Border colour", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0]},
        {"NAME": "corner", "LABEL": "Corner radius", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 0.3}
    ],
    "HOLDOVER": {"INPUTS": {"position": {"SMOOTHING": 0.2}, "scale": {"SMOOTHING": 0.2}}}
}*/

// How far outside a box with rounded corners, negative inside.
float outside(vec2 p, vec2 low, vec2 high, float round) {
    vec2 d = abs(p - (low + high) * 0.5) - (high - low) * 0.5 + round;
    return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - round;
}

void main() {
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    vec2 source = (isf_FragNormCoord - position) / scale + 0.5;
    // In heights of the programme, so that border and corners are the same on all sides.
    vec2 unit = vec2(aspect, 1.0);
    vec2 low = vec2(cropLeft, cropBottom) * unit;
    vec2 high = vec2(1.0 - cropRight, 1.0 - cropTop) * unit;
    float away = outside(source * unit, low, max(high, low), corner) * scale * RENDERSIZE.y;
    float picture = clamp(0.5 - away, 0.0, 1.0);
    float frame = clamp(0.5 - away + border * RENDERSIZE.y, 0.0, 1.0);
    vec4 color = mix(borderColor, IMG_NORM_PIXEL(inputImage, source), picture);
    gl_FragColor = vec4(color.rgb, color.a * frame);
}
