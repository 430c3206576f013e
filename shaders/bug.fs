/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Station bug: a ring with a turning highlight around the mark, in a corner of your choice.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Graphics"],
    "INPUTS": [
        {"NAME": "corner", "LABEL": "Corner", "TYPE": "long", "DEFAULT": 1,
         "VALUES": [0, 1, 2, 3], "LABELS": ["Top left", "Top right", "Bottom left", "Bottom right"]},
        {"NAME": "size", "LABEL": "Size", "TYPE": "float", "DEFAULT": 0.06, "MIN": 0.02, "MAX": 0.2},
        {"NAME": "margin", "LABEL": "Margin", "TYPE": "float",
         "DEFAULT": 0.07, "MIN": 0.0, "MAX": 0.2},
        {"NAME": "strength", "LABEL": "Strength", "TYPE": "float",
         "DEFAULT": 0.85, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "ink", "LABEL": "Ring", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0]},
        {"NAME": "accent", "LABEL": "Highlight", "TYPE": "color", "DEFAULT": [0.98, 0.28, 0.3, 1.0]},
        {"NAME": "turning", "LABEL": "Turning", "TYPE": "bool", "DEFAULT": true}
    ],
    "HOLDOVER": {
        "TIME_WRAP": 6.0,
        "REGION": [
            "mod($corner, 2) * (1 - 2.7 * ($margin + $size) * $HEIGHT / $WIDTH)",
            "(1 - floor($corner / 2)) * (1 - 2.7 * ($margin + $size))",
            "2.7 * ($margin + $size) * $HEIGHT / $WIDTH", "2.7 * ($margin + $size)"
        ],
        "INPUTS": {"strength": {"SMOOTHING": 0.2}}
    }
}*/

float bar(vec2 p, vec2 halfSize) {
    vec2 d = abs(p) - halfSize;
    return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}

void main() {
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    vec2 side = vec2((corner & 1) == 1 ? 1.0 : 0.0, corner < 2 ? 1.0 : 0.0);
    float reach = margin + size;
    vec2 centre = mix(vec2(reach), vec2(aspect, 1.0) - reach, side);
    vec2 p = (isf_FragNormCoord * vec2(aspect, 1.0) - centre) / size;
    float pixel = 1.0 / (RENDERSIZE.y * size);

    float far = length(p);
    // A dark disc behind the mark keeps it readable on white.
    float disc = clamp(0.5 - (far - 1.0) / pixel, 0.0, 1.0);
    float shade = 0.42 * max(disc, clamp(1.0 - (far - 1.0) / 0.25, 0.0, 1.0) * 0.5);
    float ring = clamp(0.5 - (abs(far - 0.86) - 0.07) / pixel, 0.0, 1.0);

    // The highlight turns once in six seconds, with a tail.
    float angle = turning ? TIME * 1.0471976 : 0.7853982;
    float turn = fract(0.5 + (atan(p.x, p.y) - angle) / 6.2831853);
    float glow = smoothstep(0.55, 1.0, turn);

    // The mark: an H whose bar is the line that goes on.
    vec2 q = vec2(abs(p.x) - 0.27, p.y);
    float mark = min(bar(q, vec2(0.075, 0.42)), bar(p, vec2(0.30, 0.07)));
    float pulse = bar(p - vec2(0.0, 0.0), vec2(0.195, 0.07));
    float letter = clamp(0.5 - mark / pixel, 0.0, 1.0);
    float line = clamp(0.5 - pulse / pixel, 0.0, 1.0);

    vec3 color = mix(ink.rgb, accent.rgb, ring * glow);
    color = mix(color, accent.rgb, line);
    float drawn = max(ring, max(letter, line));
    float alpha = max(drawn, shade);
    gl_FragColor = vec4(color * (drawn / max(alpha, 0.001)), alpha * strength);
}
