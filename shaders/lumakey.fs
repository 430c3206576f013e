/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Luma key: takes out what is darker than one level or brighter than another.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Keying"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "low", "LABEL": "From", "TYPE": "float", "DEFAULT": 0.1, "MIN": -0.1, "MAX": 1.1},
        {"NAME": "high", "LABEL": "To", "TYPE": "float", "DEFAULT": 1.1, "MIN": -0.1, "MAX": 1.1},
        {"NAME": "softness", "LABEL": "Softness", "TYPE": "float", "DEFAULT": 0.05,
         "MIN": 0.001, "MAX": 0.5},
        {"NAME": "inverted", "LABEL": "Inverted", "TYPE": "bool", "DEFAULT": false},
        {"NAME": "view", "LABEL": "View", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1],
         "LABELS": ["Picture", "Matte"]}
    ]
}*/

void main() {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    float above = clamp((luma - low) / softness + 0.5, 0.0, 1.0);
    float below = clamp((high - luma) / softness + 0.5, 0.0, 1.0);
    float matte = above * below;
    if (inverted) matte = 1.0 - matte;
    gl_FragColor = view == 1 ? vec4(vec3(matte), 1.0) : vec4(color.rgb, color.a * matte);
}
