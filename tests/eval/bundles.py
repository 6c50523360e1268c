"""What is run in pages: the built extension's scripts, and a second bundle of their sources for what those cannot be asked."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.browser import EXTENSION

SCRIPTS = Path(__file__).parent / "scripts"


@dataclass(frozen=True)
class Bundles:
    gate: str
    """The shipped gate, as the browser runs it in every page."""
    page_world: str
    readers: dict[str, str]
    """`shipped`; `same`, bundled here from the same sources; and `general`, that one without recipes."""
    timers: str
    variants: str
    extension: Path
    """A copy of the extension with one file more, which reads out what the popup would show."""

    @property
    def gate_bytes(self) -> int:
        return len(gzip.compress(self.gate.encode(), 9))


def make(folder: Path) -> Bundles:
    extension = folder / "extension"
    shutil.copytree(EXTENSION, extension)
    made = folder / "scripts"
    subprocess.run(["node", SCRIPTS / "build.mjs", made], check=True)
    shutil.copy(made / "evaluation-app.js", extension)
    return Bundles(
        gate=(EXTENSION / "gate.js").read_text("utf-8"),
        page_world=(EXTENSION / "page-world.js").read_text("utf-8"),
        readers={
            "shipped": (EXTENSION / "reader.js").read_text("utf-8"),
            "same": (made / "reader.js").read_text("utf-8"),
            "general": (made / "reader-general.js").read_text("utf-8"),
        },
        timers=(made / "gate.js").read_text("utf-8"),
        variants=(made / "variants.js").read_text("utf-8"),
        extension=extension,
    )
