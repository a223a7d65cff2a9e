"""Signatures over requests (draft-cavage-12, RFC 9421) and digests. Pure functions on bytes and keys."""
