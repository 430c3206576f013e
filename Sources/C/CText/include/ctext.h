#ifndef HOLDOVER_CTEXT_H
#define HOLDOVER_CTEXT_H

// Lines of text as pictures, by Pango and Cairo, which are loaded when first asked for: a renderer
// whose shaders show no text neither needs nor loads them. One thread at a time.

/// What to draw.
struct ctext_request {
    /// UTF-8, possibly several lines.
    const char *text;
    /// A Pango font description such as "DejaVu Sans Bold".
    const char *font;
    /// Height of the em square in pixels.
    double size;
    /// Width in pixels at which lines are broken; 0 for never.
    int width;
    /// 0 left (right for right-to-left text), 1 centre, 2 right.
    int alignment;
    /// Largest edge of the picture in pixels; what is beyond is cut off.
    int edge_max;
};

/// A drawn text: premultiplied, each pixel one native-endian 0xAARRGGBB, top line first.
struct ctext_picture {
    int width;
    int height;
    unsigned int *pixels;
};

/// Loads the libraries; null when all are there, else the name of the first that is missing.
const char *ctext_load(void);

/// Makes the fonts of a file usable by name; 0 on success.
int ctext_add_font(const char *path);

/// Draws white text on nothing. 0 on success; the picture is then to be freed.
int ctext_draw(const struct ctext_request *request, struct ctext_picture *picture);

void ctext_free(struct ctext_picture *picture);

#endif
