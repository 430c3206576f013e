// Module Shaders.
