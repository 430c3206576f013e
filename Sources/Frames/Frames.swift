// Module Frames.
