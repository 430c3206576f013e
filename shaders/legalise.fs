/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Keeps the picture within EBU R 103: luma is limited, then colour loses saturation, never hue.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Color"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "low", "LABEL": "R, G, B at least", "TYPE": "float", "DEFAULT": -0.05,
         "MIN": -0.07, "MAX": 0.0},
        {"NAME": "high", "LABEL": "R, G, B at most", "TYPE": "float", "DEFAULT": 1.05,
         "MIN": 1.0, "MAX": 1.09},
        {"NAME": "lumaLow", "LABEL": "Luma at least", "TYPE": "float", "DEFAULT": -0.01,
         "MIN": -0.07, "MAX": 0.0},
        {"NAME": "lumaHigh", "LABEL": "Luma at most", "TYPE": "float", "DEFAULT": 1.03,
         "MIN": 1.0, "MAX": 1.09}
    ]
}*/

void main() {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    vec3 difference = color.rgb - luma;
    luma = clamp(luma, lumaLow, lumaHigh);
    // How much of its colour each component has room for; the least of the three holds for all.
    vec3 room = mix(vec3(luma - low), vec3(high - luma), step(vec3(0.0), difference));
    vec3 share = min(room / max(abs(difference), vec3(1e-5)), vec3(1.0));
    gl_FragColor = vec4(luma + difference * min(share.r, min(share.g, share.b)), color.a);
}
