#include "include/ctext.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// The few calls that are made, declared here: the libraries' own headers would make building
// depend on packages that only text needs.
struct rectangle {
    int x, y, width, height;
};
static struct {
    void *(*font_map_new)(void);
    void *(*create_context)(void *);
    void (*set_font_options)(void *, const void *);
    void *(*layout_new)(void *);
    void (*set_text)(void *, const char *, int);
    void (*set_width)(void *, int);
    void (*set_wrap)(void *, int);
    void (*set_alignment)(void *, int);
    void (*set_description)(void *, const void *);
    void (*pixel_extents)(void *, struct rectangle *, struct rectangle *);
    void (*show_layout)(void *, void *);
    void *(*description)(const char *);
    void (*description_size)(void *, double);
    void (*description_free)(void *);
    void *(*options_create)(void);
    void (*options_destroy)(void *);
    void (*options_antialias)(void *, int);
    void (*options_hint_style)(void *, int);
    void (*options_hint_metrics)(void *, int);
    void *(*surface_create)(int, int, int);
    int (*surface_status)(void *);
    void (*surface_flush)(void *);
    unsigned char *(*surface_data)(void *);
    int (*surface_stride)(void *);
    void (*surface_destroy)(void *);
    void *(*create)(void *);
    void (*destroy)(void *);
    void (*source)(void *, double, double, double, double);
    void (*translate)(void *, double, double);
    void (*unref)(void *);
    int (*add_font)(void *, const unsigned char *);
} call;
static int is_loaded;
static void *font_map;

struct symbol {
    void **place;
    const char *name;
};

static int bind(void *library, const struct symbol *symbols, int count) {
    for (int i = 0; i < count; i++) {
        *symbols[i].place = dlsym(library, symbols[i].name);
        if (!*symbols[i].place) return -1;
    }
    return 0;
}

#define ENTRY(field, name) {(void **)&call.field, name}
#define COUNT(list) ((int)(sizeof(list) / sizeof((list)[0])))

const char *ctext_load(void) {
    if (is_loaded) return NULL;
    static const char pango[] = "libpango-1.0.so.0", pangocairo[] = "libpangocairo-1.0.so.0",
                      cairo[] = "libcairo.so.2", gobject[] = "libgobject-2.0.so.0",
                      fontconfig[] = "libfontconfig.so.1";
    const struct symbol in_pango[] = {
        ENTRY(create_context, "pango_font_map_create_context"),
        ENTRY(layout_new, "pango_layout_new"),
        ENTRY(set_text, "pango_layout_set_text"),
        ENTRY(set_width, "pango_layout_set_width"),
        ENTRY(set_wrap, "pango_layout_set_wrap"),
        ENTRY(set_alignment, "pango_layout_set_alignment"),
        ENTRY(set_description, "pango_layout_set_font_description"),
        ENTRY(pixel_extents, "pango_layout_get_pixel_extents"),
        ENTRY(description, "pango_font_description_from_string"),
        ENTRY(description_size, "pango_font_description_set_absolute_size"),
        ENTRY(description_free, "pango_font_description_free"),
    };
    const struct symbol in_pangocairo[] = {
        ENTRY(font_map_new, "pango_cairo_font_map_new"),
        ENTRY(set_font_options, "pango_cairo_context_set_font_options"),
        ENTRY(show_layout, "pango_cairo_show_layout"),
    };
    const struct symbol in_cairo[] = {
        ENTRY(options_create, "cairo_font_options_create"),
        ENTRY(options_destroy, "cairo_font_options_destroy"),
        ENTRY(options_antialias, "cairo_font_options_set_antialias"),
        ENTRY(options_hint_style, "cairo_font_options_set_hint_style"),
        ENTRY(options_hint_metrics, "cairo_font_options_set_hint_metrics"),
        ENTRY(surface_create, "cairo_image_surface_create"),
        ENTRY(surface_status, "cairo_surface_status"),
        ENTRY(surface_flush, "cairo_surface_flush"),
        ENTRY(surface_data, "cairo_image_surface_get_data"),
        ENTRY(surface_stride, "cairo_image_surface_get_stride"),
        ENTRY(surface_destroy, "cairo_surface_destroy"),
        ENTRY(create, "cairo_create"),
        ENTRY(destroy, "cairo_destroy"),
        ENTRY(source, "cairo_set_source_rgba"),
        ENTRY(translate, "cairo_translate"),
    };
    const struct symbol in_gobject[] = {ENTRY(unref, "g_object_unref")};
    const struct symbol in_fontconfig[] = {ENTRY(add_font, "FcConfigAppFontAddFile")};
    const struct {
        const char *name;
        const struct symbol *symbols;
        int count;
    } libraries[] = {
        {fontconfig, in_fontconfig, COUNT(in_fontconfig)},
        {gobject, in_gobject, COUNT(in_gobject)},
        {cairo, in_cairo, COUNT(in_cairo)},
        {pango, in_pango, COUNT(in_pango)},
        {pangocairo, in_pangocairo, COUNT(in_pangocairo)},
    };
    for (int i = 0; i < COUNT(libraries); i++) {
        void *library = dlopen(libraries[i].name, RTLD_NOW | RTLD_LOCAL);
        if (!library || bind(library, libraries[i].symbols, libraries[i].count) != 0) {
            return libraries[i].name;
        }
    }
    is_loaded = 1;
    return NULL;
}

