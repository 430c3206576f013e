/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Marks of the action and graphics safe areas (EBU R 95) and the middle, for line-up.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Utility"],
    "INPUTS": [
        {"NAME": "action", "LABEL": "Action safe", "TYPE": "float", "DEFAULT": 0.93, "MIN": 0.5, "MAX": 1.0},
        {"NAME": "graphics", "LABEL": "Graphics safe", "TYPE": "float", "DEFAULT": 0.9,
         "MIN": 0.5, "MAX": 1.0},
        {"NAME": "ink", "LABEL": "Colour", "TYPE": "color", "DEFAULT": [1.0, 1.0, 0.0, 0.8]}
    ]
}*/

// Whether a pixel lies on the outline of a box of this share of the picture, one pixel wide.
float outline(float share) {
    vec2 away = floor(abs(gl_FragCoord.xy - RENDERSIZE * 0.5));
    vec2 edge = floor(RENDERSIZE * share * 0.5);
    bool inside = all(lessThanEqual(away, edge));
    return inside && any(equal(away, edge)) ? 1.0 : 0.0;
}

void main() {
    vec2 away = abs(gl_FragCoord.xy - RENDERSIZE * 0.5);
    float arm = RENDERSIZE.y * 0.03;
    float cross = (away.x < 1.0 && away.y < arm) || (away.y < 1.0 && away.x < arm) ? 1.0 : 0.0;
    float mark = max(max(outline(action), outline(graphics)), cross);
    gl_FragColor = vec4(ink.rgb, ink.a * mark);
}
