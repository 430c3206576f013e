// Module Imaging.
