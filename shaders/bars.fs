/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Colour bars with a grey scale, a moving mark and an ident.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Generator"],
    "INPUTS": [
        {"NAME": "level", "LABEL": "Level", "TYPE": "long", "DEFAULT": 75, "VALUES": [75, 100],
         "LABELS": ["75 %", "100 %"]},
        {"NAME": "moving", "LABEL": "Moving mark", "TYPE": "bool", "DEFAULT": true}
    ],
    "HOLDOVER": {
        "TEXT": {"ident": {"LABEL": "Ident", "SIZE": 0.08, "FONT": "DejaVu Sans Bold",
            "DEFAULT": "HOLDOVER"}}
    }
}*/

void main() {
    vec2 at = isf_FragNormCoord;
    // White, yellow, cyan, green, magenta, red, blue, black: green changes last.
    int bar = 7 - int(at.x * 8.0);
    vec3 color = vec3((bar >> 1) & 1, (bar >> 2) & 1, bar & 1) * float(level) / 100.0;
    // The lower quarter: eleven steps from black to white.
    if (at.y < 0.25) color = vec3(floor(at.x * 11.0) / 10.0);
    if (moving && at.y >= 0.25 && at.y < 0.28) {
        // Across in 256 frames, so that a standing picture is seen at once.
        float place = float(FRAMEINDEX % 256) / 256.0;
        color = vec3(abs(at.x - place) < 0.01 ? 1.0 : 0.0);
    }
    vec2 size = IMG_SIZE(ident);
    vec2 place = floor(gl_FragCoord.xy - RENDERSIZE * vec2(0.5, 0.6) + size * 0.5) + 0.5;
    vec2 margin = size * 0.5 + vec2(0.03 * RENDERSIZE.y);
    vec2 away = abs(gl_FragCoord.xy - RENDERSIZE * vec2(0.5, 0.6));
    if (size.x > 4.0 && all(lessThan(away, margin))) {
        color = vec3(0.0);
        if (all(greaterThan(place, vec2(0.0))) && all(lessThan(place, size)))
            color = vec3(IMG_PIXEL(ident, place).a);
    }
    gl_FragColor = vec4(color, 1.0);
}
