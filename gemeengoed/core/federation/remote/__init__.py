"""Actors, keys, objects and pictures of other servers, fetched by jobs."""
