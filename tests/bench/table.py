"""Results as plain text: what was measured, beside its floor."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Table:
    """`note` says in words what is measured and what the floor is."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        assert len(cells) == len(self.columns)
        self.rows.append(cells)

    def __str__(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.columns))]
        text = "\n".join(
            "  ".join(
                cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        )
        return f"{self.title}\n{self.note}\n\n{text}\n"


def ms(value: float) -> str:
    return f"{value:,.1f} ms" if value < 10 else f"{value:,.0f} ms"


def rate(value: float) -> str:
    return f"{value:,.0f}/s"


def ratio(value: float, floor: float) -> str:
    return f"{value / floor:.1f}×"
