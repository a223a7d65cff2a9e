"""Pages of letters and their list."""
