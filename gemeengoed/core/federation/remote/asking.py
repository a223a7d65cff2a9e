"""Asking other servers."""


class RemoteError(Exception):
    """What another server said cannot be taken; `reason` says in one word why."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail
