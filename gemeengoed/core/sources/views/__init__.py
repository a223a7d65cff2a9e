"""Pages of sources, their copies, reading lists and definitions."""
