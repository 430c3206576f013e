/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Slow studio background: folds of light that drift across two colours.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Generator"],
    "INPUTS": [
        {"NAME": "deep", "LABEL": "Deep colour", "TYPE": "color", "DEFAULT": [0.02, 0.05, 0.14, 1.0]},
        {"NAME": "bright", "LABEL": "Bright colour", "TYPE": "color",
         "DEFAULT": [0.10, 0.38, 0.62, 1.0]},
        {"NAME": "accent", "LABEL": "Edge colour", "TYPE": "color",
         "DEFAULT": [0.86, 0.32, 0.30, 1.0]},
        {"NAME": "speed", "LABEL": "Speed", "TYPE": "long", "DEFAULT": 1,
         "VALUES": [0, 1, 2, 3], "LABELS": ["Still", "Slow", "Medium", "Fast"]},
        {"NAME": "folds", "LABEL": "Folds", "TYPE": "float", "DEFAULT": 2.2, "MIN": 0.5, "MAX": 6.0}
    ],
    "HOLDOVER": {"TIME_WRAP": 62.8318531}
}*/

void main() {
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    vec2 p = (isf_FragNormCoord - 0.5) * vec2(aspect, 1.0);
    // Every motion has a period that divides TIME_WRAP, so that the wrap cannot be seen.
    float t = TIME * 0.1 * float(speed);
    float bend = sin(p.x * 1.3 + 2.0 * t) * 0.35 + sin(p.y * 2.1 - t) * 0.25;
    float fold = 0.5 + 0.5 * sin((p.y + p.x * 0.45 + bend) * folds * 2.0 + 3.0 * t);
    float crest = fold * fold * fold;
    vec3 color = mix(deep.rgb, bright.rgb, fold * 0.75);
    color += accent.rgb * crest * crest * 0.28;
    color *= 1.0 - 0.55 * dot(p, p);
    gl_FragColor = vec4(color, 1.0);
}
