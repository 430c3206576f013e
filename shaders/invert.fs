/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Inverts the picture.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Color"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"}
    ]
}*/

void main() {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    gl_FragColor = vec4(1.0 - color.rgb, color.a);
}
