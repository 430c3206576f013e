/*{
    "ISFVSN": "2",
    "DESCRIPTION": "A colour table (.cube), mixed in by amount.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Color"],
    "INPUTS": [
        {"NAME": "inputImage", "TYPE": "image"},
        {"NAME": "amount", "LABEL": "Amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0,
         "IDENTITY": 0.0}
    ],
    "HOLDOVER": {"LUT": {"look": {"LABEL": "Table"}}, "INPUTS": {"amount": {"SMOOTHING": 0.1}}}
}*/

void main() {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    gl_FragColor = vec4(mix(color.rgb, IMG_LUT(look, color.rgb), amount), color.a);
}
