/* Core-profile GL straight from glvnd's libOpenGL (no loader, no X11) and headless EGL. */
#define GL_GLEXT_PROTOTYPES 1
#include <GL/glcorearb.h>
#define EGL_NO_X11 1
#define EGL_EGLEXT_PROTOTYPES 1
#include <EGL/egl.h>
#include <EGL/eglext.h>
