/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Lower third: a panel with headline, second line and tag that slides in and out.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Graphics"],
    "INPUTS": [
        {"NAME": "show", "LABEL": "On screen", "TYPE": "bool", "DEFAULT": true},
        {"NAME": "duration", "LABEL": "Seconds in and out", "TYPE": "float",
         "DEFAULT": 1.0, "MIN": 0.1, "MAX": 4.0},
        {"NAME": "accent", "LABEL": "Accent", "TYPE": "color", "DEFAULT": [0.89, 0.16, 0.22, 1.0]},
        {"NAME": "panel", "LABEL": "Panel", "TYPE": "color", "DEFAULT": [0.055, 0.075, 0.125, 0.9]},
        {"NAME": "ink", "LABEL": "Lettering", "TYPE": "color", "DEFAULT": [0.97, 0.97, 0.98, 1.0]},
        {"NAME": "position", "LABEL": "Position", "TYPE": "point2D",
         "DEFAULT": [0.08, 0.115], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
        {"NAME": "size", "LABEL": "Size", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.5, "MAX": 2.0},
        {"NAME": "tagged", "LABEL": "Show the tag", "TYPE": "bool", "DEFAULT": true}
    ],
    "PASSES": [
        {"TARGET": "motion", "PERSISTENT": true, "FLOAT": true, "WIDTH": 1, "HEIGHT": 1},
        {}
    ],
    "HOLDOVER": {
        "TIME_WRAP": 9.0,
        "REGION": [
            "$position.x - 0.06 * $size * $HEIGHT / $WIDTH", "$position.y - 0.07 * $size",
            "0.68 * $size * $HEIGHT / $WIDTH", "0.26 * $size"
        ]
    }
}*/

// "HOLDOVER" as strokes: from, to; capitals are 2 high, the line 13.30 wide.
const int headlineCount = 60;
const vec4 headline[60] = vec4[](
    vec4(0.00, 0.00, 0.00, 2.00), vec4(1.15, 0.00, 1.15, 2.00), vec4(0.00, 1.00, 1.15, 1.00),
    vec4(2.40, 2.00, 2.10, 1.90), vec4(2.10, 1.90, 1.85, 1.62), vec4(1.85, 1.62, 1.72, 1.22),
    vec4(1.72, 1.22, 1.72, 0.78), vec4(1.72, 0.78, 1.85, 0.38), vec4(1.85, 0.38, 2.10, 0.10),
    vec4(2.10, 0.10, 2.40, 0.00), vec4(2.40, 0.00, 2.70, 0.10), vec4(2.70, 0.10, 2.95, 0.38),
    vec4(2.95, 0.38, 3.08, 0.78), vec4(3.08, 0.78, 3.08, 1.22), vec4(3.08, 1.22, 2.95, 1.62),
    vec4(2.95, 1.62, 2.70, 1.90), vec4(2.70, 1.90, 2.40, 2.00), vec4(3.65, 2.00, 3.65, 0.00),
    vec4(3.65, 0.00, 4.60, 0.00), vec4(5.60, 0.00, 5.15, 0.00), vec4(5.15, 0.00, 5.15, 2.00),
    vec4(5.15, 2.00, 5.60, 2.00), vec4(5.60, 0.00, 5.91, 0.08), vec4(5.91, 0.08, 6.17, 0.29),
    vec4(6.17, 0.29, 6.34, 0.62), vec4(6.34, 0.62, 6.40, 1.00), vec4(6.40, 1.00, 6.34, 1.38),
    vec4(6.34, 1.38, 6.17, 1.71), vec4(6.17, 1.71, 5.91, 1.92), vec4(5.91, 1.92, 5.60, 2.00),
    vec4(7.65, 2.00, 7.35, 1.90), vec4(7.35, 1.90, 7.10, 1.62), vec4(7.10, 1.62, 6.97, 1.22),
    vec4(6.97, 1.22, 6.97, 0.78), vec4(6.97, 0.78, 7.10, 0.38), vec4(7.10, 0.38, 7.35, 0.10),
    vec4(7.35, 0.10, 7.65, 0.00), vec4(7.65, 0.00, 7.95, 0.10), vec4(7.95, 0.10, 8.20, 0.38),
    vec4(8.20, 0.38, 8.33, 0.78), vec4(8.33, 0.78, 8.33, 1.22), vec4(8.33, 1.22, 8.20, 1.62),
    vec4(8.20, 1.62, 7.95, 1.90), vec4(7.95, 1.90, 7.65, 2.00), vec4(8.90, 2.00, 9.53, 0.00),
    vec4(9.53, 0.00, 10.15, 2.00), vec4(11.65, 2.00, 10.70, 2.00), vec4(10.70, 2.00, 10.70, 0.00),
    vec4(10.70, 0.00, 11.65, 0.00), vec4(10.70, 1.00, 11.55, 1.00),
    vec4(12.20, 0.00, 12.20, 2.00), vec4(12.20, 2.00, 12.75, 2.00),
    vec4(12.75, 2.00, 13.02, 1.93), vec4(13.02, 1.93, 13.21, 1.73),
    vec4(13.21, 1.73, 13.28, 1.47), vec4(13.28, 1.47, 13.21, 1.21),
    vec4(13.21, 1.21, 13.02, 1.01), vec4(13.02, 1.01, 12.75, 0.94),
    vec4(12.75, 0.94, 12.20, 0.94), vec4(12.70, 0.94, 13.30, 0.00));