int ctext_add_font(const char *path) {
    if (ctext_load() != NULL) return -1;
    if (!call.add_font(NULL, (const unsigned char *)path)) return -1;
    // A font map knows the fonts there were when it was made.
    if (font_map) call.unref(font_map);
    font_map = NULL;
    return 0;
}

static void *make_layout(void *context, const struct ctext_request *request) {
    void *layout = call.layout_new(context);
    void *description = call.description(request->font);
    call.description_size(description, request->size * 1024);
    call.set_description(layout, description);
    call.description_free(description);
    call.set_text(layout, request->text, -1);
    call.set_alignment(layout, request->alignment);
    if (request->width > 0) {
        call.set_width(layout, request->width * 1024);
        call.set_wrap(layout, 2);  // by words, and within words that are too long
    }
    return layout;
}

static int rasterise(
    void *layout, const struct ctext_request *request, struct ctext_picture *picture) {
    struct rectangle ink, logical;
    call.pixel_extents(layout, &ink, &logical);
    // Both: italics and accents may leave the logical box.
    int left = ink.x < logical.x ? ink.x : logical.x;
    int top = ink.y < logical.y ? ink.y : logical.y;
    int right = ink.x + ink.width, bottom = ink.y + ink.height;
    if (logical.x + logical.width > right) right = logical.x + logical.width;
    if (logical.y + logical.height > bottom) bottom = logical.y + logical.height;
    // A pixel of nothing around it, so that clamping to the edge shows nothing.
    int width = right - left + 2, height = bottom - top + 2;
    if (width > request->edge_max) width = request->edge_max;
    if (height > request->edge_max) height = request->edge_max;
    void *surface = call.surface_create(0, width, height);
    if (call.surface_status(surface) != 0) {
        call.surface_destroy(surface);
        return -1;
    }
    void *cairo = call.create(surface);
    call.source(cairo, 1, 1, 1, 1);
    call.translate(cairo, 1 - left, 1 - top);
    call.show_layout(cairo, layout);
    call.destroy(cairo);
    call.surface_flush(surface);
    const unsigned char *data = call.surface_data(surface);
    size_t row = (size_t)width * 4;
    picture->pixels = malloc(row * (size_t)height);
    if (picture->pixels && data) {
        int stride = call.surface_stride(surface);
        for (int y = 0; y < height; y++) {
            memcpy((char *)picture->pixels + row * (size_t)y, data + (size_t)stride * (size_t)y, row);
        }
        picture->width = width;
        picture->height = height;
    }
    call.surface_destroy(surface);
    return picture->pixels && data ? 0 : -1;
}

int ctext_draw(const struct ctext_request *request, struct ctext_picture *picture) {
    if (ctext_load() != NULL) return -1;
    if (!font_map) font_map = call.font_map_new();
    void *context = call.create_context(font_map);
    void *options = call.options_create();
    call.options_antialias(options, 2);     // grey: sub-pixel rendering is for still screens
    call.options_hint_style(options, 1);    // none: text that moves must not wobble
    call.options_hint_metrics(options, 1);  // off
    call.set_font_options(context, options);
    call.options_destroy(options);
    void *layout = make_layout(context, request);
    int result = rasterise(layout, request, picture);
    call.unref(layout);
    call.unref(context);
    return result;
}

void ctext_free(struct ctext_picture *picture) {
    free(picture->pixels);
    picture->pixels = NULL;
}
