"""Files that come back as others than were sent: chunks dropped, swapped, doubled, or another file's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from counterfoil.relay.blobs import BINARY
from counterfoil.relay.places import id_in_path
from counterfoil.relay.sessions import authenticate
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Lie

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = 24
CHUNK = 65_536 + 17


class Tampered(Lie):
    """Whoever asks for a file gets its blob with the chunks that `rearranged` makes of those that were sent."""

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if request.method != "GET" or not request.path.startswith("/v1/blobs/"):
            return None
        account = (await authenticate(request)).account
        blob = await self.read(account, self.meant(id_in_path(request, "blob")))
        chunks = [blob[at : at + CHUNK] for at in range(HEADER, len(blob), CHUNK)]
        body = blob[:HEADER] + b"".join(self.rearranged(chunks))
        return web.Response(body=body, content_type=BINARY)

    async def read(self, account: bytes, blob: bytes) -> bytes:
        _, parts = await self.relay.store.read_blob(account, blob)
        return b"".join([part async for part in parts])

    def meant(self, blob: bytes) -> bytes:
        """The id of the blob that is given for `blob`."""
        return blob

    def rearranged(self, chunks: Sequence[bytes]) -> Sequence[bytes]:
        return chunks


@switch("09-dropped")
class Dropped(Tampered):
    """The last chunk is missing."""

    def rearranged(self, chunks: Sequence[bytes]) -> Sequence[bytes]:
        return chunks[:-1]


@switch("09-swapped")
class Swapped(Tampered):
    """The first two chunks, which are as long as each other, have changed places."""

    def rearranged(self, chunks: Sequence[bytes]) -> Sequence[bytes]:
        return [chunks[1], chunks[0], *chunks[2:]]


@switch("09-doubled")
class Doubled(Tampered):
    """The first chunk stands in the place of the second too, so that nothing is longer than it was."""

    def rearranged(self, chunks: Sequence[bytes]) -> Sequence[bytes]:
        return [chunks[0], chunks[0], *chunks[2:]]


@switch("09-longer")
class Longer(Tampered):
    """The last chunk comes twice."""

    def rearranged(self, chunks: Sequence[bytes]) -> Sequence[bytes]:
        return [*chunks, chunks[-1]]


@switch("09-foreign")
class Foreign(Tampered):
    """Another file of the account, as long as the one that was asked for. `act`: its id in hex."""

    _other = b""

    async def act(self, what: str) -> None:
        self._other = bytes.fromhex(what)

    def meant(self, blob: bytes) -> bytes:
        return self._other or blob
