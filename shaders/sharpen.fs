/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Sharpens by what a pixel has more than its four neighbours.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Sharpen"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "amount", "LABEL": "Amount", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 2.0,
         "IDENTITY": 0.0},
        {"NAME": "coring", "LABEL": "Leave noise below", "TYPE": "float", "DEFAULT": 0.01,
         "MIN": 0.0, "MAX": 0.1}
    ]
}*/

void main() {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec2 step = 1.0 / RENDERSIZE;
    vec2 at = isf_FragNormCoord;
    vec3 around = IMG_NORM_PIXEL(inputImage, at + vec2(step.x, 0.0)).rgb
        + IMG_NORM_PIXEL(inputImage, at - vec2(step.x, 0.0)).rgb
        + IMG_NORM_PIXEL(inputImage, at + vec2(0.0, step.y)).rgb
        + IMG_NORM_PIXEL(inputImage, at - vec2(0.0, step.y)).rgb;
    vec3 detail = color.rgb - around * 0.25;
    detail = sign(detail) * max(abs(detail) - coring, 0.0);
    gl_FragColor = vec4(color.rgb + detail * amount, color.a);
}
