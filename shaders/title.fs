/*{
    "ISFVSN": "2",
    "DESCRIPTION": "A line of text with a shadow.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Graphics"],
    "INPUTS": [
        {"NAME": "position", "LABEL": "Middle", "TYPE": "point2D", "DEFAULT": [0.5, 0.5],
         "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
        {"NAME": "ink", "LABEL": "Colour", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0]},
        {"NAME": "shadow", "LABEL": "Shadow", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.0, "MAX": 1.0}
    ],
    "HOLDOVER": {
        "TEXT": {"line": {"LABEL": "Text", "SIZE": 0.1, "WIDTH": 1.6, "ALIGN": "center",
            "FONT": "DejaVu Sans Bold", "DEFAULT": "Title"}},
        "INPUTS": {"ink": {"SMOOTHING": 0.2}}
    }
}*/

float coverage(vec2 pixel) {
    vec2 size = IMG_SIZE(line);
    vec2 place = floor(pixel - position * RENDERSIZE + size * 0.5) + 0.5;
    if (any(lessThan(place, vec2(0.0))) || any(greaterThan(place, size))) return 0.0;
    return IMG_PIXEL(line, place).a;
}

void main() {
    float text = coverage(gl_FragCoord.xy) * ink.a;
    float below = coverage(gl_FragCoord.xy + vec2(-1.0, 1.0) * ceil(RENDERSIZE.y * 0.004)) * shadow;
    float all = text + below * (1.0 - text);
    gl_FragColor = vec4(ink.rgb * text / max(all, 1e-4), all);
}
