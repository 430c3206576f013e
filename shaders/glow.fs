/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Soft highlights: bright parts bloom into their surroundings. The blur runs at an eighth of the size.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Stylize", "Blur"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "amount", "LABEL": "Amount", "TYPE": "float",
         "DEFAULT": 0.6, "MIN": 0.0, "MAX": 2.0, "IDENTITY": 0.0},
        {"NAME": "threshold", "LABEL": "Threshold", "TYPE": "float",
         "DEFAULT": 0.55, "MIN": 0.0, "MAX": 1.0},
        {"NAME": "radius", "LABEL": "Radius", "TYPE": "float",
         "DEFAULT": 1.0, "MIN": 0.25, "MAX": 2.0},
        {"NAME": "warmth", "LABEL": "Colour of the glow", "TYPE": "color",
         "DEFAULT": [1.0, 0.95, 0.88, 1.0]}
    ],
    "PASSES": [
        {"TARGET": "bright", "WIDTH": "$WIDTH/8", "HEIGHT": "$HEIGHT/8"},
        {"TARGET": "across", "WIDTH": "$WIDTH/8", "HEIGHT": "$HEIGHT/8"},
        {"TARGET": "around", "WIDTH": "$WIDTH/8", "HEIGHT": "$HEIGHT/8"},
        {}
    ],
    "HOLDOVER": {"INPUTS": {"amount": {"SMOOTHING": 0.1}, "threshold": {"SMOOTHING": 0.1}}}
}*/

// Nine taps of a Gaussian, two at a time through the linear filter.
vec3 blurred(sampler2D image, vec2 step) {
    vec2 at = isf_FragNormCoord;
    vec3 sum = IMG_NORM_PIXEL(image, at).rgb * 0.2270270;
    sum += IMG_NORM_PIXEL(image, at + step * 1.3846154).rgb * 0.3162162;
    sum += IMG_NORM_PIXEL(image, at - step * 1.3846154).rgb * 0.3162162;
    sum += IMG_NORM_PIXEL(image, at + step * 3.2307692).rgb * 0.0702703;
    sum += IMG_NORM_PIXEL(image, at - step * 3.2307692).rgb * 0.0702703;
    return sum;
}

void main() {
    if (PASSINDEX == 0) {
        // Four taps, each the mean of four pixels, cover the 8 × 8 block well enough.
        vec2 step = 2.0 / IMG_SIZE(inputImage);
        vec2 at = isf_FragNormCoord;
        vec3 sum = IMG_NORM_PIXEL(inputImage, at + step * vec2(-1.0, -1.0)).rgb;
        sum += IMG_NORM_PIXEL(inputImage, at + step * vec2(1.0, -1.0)).rgb;
        sum += IMG_NORM_PIXEL(inputImage, at + step * vec2(-1.0, 1.0)).rgb;
        sum += IMG_NORM_PIXEL(inputImage, at + step * vec2(1.0, 1.0)).rgb;
        vec3 mean = sum * 0.25;
        float peak = max(mean.r, max(mean.g, mean.b));
        float knee = smoothstep(threshold, threshold + 0.35, peak);
        gl_FragColor = vec4(mean * knee, 1.0);
    } else if (PASSINDEX == 1) {
        gl_FragColor = vec4(blurred(bright, vec2(radius / RENDERSIZE.x, 0.0)), 1.0);
    } else if (PASSINDEX == 2) {
        gl_FragColor = vec4(blurred(across, vec2(0.0, radius / RENDERSIZE.y)), 1.0);
    } else {
        vec4 color = IMG_THIS_PIXEL(inputImage);
        vec3 light = IMG_NORM_PIXEL(around, isf_FragNormCoord).rgb * warmth.rgb * amount;
        // Screen, so that whites roll off instead of clipping.
        gl_FragColor = vec4(color.rgb + light * max(vec3(0.0), 1.0 - color.rgb * 0.8), color.a);
    }
}
