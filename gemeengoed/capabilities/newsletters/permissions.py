"""What can be done with letters and their list, and the least role that may."""

from gemeengoed.core.registry import Role

ACTS = {
    "newsletters.write": Role.EDITOR,
    "newsletters.send": Role.EDITOR,
    "newsletters.list": Role.STEWARD,
    "newsletters.settings": Role.STEWARD,
}
