/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Makes an area unrecognisable by large blocks.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Stylize"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "center", "LABEL": "Middle", "TYPE": "point2D", "DEFAULT": [0.5, 0.5],
         "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
        {"NAME": "radius", "LABEL": "Radius, share of the height", "TYPE": "float", "DEFAULT": 0.25,
         "MIN": 0.0, "MAX": 2.0},
        {"NAME": "block", "LABEL": "Block, pixels", "TYPE": "long", "DEFAULT": 24, "MIN": 2, "MAX": 200}
    ],
    "HOLDOVER": {"INPUTS": {"center": {"SMOOTHING": 0.1}}}
}*/

void main() {
    vec2 away = (isf_FragNormCoord - center) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    gl_FragColor = IMG_THIS_PIXEL(inputImage);
    if (length(away) >= radius) return;
    // The mean of sixteen places within the block, not one pixel of it.
    vec2 corner = floor(gl_FragCoord.xy / float(block)) * float(block);
    vec4 sum = vec4(0.0);
    for (int tap = 0; tap < 16; tap++) {
        vec2 place = corner + (vec2(tap & 3, tap >> 2) + 0.5) * float(block) * 0.25;
        sum += IMG_PIXEL(inputImage, min(place, RENDERSIZE - 0.5));
    }
    gl_FragColor = sum / 16.0;
}
