"""Row 9: chunks of a file are dropped, swapped, doubled, or are another file's."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from counterfoil.client import ClientError, LocalDevice, blobs
from counterfoil.client.attaching import Attached, attach, attached, save
from counterfoil_crypto.blob import open_blob, seal_blob
from counterfoil_crypto.errors import RefusedError
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, lie, two, type_in
from tests.server.client.devices import Devices, find

SIZE = 200_000
HEADER, CHUNK = 24, 65_536 + 17
LIES = ["09-dropped", "09-swapped", "09-doubled", "09-longer", "09-foreign"]


def files(device: LocalDevice) -> list[Attached]:
    return attached(next(one for one in device.records() if one.id == find(device)))


@pytest.mark.parametrize("name", LIES)
async def test_a_file_that_is_not_the_one_that_was_attached_is_not_kept(
    devices: Devices, relay: MaliciousRelay, tmp_path: Path, name: str
) -> None:
    laptop, phone = await two(devices, relay)
    contents = {one: os.urandom(SIZE) for one in ("invoice.pdf", "manual.pdf")}
    for file, content in contents.items():
        (tmp_path / file).write_bytes(content)
        attach(laptop, next(one for one in laptop.records() if one.id == find(laptop)), tmp_path / file)
    await laptop.sync()
    await phone.sync()
    type_in(phone)
    invoice, manual = files(phone)
    tampered = await lie(relay, name)
    if name == "09-foreign":
        await tampered.act(manual.blob.id.hex())
    with pytest.raises(ClientError, match=r"something else than this file; nothing was kept"):
        await save(phone, invoice, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
    assert not blobs.path_of(phone.vault, invoice.blob.id).exists()
    is_kept(phone)
    await goes_on(relay, phone, laptop)
    await save(phone, invoice, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == contents["invoice.pdf"]


def opened(key: bytes, size: int, header: bytes, chunks: Sequence[bytes]) -> bytes:
    return b"".join(open_blob(key, size, [header, *chunks]))


@pytest.fixture
def blob() -> tuple[bytes, bytes, list[bytes]]:
    """Key, header, and the chunks of three times 65,536 bytes."""
    key = os.urandom(32)
    sealed = b"".join(seal_blob(key, 3 * 65_536, [bytes([at]) * 65_536 for at in range(3)]))
    return key, sealed[:HEADER], [sealed[at : at + CHUNK] for at in range(HEADER, len(sealed), CHUNK)]


@pytest.mark.parametrize(
    ("order", "code"), [((1, 0, 2), "open"), ((0, 0, 2), "open"), ((0, 1), "length"), ((0, 1, 2, 2), "length")]
)
def test_chunks_open_in_their_own_order_alone(blob: tuple[bytes, bytes, list[bytes]], order: Sequence[int], code: str) -> None:
    """Whatever the id says: also where someone who has the key lists another one."""
    key, header, chunks = blob
    assert len(opened(key, 3 * 65_536, header, chunks)) == 3 * 65_536
    with pytest.raises(RefusedError) as refused:
        opened(key, 3 * 65_536, header, [chunks[at] for at in order])
    assert refused.value.code == code


def test_a_beginning_is_not_the_whole_though_its_record_says_so(blob: tuple[bytes, bytes, list[bytes]]) -> None:
    """Cut where a shorter file would end: its last chunk is not marked as the last."""
    key, header, chunks = blob
    with pytest.raises(RefusedError) as refused:
        opened(key, 2 * 65_536, header, chunks[:2])
    assert refused.value.code == "final"
