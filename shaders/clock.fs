/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Digital clock of the day's time, in seven segments.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Graphics"],
    "INPUTS": [
        {"NAME": "position", "LABEL": "Lower left corner", "TYPE": "point2D", "DEFAULT": [0.74, 0.86],
         "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
        {"NAME": "size", "LABEL": "Height", "TYPE": "float", "DEFAULT": 0.07, "MIN": 0.02, "MAX": 0.4},
        {"NAME": "colour", "LABEL": "Colour", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 0.95]},
        {"NAME": "seconds", "LABEL": "Seconds", "TYPE": "bool", "DEFAULT": true}
    ],
    "HOLDOVER": {
        "REGION": ["$position.x", "$position.y", "$size * 5 * $HEIGHT / $WIDTH", "$size"]
    }
}*/

// Segments lit by each digit: bit 0 top, then clockwise, bit 6 the middle.
const int segments[10] = int[10](63, 6, 91, 79, 102, 109, 125, 7, 127, 111);

float bar(vec2 p, vec2 from, vec2 to) {
    vec2 inside = step(from, p) * step(p, to);
    return inside.x * inside.y;
}

// One digit in a cell of 0.5 by 1.
float digit(vec2 p, int value) {
    int lit = segments[value];
    float ink = 0.0;
    if ((lit & 1) != 0) ink += bar(p, vec2(0.06, 0.88), vec2(0.44, 0.98));
    if ((lit & 2) != 0) ink += bar(p, vec2(0.36, 0.50), vec2(0.46, 0.98));
    if ((lit & 4) != 0) ink += bar(p, vec2(0.36, 0.02), vec2(0.46, 0.50));
    if ((lit & 8) != 0) ink += bar(p, vec2(0.06, 0.02), vec2(0.44, 0.12));
    if ((lit & 16) != 0) ink += bar(p, vec2(0.04, 0.02), vec2(0.14, 0.50));
    if ((lit & 32) != 0) ink += bar(p, vec2(0.04, 0.50), vec2(0.14, 0.98));
    if ((lit & 64) != 0) ink += bar(p, vec2(0.06, 0.45), vec2(0.44, 0.55));
    return min(ink, 1.0);
}

void main() {
    vec2 p = (isf_FragNormCoord - position) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0) / size;
    int time = int(DATE.w);
    int pairs[3] = int[3](time / 3600 % 24, time / 60 % 60, time % 60);
    int count = seconds ? 3 : 2;
    // Each pair is two cells and a gap for the colon: 1.25 wide.
    int pair = int(floor(p.x / 1.25));
    float shown = 0.0;
    if (p.x >= 0.0 && p.y >= 0.0 && p.y <= 1.0 && pair < count) {
        vec2 q = vec2(p.x - float(pair) * 1.25, p.y);
        if (q.x < 0.5) shown = digit(q, pairs[pair] / 10);
        else if (q.x < 1.0) shown = digit(q - vec2(0.5, 0.0), pairs[pair] % 10);
        else if (pair < count - 1)
            shown = bar(q, vec2(1.07, 0.25), vec2(1.17, 0.37)) + bar(q, vec2(1.07, 0.63), vec2(1.17, 0.75));
    }
    gl_FragColor = vec4(colour.rgb, colour.a * shown);
}
