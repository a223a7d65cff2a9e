"""Pages of persons and organisations. `profile` and `organisation` are those of `/@handle/`."""

from .limiting import too_many_requests
from .organisations import organisation
from .profiles import profile

__all__ = ["organisation", "profile", "too_many_requests"]