// "THE OUTPUT NEVER STOPS" as strokes: from, to; capitals are 2 high, the line 34.55 wide.
const int sublineCount = 138;
const vec4 subline[138] = vec4[](
    vec4(0.00, 2.00, 1.10, 2.00), vec4(0.55, 2.00, 0.55, 0.00), vec4(1.65, 0.00, 1.65, 2.00),
    vec4(2.80, 0.00, 2.80, 2.00), vec4(1.65, 1.00, 2.80, 1.00), vec4(4.30, 2.00, 3.35, 2.00),
    vec4(3.35, 2.00, 3.35, 0.00), vec4(3.35, 0.00, 4.30, 0.00), vec4(3.35, 1.00, 4.20, 1.00),
    vec4(6.65, 2.00, 6.35, 1.90), vec4(6.35, 1.90, 6.10, 1.62), vec4(6.10, 1.62, 5.97, 1.22),
    vec4(5.97, 1.22, 5.97, 0.78), vec4(5.97, 0.78, 6.10, 0.38), vec4(6.10, 0.38, 6.35, 0.10),
    vec4(6.35, 0.10, 6.65, 0.00), vec4(6.65, 0.00, 6.95, 0.10), vec4(6.95, 0.10, 7.20, 0.38),
    vec4(7.20, 0.38, 7.33, 0.78), vec4(7.33, 0.78, 7.33, 1.22), vec4(7.33, 1.22, 7.20, 1.62),
    vec4(7.20, 1.62, 6.95, 1.90), vec4(6.95, 1.90, 6.65, 2.00), vec4(7.90, 2.00, 7.90, 0.60),
    vec4(7.90, 0.60, 7.95, 0.37), vec4(7.95, 0.37, 8.08, 0.18), vec4(8.08, 0.18, 8.27, 0.05),
    vec4(8.27, 0.05, 8.50, 0.00), vec4(8.50, 0.00, 8.73, 0.05), vec4(8.73, 0.05, 8.92, 0.18),
    vec4(8.92, 0.18, 9.05, 0.37), vec4(9.05, 0.37, 9.10, 0.60), vec4(9.10, 0.60, 9.10, 2.00),
    vec4(9.65, 2.00, 10.75, 2.00), vec4(10.20, 2.00, 10.20, 0.00), vec4(11.30, 0.00, 11.30, 2.00),
    vec4(11.30, 2.00, 11.85, 2.00), vec4(11.85, 2.00, 12.10, 1.93),
    vec4(12.10, 1.93, 12.28, 1.72), vec4(12.28, 1.72, 12.35, 1.45),
    vec4(12.35, 1.45, 12.28, 1.18), vec4(12.28, 1.18, 12.10, 0.97),
    vec4(12.10, 0.97, 11.85, 0.90), vec4(11.85, 0.90, 11.30, 0.90),
    vec4(12.90, 2.00, 12.90, 0.60), vec4(12.90, 0.60, 12.95, 0.37),
    vec4(12.95, 0.37, 13.08, 0.18), vec4(13.08, 0.18, 13.27, 0.05),
    vec4(13.27, 0.05, 13.50, 0.00), vec4(13.50, 0.00, 13.73, 0.05),
    vec4(13.73, 0.05, 13.92, 0.18), vec4(13.92, 0.18, 14.05, 0.37),
    vec4(14.05, 0.37, 14.10, 0.60), vec4(14.10, 0.60, 14.10, 2.00),
    vec4(14.65, 2.00, 15.75, 2.00), vec4(15.20, 2.00, 15.20, 0.00),
    vec4(17.40, 0.00, 17.40, 2.00), vec4(17.40, 2.00, 18.60, 0.00),
    vec4(18.60, 0.00, 18.60, 2.00), vec4(20.10, 2.00, 19.15, 2.00),
    vec4(19.15, 2.00, 19.15, 0.00), vec4(19.15, 0.00, 20.10, 0.00),
    vec4(19.15, 1.00, 20.00, 1.00), vec4(20.65, 2.00, 21.27, 0.00),
    vec4(21.27, 0.00, 21.90, 2.00), vec4(23.40, 2.00, 22.45, 2.00),
    vec4(22.45, 2.00, 22.45, 0.00), vec4(22.45, 0.00, 23.40, 0.00),
    vec4(22.45, 1.00, 23.30, 1.00), vec4(23.95, 0.00, 23.95, 2.00),
    vec4(23.95, 2.00, 24.50, 2.00), vec4(24.50, 2.00, 24.77, 1.93),
    vec4(24.77, 1.93, 24.96, 1.73), vec4(24.96, 1.73, 25.03, 1.47),
    vec4(25.03, 1.47, 24.96, 1.21), vec4(24.96, 1.21, 24.77, 1.01),
    vec4(24.77, 1.01, 24.50, 0.94), vec4(24.50, 0.94, 23.95, 0.94),
    vec4(24.45, 0.94, 25.05, 0.00), vec4(27.55, 1.88, 27.34, 1.99),
    vec4(27.34, 1.99, 27.10, 1.98), vec4(27.10, 1.98, 26.89, 1.86),
    vec4(26.89, 1.86, 26.76, 1.66), vec4(26.76, 1.66, 26.73, 1.41),
    vec4(26.73, 1.41, 26.82, 1.18), vec4(26.82, 1.18, 27.00, 1.02),
    vec4(27.00, 1.02, 27.23, 0.96), vec4(27.23, 0.96, 27.23, 0.96),
    vec4(27.23, 0.96, 27.48, 0.90), vec4(27.48, 0.90, 27.68, 0.74),
    vec4(27.68, 0.74, 27.76, 0.51), vec4(27.76, 0.51, 27.71, 0.28),
    vec4(27.71, 0.28, 27.54, 0.09), vec4(27.54, 0.09, 27.30, 0.00),
    vec4(27.30, 0.00, 27.04, 0.03), vec4(27.04, 0.03, 26.82, 0.17),
    vec4(28.30, 2.00, 29.40, 2.00), vec4(28.85, 2.00, 28.85, 0.00),
    vec4(30.65, 2.00, 30.35, 1.90), vec4(30.35, 1.90, 30.10, 1.62),
    vec4(30.10, 1.62, 29.97, 1.22), vec4(29.97, 1.22, 29.97, 0.78),
    vec4(29.97, 0.78, 30.10, 0.38), vec4(30.10, 0.38, 30.35, 0.10),
    vec4(30.35, 0.10, 30.65, 0.00), vec4(30.65, 0.00, 30.95, 0.10),
    vec4(30.95, 0.10, 31.20, 0.38), vec4(31.20, 0.38, 31.33, 0.78),
    vec4(31.33, 0.78, 31.33, 1.22), vec4(31.33, 1.22, 31.20, 1.62),
    vec4(31.20, 1.62, 30.95, 1.90), vec4(30.95, 1.90, 30.65, 2.00),
    vec4(31.90, 0.00, 31.90, 2.00), vec4(31.90, 2.00, 32.45, 2.00),
    vec4(32.45, 2.00, 32.70, 1.93), vec4(32.70, 1.93, 32.88, 1.72),
    vec4(32.88, 1.72, 32.95, 1.45), vec4(32.95, 1.45, 32.88, 1.18),
    vec4(32.88, 1.18, 32.70, 0.97), vec4(32.70, 0.97, 32.45, 0.90),
    vec4(32.45, 0.90, 31.90, 0.90), vec4(34.35, 1.88, 34.14, 1.99),
    vec4(34.14, 1.99, 33.90, 1.98), vec4(33.90, 1.98, 33.69, 1.86),
    vec4(33.69, 1.86, 33.56, 1.66), vec4(33.56, 1.66, 33.53, 1.41),
    vec4(33.53, 1.41, 33.62, 1.18), vec4(33.62, 1.18, 33.80, 1.02),
    vec4(33.80, 1.02, 34.03, 0.96), vec4(34.03, 0.96, 34.03, 0.96),
    vec4(34.03, 0.96, 34.28, 0.90), vec4(34.28, 0.90, 34.48, 0.74),
    vec4(34.48, 0.74, 34.56, 0.51), vec4(34.56, 0.51, 34.51, 0.28),
    vec4(34.51, 0.28, 34.34, 0.09), vec4(34.34, 0.09, 34.10, 0.00),
    vec4(34.10, 0.00, 33.84, 0.03), vec4(33.84, 0.03, 33.62, 0.17));

