"""Rows of figures: ours, what stands beside it, the goal; as a table and as JSON."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """`ratio` is ours divided by the first figure beside it; `holds` is None when there is no goal."""

    what: str
    ours: float
    unit: str
    beside: dict[str, float] = field(default_factory=dict)
    ratio: float | None = None
    goal: str = ""
    holds: bool | None = None


def table(rows: list[Row]) -> str:
    lines = [f"{'what':58} {'ours':>10} {'unit':8} {'beside':38} {'ratio':>6}  goal"]
    for row in rows:
        beside = ", ".join(f"{name} {figure:,.1f}" for name, figure in row.beside.items())
        ratio = f"{row.ratio:6.2f}" if row.ratio is not None else " " * 6
        verdict = {None: "", True: "holds", False: "MISSED"}[row.holds]
        lines.append(
            f"{row.what:58} {row.ours:10,.2f} {row.unit:8} {beside:38} {ratio}  {row.goal} {verdict}"
        )
    return "\n".join(lines)


def write(rows: list[Row], path: Path) -> None:
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
