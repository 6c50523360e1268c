"""Files of this device that are too large for a record: sealed, in the folder `blobs`, and at the relay (SPEC.md, *blob*)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from counterfoil.wire import ProblemCode
from counterfoil_crypto.blob import BlobDigest, BlobName, blob_length, blob_named, blobs_named, open_blob, seal_blob
from counterfoil_crypto.document import Document
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import take_header

from .errors import ClientError, RelayProblemError

if TYPE_CHECKING:
    from .relay import Relay
    from .vault import Vault

FOLDER: Final = "blobs"
CHUNK: Final = 65_536
UNLISTED_MS: Final = 30 * 24 * 3_600_000
JUST_SENT_MS: Final = 24 * 3_600_000


def folder_of(vault: "Vault") -> Path:
    folder = vault.store.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def path_of(vault: "Vault", blob: bytes) -> Path:
    return vault.store.folder / FOLDER / blob.hex()


def seal_file(vault: "Vault", source: BinaryIO, size: int, key: bytes) -> BlobName:
    """Seals `size` bytes of `source`; on disk when this returns."""
    folder = folder_of(vault)
    draft, digest = folder / "draft", BlobDigest(blob_length(size))
    with _private(draft) as file:
        for part in seal_blob(key, size, _chunks(source)):
            digest.update(part)
            file.write(part)
        _settle(file)
    blob = digest.id()
    draft.replace(folder / blob.hex())
    return BlobName(blob, key, size)


def open_file(vault: "Vault", name: BlobName) -> Iterator[bytes]:
    """The file's bytes, in pieces. `ClientError` if it is not here or was damaged."""
    path = path_of(vault, name.id)
    if not path.exists():
        raise ClientError("this file is not on this device and there is no relay to ask; look where it was attached")
    try:
        check(path, name.id)
        with path.open("rb") as file:
            yield from open_blob(name.key, name.size, _chunks(file))
    except RefusedError as error:
        raise ClientError(f"this file is damaged ({error}); ask a device that has it to attach it again") from error


def is_here(vault: "Vault", blob: bytes) -> bool:
    """Whole. What the disk damaged is thrown away: so it can be fetched, or attached, again, and does not hold up the rest."""
    path = path_of(vault, blob)
    try:
        check(path, blob)
    except FileNotFoundError:
        return False
    except RefusedError:
        path.unlink()
        return False
    return True


def check(path: Path, blob: bytes) -> None:
    """Refused (`blob`) if these are not the bytes that were listed."""
    digest = BlobDigest(path.stat().st_size)
    with path.open("rb") as file:
        for part in _chunks(file):
            digest.update(part)
    digest.check(blob)


async def fetch(vault: "Vault", relay: "Relay", name: BlobName) -> None:
    """From the relay, where it is not here yet; checked before it counts as here."""
    path = path_of(vault, name.id)
    if path.exists():
        return
    draft = folder_of(vault) / "draft"
    try:
        with _private(draft):
            pass
        await relay.get_blob(name.id, draft, blob_length(name.size))
        check(draft, name.id)
    except RefusedError as error:
        draft.unlink(missing_ok=True)
        raise ClientError("the relay sent something else than this file; nothing was kept; try again later") from error
    except ClientError:
        draft.unlink(missing_ok=True)
        raise
    draft.replace(path)
    _note_uploaded(vault, name.id, 0)


async def upload(vault: "Vault", relay: "Relay", envelope: bytes, now: int) -> None:
    """What an envelope lists, this device has and the relay may not have.

    A relay throws away what nobody lists for a time. So what the record's newest revision did not list is sent again, but for
    what was sent just before: a revision that came too late is sealed anew and must not bring its files twice.
    """
    header = take_header(Reader(envelope))
    newest = vault.store.row("SELECT envelope FROM envelopes WHERE record = ?", header.record)
    stood = take_header(Reader(newest[0])).blobs if newest else ()
    for blob in header.blobs:
        if blob not in stood:
            with vault.store.transaction():
                vault.store.run("DELETE FROM uploaded WHERE blob = ? AND at < ?", blob, now - JUST_SENT_MS)
        await _send(vault, relay, blob, now)


async def send_again(vault: "Vault", relay: "Relay", now: int) -> RelayProblemError | None:
    """What a relay lost that was restored, of all that is listed and here; why it took no more of it."""
    for blob in sorted(listed(vault)):
        try:
            await _send(vault, relay, blob, now)
        except RelayProblemError as error:
            if error.code not in {ProblemCode.TOO_LARGE, ProblemCode.REFUSED}:  # those say nothing of the next one
                return error
    return None


async def _send(vault: "Vault", relay: "Relay", blob: bytes, now: int) -> None:
    if not vault.store.row("SELECT 1 FROM uploaded WHERE blob = ?", blob) and is_here(vault, blob):
        await relay.put_blob(blob, path_of(vault, blob))
        _note_uploaded(vault, blob, now)


def forget_uploads(vault: "Vault") -> None:
    """The relay may have lost any of them: the next sync sends them again."""
    with vault.store.transaction():
        vault.store.run("DELETE FROM uploaded")


def listed(vault: "Vault") -> set[bytes]:
    """Ids of the blobs that the documents name."""
    return {blob for document in vault.documents.values() for blob in blobs_named(document)}


def names_of(document: Document) -> list[BlobName]:
    """What its registers name, with the keys."""
    named = (blob_named(one.value) for registers in document.fields.values() for one in registers.values())
    return list({one.id: one for one in named if one}.values())


def sweep(vault: "Vault", now: int) -> None:
    """Removes files that nothing names any more, thirty days after they came."""
    folder = vault.store.folder / FOLDER
    if not folder.exists():
        return
    named = {blob.hex() for blob in listed(vault)}
    for file in folder.iterdir():
        if file.name not in named and now - file.stat().st_mtime * 1_000 > UNLISTED_MS:
            file.unlink()


def _note_uploaded(vault: "Vault", blob: bytes, at: int) -> None:
    """The relay has it. `at`: when this device sent it, in ms; 0 if another did."""
    with vault.store.transaction():
        vault.store.run("INSERT OR IGNORE INTO uploaded VALUES (?, ?)", blob, at)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(CHUNK):
        yield part


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb")


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
