"""The scripts of `pages/`, bundled, and a plain page to run them in."""

from __future__ import annotations

import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCES = Path(__file__).parent / "pages"
PLAIN = ("marks.js", "work.js")


def bundle(folder: Path) -> None:
    """Everything in `pages/` as the browser gets it, into `folder`."""
    subprocess.run(["node", SOURCES / "build.mjs", folder], check=True)
    for name in PLAIN:
        (folder / name).write_bytes((SOURCES / name).read_bytes())


def write_page(folder: Path, name: str, scripts: Iterable[str], before: str = "") -> None:
    """A page under the extension's own policy, and what WebAssembly asks for beside it."""
    policy = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"
    tags = "".join(f'<script type="module" src="{script}"></script>' for script in scripts)
    html = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><script>began = performance.now();{before}</script>{tags}'
    )
    (folder / name).write_text(f'<!doctype html><meta charset="utf-8">{html}', "utf-8")


class Served:
    """`folder` on loopback; nothing is cached, so that each page is a first visit."""

    def __init__(self, folder: Path) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # the standard library's name
        """Silent."""
