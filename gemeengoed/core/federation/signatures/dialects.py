"""The two ways of signing a request, by the names under which they are kept."""

CAVAGE = "cavage"
RFC9421 = "rfc9421"
