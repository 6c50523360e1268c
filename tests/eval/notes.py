"""What is said beside the figures while it is measured."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field


@dataclass
class Notes:
    """Problems stop nothing: what they concern is left out, and they are told at the end."""

    problems: list[str] = field(default_factory=list)

    @staticmethod
    def at(name: str) -> None:
        """What is being looked at, on one line of the terminal, out of the way of what is kept."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{name}")
            sys.stderr.flush()

    def problem(self, where: str, error: object) -> None:
        self.problems.append(f"{where}: {str(error).splitlines()[0]}")
