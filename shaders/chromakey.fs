/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Chroma key: takes out a colour, with soft edges and without its spill.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Keying"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "keyColor", "LABEL": "Colour", "TYPE": "color", "DEFAULT": [0.1, 0.7, 0.2, 1.0]},
        {"NAME": "tolerance", "LABEL": "Tolerance", "TYPE": "float", "DEFAULT": 0.12,
         "MIN": 0.0, "MAX": 0.6},
        {"NAME": "softness", "LABEL": "Softness", "TYPE": "float", "DEFAULT": 0.1,
         "MIN": 0.001, "MAX": 0.6},
        {"NAME": "spill", "LABEL": "Spill removal", "TYPE": "float", "DEFAULT": 0.8,
         "MIN": 0.0, "MAX": 1.0},
        {"NAME": "view", "LABEL": "View", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1],
         "LABELS": ["Picture", "Matte"]}
    ]
}*/

// The two colour differences of BT.709, which brightness does not change.
vec2 chroma(vec3 rgb) {
    float luma = dot(rgb, vec3(0.2126, 0.7152, 0.0722));
    return vec2(rgb.b - luma, rgb.r - luma) / vec2(1.8556, 1.5748);
}

void main() {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec2 key = chroma(keyColor.rgb);
    float away = distance(chroma(color.rgb), key);
    float matte = clamp((away - tolerance) / softness, 0.0, 1.0);
    // What leans towards the key's hue is pulled back to grey.
    vec3 hue = keyColor.rgb - dot(keyColor.rgb, vec3(0.2126, 0.7152, 0.0722));
    vec3 direction = hue / max(length(hue), 1e-4);
    float lean = max(dot(color.rgb - dot(color.rgb, vec3(0.2126, 0.7152, 0.0722)), direction), 0.0);
    vec3 clean = color.rgb - direction * lean * spill * (1.0 - 0.5 * matte);
    gl_FragColor = view == 1 ? vec4(vec3(matte), 1.0) : vec4(clean, color.a * matte);
}
