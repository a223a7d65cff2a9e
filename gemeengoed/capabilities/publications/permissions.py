"""What can be done with publications, and the least role that may."""

from gemeengoed.core.registry import Role

ACTS = {
    "publications.write": Role.EDITOR,
    "publications.publish": Role.EDITOR,
    "publications.withdraw": Role.EDITOR,
    "publications.arrange": Role.STEWARD,
}
