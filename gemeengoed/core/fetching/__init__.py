"""The one way in which this server asks something of another: guarded, bounded, and saying who it is.

    answer = fetch("https://example.org/page", accept=("text/html",), limit=2_000_000)
    answer.body, answer.content_type, answer.address

Raises `FetchError`, whose `reason` says as data why there is no answer. In asynchronous code, and for many
requests in a row, use `client.Client`. A test holds that no other part of the product makes requests.
"""

from .model import JSON, Answer, FetchError, Reason
from .waiting import fetch

__all__ = ["JSON", "Answer", "FetchError", "Reason", "fetch"]
