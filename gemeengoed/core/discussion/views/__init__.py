"""Pages of discussions and reviews."""
