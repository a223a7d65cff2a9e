"""Forms of a commons; each hands its values to one service."""
