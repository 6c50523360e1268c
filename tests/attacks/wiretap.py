"""What a proxy in front of a relay may write into its log: every request line, and every header but the one for secrets."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

END: Final = b"\r\n\r\n"
METHODS: Final = (b"GET ", b"POST ", b"PUT ", b"DELETE ", b"OPTIONS ", b"HEAD ")
FOR_SECRETS: Final = b"authorization:"


class Wiretap:
    """A proxy by the byte; `log` is what it would log, `url` where it listens."""

    def __init__(self, port: int) -> None:
        self.target: Final = port
        self.url = ""
        self.log = b""

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self._pass(reader, outer, note=True), self._pass(inner, writer, note=False), return_exceptions=True)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, note: bool) -> None:
        try:
            while data := await source.read(1 << 20):
                if note:
                    self._note(data)
                sink.write(data)
                await sink.drain()
        finally:
            sink.close()

    def _note(self, data: bytes) -> None:
        """A client's request begins a packet of its own: it waits for each answer."""
        if data.startswith(METHODS):
            head = data.partition(END)[0].split(b"\r\n")
            self.log += b"\n".join(line for line in head if not line.lower().startswith(FOR_SECRETS)) + b"\n\n"


@asynccontextmanager
async def tapped(port: int, listen: int) -> AsyncIterator[Wiretap]:
    """In front of the relay at `port`, for devices that dial `listen`."""
    tap = Wiretap(port)
    server = await asyncio.start_server(tap.take, "127.0.0.1", listen)
    tap.url = f"http://127.0.0.1:{listen}"
    try:
        yield tap
    finally:
        server.close()
