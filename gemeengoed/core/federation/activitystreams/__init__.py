"""JSON of ActivityStreams 2.0, read and written. Pure functions."""
