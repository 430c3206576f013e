/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Primary grade: lift, gamma and gain, contrast, saturation and white balance.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Color"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "lift", "LABEL": "Lift", "TYPE": "float",
         "DEFAULT": 0.0, "MIN": -0.25, "MAX": 0.25, "IDENTITY": 0.0},
        {"NAME": "gamma", "LABEL": "Gamma", "TYPE": "float",
         "DEFAULT": 1.0, "MIN": 0.4, "MAX": 2.5, "IDENTITY": 1.0},
        {"NAME": "gain", "LABEL": "Gain", "TYPE": "float",
         "DEFAULT": 1.0, "MIN": 0.0, "MAX": 2.0, "IDENTITY": 1.0},
        {"NAME": "contrast", "LABEL": "Contrast", "TYPE": "float",
         "DEFAULT": 1.0, "MIN": 0.0, "MAX": 2.0, "IDENTITY": 1.0},
        {"NAME": "saturation", "LABEL": "Saturation", "TYPE": "float",
         "DEFAULT": 1.0, "MIN": 0.0, "MAX": 2.0, "IDENTITY": 1.0},
        {"NAME": "temperature", "LABEL": "Cool – warm", "TYPE": "float",
         "DEFAULT": 0.0, "MIN": -1.0, "MAX": 1.0, "IDENTITY": 0.0},
        {"NAME": "tint", "LABEL": "Green – magenta", "TYPE": "float",
         "DEFAULT": 0.0, "MIN": -1.0, "MAX": 1.0, "IDENTITY": 0.0}
    ],
    "HOLDOVER": {
        "INPUTS": {
            "lift": {"SMOOTHING": 0.08}, "gamma": {"SMOOTHING": 0.08},
            "gain": {"SMOOTHING": 0.08}, "saturation": {"SMOOTHING": 0.08},
            "temperature": {"SMOOTHING": 0.08}
        }
    }
}*/

const vec3 lumaWeights = vec3(0.2126, 0.7152, 0.0722);

void main() {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    // White balance: gains that leave the luma of a neutral where it is.
    vec3 balance = vec3(
        1.0 + 0.16 * temperature + 0.06 * tint,
        1.0 - 0.10 * tint,
        1.0 - 0.20 * temperature + 0.06 * tint);
    balance /= dot(balance, lumaWeights);
    vec3 rgb = color.rgb * balance;
    // Lift moves the blacks and leaves white alone; gain moves white and leaves black.
    rgb = rgb * (gain - lift) + lift;
    rgb = (rgb - 0.42) * contrast + 0.42;
    // Gamma bends the middle and leaves black and white where they are. This rational curve goes
    // through the same mid-grey as a power law and costs a fraction of it; what lies beyond black
    // and white stays.
    vec3 inside = clamp(rgb, 0.0, 1.0);
    float bend = exp2(1.0 / gamma) - 2.0;
    rgb += inside / (bend * (1.0 - inside) + 1.0) - inside;
    float luma = dot(rgb, lumaWeights);
    gl_FragColor = vec4(mix(vec3(luma), rgb, saturation), color.a);
}