// "LIVE" as strokes: from, to; capitals are 2 high, the line 4.80 wide.
const int tagCount = 9;
const vec4 tag[9] = vec4[](
    vec4(0.00, 2.00, 0.00, 0.00), vec4(0.00, 0.00, 0.95, 0.00), vec4(1.50, 0.00, 1.50, 2.00),
    vec4(2.05, 2.00, 2.67, 0.00), vec4(2.67, 0.00, 3.30, 2.00), vec4(4.80, 2.00, 3.85, 2.00),
    vec4(3.85, 2.00, 3.85, 0.00), vec4(3.85, 0.00, 4.80, 0.00), vec4(3.85, 1.00, 4.70, 1.00));

float easeOut(float x) {
    float y = 1.0 - clamp(x, 0.0, 1.0);
    return 1.0 - y * y * y;
}

// Coverage of a box at `low` … `high`, one pixel soft.
float box(vec2 p, vec2 low, vec2 high, float pixel) {
    vec2 edge = clamp((p - low) / pixel + 0.5, 0.0, 1.0) * clamp((high - p) / pixel + 0.5, 0.0, 1.0);
    return edge.x * edge.y;
}

float strokeDistance(vec2 p, vec4 stroke) {
    vec2 along = stroke.zw - stroke.xy;
    vec2 from = p - stroke.xy;
    return length(from - along * clamp(dot(from, along) / dot(along, along), 0.0, 1.0));
}

