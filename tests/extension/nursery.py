"""Relays for the unit tests, each a process of its own, forked from one that has read the modules, which is most of a start.

`python -m tests.extension.nursery SOCKET` listens there, and ends with its standard input. A connection asks for one process by
a line of JSON, `{"module": as for python -m, "arguments": [...], "errors": "told" | "dropped" | "inherited"}`, and gets `pid N`,
what the process prints, and `ended CODE` once it is gone.
"""

from __future__ import annotations

import json
import os
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from typing import Final

READ: Final = ("counterfoil.relay.command", "tests.attacks.lies", "tests.attacks.malicious")


def main() -> None:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(sys.argv[1])
    listening.listen(64)
    # Only now, so that who asks early waits at the socket.
    for module in READ:
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if listening not in ready:
            return
        connection, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            keep(connection)
            return
        connection.close()


def keep(connection: socket.socket) -> None:
    """One process, from its beginning to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection.makefile() as asked:
        line = asked.readline()
    if not line:
        return
    child = os.fork()
    if child == 0:
        become(connection, **json.loads(line))
        return
    _, status = os.waitpid(child, 0)
    # Who asked may be gone by now.
    with suppress(OSError):
        connection.sendall(f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


def become(connection: socket.socket, module: str, arguments: list[str], errors: str) -> None:
    """`python -m module arguments`, with its output into the connection."""
    connection.sendall(f"pid {os.getpid()}\n".encode())
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(connection.fileno(), 1)
    if errors != "inherited":
        os.dup2(1 if errors == "told" else nothing, 2)
    os.close(nothing)
    connection.close()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
