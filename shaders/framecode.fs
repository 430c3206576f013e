/*{
    "ISFVSN": "2",
    "DESCRIPTION": "The frame's number as a row of black and white blocks with a check sum, for programs that watch the output.",
    "CREDIT": "Holdover",
    "CATEGORIES": ["Utility"],
    "INPUTS": [
        {"NAME": "height", "LABEL": "Height", "TYPE": "float", "DEFAULT": 0.1, "MIN": 0.02, "MAX": 0.5}
    ],
    "HOLDOVER": {
        "REGION": [0.0, "1.0 - $height", 1.0, "$height"]
    }
}*/

// Thirty-two blocks along the top: black, white, two for the kind (0: programme), twenty for the number,
// most significant first, and eight for the check sum. tools/witness reads them, and says more.
void main() {
    int number = FRAMEINDEX & 0xFFFFF;
    int code = number << 8 | ((number * 167 >> 4) + (number >> 13) * 29 + 90 & 0xFF);
    int block = int(floor(isf_FragNormCoord.x * 32.0));
    bool isWhite = block == 1 || (block >= 4 && (code >> (31 - block) & 1) == 1);
    float inside = step(1.0 - height, isf_FragNormCoord.y);
    gl_FragColor = vec4(vec3(isWhite ? 1.0 : 0.0), inside);
}