vec4 over(vec4 below, vec3 color, float alpha) {
    return vec4(mix(below.rgb, color, alpha), below.a + (1.0 - below.a) * alpha);
}

void main() {
    if (PASSINDEX == 0) {
        // The way travelled, 0 to 1, kept from frame to frame. After a restart there is nothing to
        // remember, and what should be there is there at once.
        vec4 kept = texelFetch(motion, ivec2(0), 0);
        float goal = show ? 1.0 : 0.0;
        float step = TIMEDELTA / max(duration, 0.01);
        float way = kept.x + clamp(goal - kept.x, -step, step);
        if (kept.w == 0.0 && FRAMEINDEX > 0) way = goal;
        gl_FragColor = vec4(way, 0.0, 0.0, 1.0);
        return;
    }
    float way = texelFetch(motion, ivec2(0), 0).x;
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    float scale = 0.0235 * size;
    // In units of half a capital of the headline, from the panel's lower left corner.
    vec2 p = (isf_FragNormCoord - position) * vec2(aspect, 1.0) / scale;
    float pixel = 1.0 / (RENDERSIZE.y * scale);

    float grown = easeOut(way * 1.5);
    float wide = 24.0 * grown;
    float lettered = easeOut((way - 0.35) * 1.7);
    float tagUp = tagged ? easeOut((way - 0.5) * 2.2) : 0.0;

    vec4 color = vec4(panel.rgb, 0.0);
    // A soft shadow grounds the panel on any picture.
    vec2 outside = max(max(vec2(-0.6, -0.9) - p, p - vec2(wide - 0.2, 4.8)), 0.0);
    color = over(color, vec3(0.0), 0.35 * grown * clamp(1.0 - length(outside) / 1.6, 0.0, 1.0));

    float body = box(p, vec2(0.0), vec2(wide, 5.2), pixel);
    float light = 0.75 + 0.05 * p.y + 0.35 * clamp(1.0 - p.x / 24.0, 0.0, 1.0);
    color = over(color, panel.rgb * light, body * panel.a);
    // A sheen runs over the panel every nine seconds.
    float sheen = p.x - 0.5 * p.y - (TIME - 2.0) * 22.0;
    color.rgb += body * 0.10 * clamp(1.0 - abs(sheen) / 2.5, 0.0, 1.0);
    float edge = box(p, vec2(0.0), vec2(0.42, 5.2 * easeOut(way * 2.5)), pixel);
    float line = box(p, vec2(0.0, 1.0 - 1.16), vec2(wide * easeOut(way * 1.2), 0.0), pixel);
    color = over(color, accent.rgb, max(edge, line));

    float tagTop = 5.2 + 1.5 * tagUp;
    float tagBody = box(p, vec2(0.0, 5.2), vec2(4.6, tagTop), pixel) * step(0.01, tagUp);
    color = over(color, accent.rgb, tagBody);

    // Lettering: only the strokes whose line of text this pixel may lie in are measured.
    vec2 at = p - vec2(1.5 - 1.2 * (1.0 - lettered), 2.55);
    float letters = 9.0;
    int count = at.y > -0.4 && at.y < 2.4 && body > 0.0 && at.x < 13.7 ? headlineCount : 0;
    for (int i = 0; i < count; i++) letters = min(letters, strokeDistance(at, headline[i]) - 0.15);
    color = over(color, ink.rgb, clamp(0.5 - letters / pixel, 0.0, 1.0) * lettered);

    at = (p - vec2(1.5 - 2.4 * (1.0 - lettered), 0.85)) / 0.45;
    letters = 9.0;
    count = at.y > -0.5 && at.y < 2.5 && body > 0.0 && at.x < 35.0 ? sublineCount : 0;
    for (int i = 0; i < count; i++) letters = min(letters, strokeDistance(at, subline[i]) - 0.13);
    vec3 second = mix(ink.rgb, panel.rgb, 0.25);
    color = over(color, second, clamp(0.5 - letters * 0.45 / pixel, 0.0, 1.0) * lettered);

    at = (p - vec2(0.95, tagTop - 1.12)) / 0.37;
    letters = 9.0;
    count = tagBody > 0.0 ? tagCount : 0;
    for (int i = 0; i < count; i++) letters = min(letters, strokeDistance(at, tag[i]) - 0.19);
    color = over(color, ink.rgb, clamp(0.5 - letters * 0.37 / pixel, 0.0, 1.0) * tagUp);

    gl_FragColor = vec4(color.rgb, color.a * clamp(way * 20.0, 0.0, 1.0));
}
