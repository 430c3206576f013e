/*{
    "ISFVSN": "2",
    "DESCRIPTION": "A crawl along the bottom: whole pixels a frame, so that it stays sharp.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Graphics"],
    "INPUTS": [
        {"NAME": "pace", "LABEL": "Pixels a frame", "TYPE": "long", "DEFAULT": 3, "MIN": 0, "MAX": 20},
        {"NAME": "bottom", "LABEL": "Height above the bottom", "TYPE": "float", "DEFAULT": 0.03,
         "MIN": 0.0, "MAX": 0.9},
        {"NAME": "band", "LABEL": "Band", "TYPE": "color", "DEFAULT": [0.02, 0.05, 0.12, 0.85]},
        {"NAME": "ink", "LABEL": "Text colour", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0]}
    ],
    "HOLDOVER": {
        "TEXT": {"message": {"LABEL": "Message", "SIZE": 0.05, "FONT": "DejaVu Sans Bold",
            "DEFAULT": "Set the message of this ticker"}},
        "REGION": [0, "$bottom", 1, 0.08]
    }
}*/

void main() {
    ivec2 size = ivec2(IMG_SIZE(message));
    // Counted in frames: exact for as long as the layer is on air.
    int travel = size.x + int(RENDERSIZE.x);
    int moved = (FRAMEINDEX % travel) * pace % travel;
    ivec2 at = ivec2(gl_FragCoord.xy);
    float middle = (bottom + 0.04) * RENDERSIZE.y;
    ivec2 place = at - ivec2(int(RENDERSIZE.x) - moved, int(middle) - size.y / 2);
    float alpha = 0.0;
    if (place.x >= 0 && place.y >= 0 && place.x < size.x && place.y < size.y)
        alpha = IMG_PIXEL(message, vec2(place) + 0.5).a * ink.a;
    float all = alpha + band.a * (1.0 - alpha);
    gl_FragColor = vec4(
        (ink.rgb * alpha + band.rgb * band.a * (1.0 - alpha)) / max(all, 1e-4), all);
}
