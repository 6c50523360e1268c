"""Copies of a relay's data: one tar file of the database and its blobs, made while the relay runs, and put back declared.

What lets a device in for an hour is not in a copy. A copy that is put back gets its `restored` entries before it has its name, so
that no relay ever goes on from it unsaid.
"""

import lzma
import os
import re
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Final

from counterfoil.sqlite import make_private, sync_folder

from . import sqlite_blobs as blobs
from .blob_files import FOLDER, BlobFiles
from .database import FILE, StoreError, migrate, migrations, open_database, sole_use, usable
from .sqlite_statements import ENDING, declare_restore

PART: Final = ".part"
BLOB: Final = re.compile(rf"{FOLDER}/([0-9a-f]{{64}})/([0-9a-f]{{64}})")


def back_up(data: Path, target: Path) -> tuple[int, int]:
    """Writes a copy of what is in `data` to `target`: how many blobs are in it, and how many had no file. `StoreError`."""
    if not (data / FILE).is_file():
        raise StoreError(f"there is no {FILE} in {data}; say which folder with --data")
    if target.exists():
        raise StoreError(f"{target} exists already; name a new file")
    database, archive = target.with_name(target.name + ".database" + PART), target.with_name(target.name + PART)
    _discard(database)
    archive.unlink(missing_ok=True)
    try:
        _copy_database(data / FILE, database)
        with _new_file(archive) as output, tarfile.open(fileobj=output, mode="w") as tar:
            with database.open("rb") as file:
                _add(tar, FILE, file)
            counts = _add_blobs(tar, BlobFiles(data), database)
            tar.close()
            output.flush()
            os.fsync(output.fileno())
        archive.rename(target)
        sync_folder(target.parent.absolute())
    except OSError as error:
        raise StoreError(f"cannot write {target}: {error.strerror}; choose another place") from error
    except sqlite3.Error as error:
        raise StoreError(f"cannot read the database in {data}: {error}") from error
    finally:
        _discard(database)
        archive.unlink(missing_ok=True)
    return counts


def put_back(data: Path, source: Path, now: int) -> int:
    """Puts a copy into the empty folder `data` and declares the restore: how many accounts go on. `StoreError`."""
    part = data / (FILE + PART)
    with sole_use(data):
        for name in (FILE, *_beside(FILE)):  # SQLite would go on from another database's write-ahead log
            if (data / name).exists():
                raise StoreError(f"{data} holds a database ({name}); move it away first, or choose another folder with --data")
        _discard(part)
        try:
            with tarfile.open(source) as tar:
                _extract(tar, data, part)
            with closing(open_database(part)) as database:
                (state,) = database.execute("PRAGMA quick_check").fetchone()
                if state != "ok":
                    raise StoreError(f"the database in {source} is damaged: {state}")
                migrate(database, migrations())
                accounts = _declare(database, now, None)
                database.execute("PRAGMA journal_mode=DELETE")
            part.rename(data / FILE)
            sync_folder(data)
        except (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError) as error:  # an operator may have compressed it
            said = "it is no whole copy that 'counterfoil-relay backup' wrote; name another"
            raise StoreError(f"cannot put {source} back into {data}: {said}") from error
        except OSError as error:
            raise StoreError(f"cannot put {source} back into {data}: {error}") from error
        except sqlite3.Error as error:
            raise StoreError(f"cannot use the database in {source}: {error}") from error
        finally:
            _discard(part)
    return accounts


def declare(data: Path, now: int, of: int | None) -> int:
    """For a copy that came back in another way: how many accounts go on. `of` as in `Store.declare_restore`. `StoreError`."""
    if not (data / FILE).is_file():
        raise StoreError(f"there is no {FILE} in {data}; say which folder with --data")
    with sole_use(data), usable(data), closing(open_database(data / FILE)) as database:
        migrate(database, migrations())
        return _declare(database, now, of)


def _beside(name: str) -> tuple[str, ...]:
    """What SQLite keeps beside a database of this name."""
    return f"{name}-wal", f"{name}-shm", f"{name}-journal"


def _discard(database: Path) -> None:
    """A file that was never finished, and what is beside it: of this time, or of one that was killed."""
    for name in (database.name, *_beside(database.name)):
        database.with_name(name).unlink(missing_ok=True)


def _declare(database: sqlite3.Connection, now: int, of: int | None) -> int:
    database.execute("BEGIN IMMEDIATE")
    try:
        accounts = declare_restore(database, now, of)
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
    return accounts


def _copy_database(source: Path, target: Path) -> None:
    make_private(target.parent, target.name)
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        reading.backup(copy)
        for setting in ("journal_mode=DELETE", "secure_delete=ON"):
            copy.execute(f"PRAGMA {setting}")
        for table in ENDING:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 # our own names


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        yield file


def _add_blobs(tar: tarfile.TarFile, files: BlobFiles, database: Path) -> tuple[int, int]:
    """Those of the copy of the database; one whose file was erased meanwhile is needed no more."""
    with closing(sqlite3.connect(database)) as copy:
        names = blobs.kept(copy)
    missing = 0
    for account, blob in names:
        try:
            file = files.path((account, blob)).open("rb")
        except FileNotFoundError:
            missing += 1
            continue
        with file:
            _add(tar, f"{FOLDER}/{account.hex()}/{blob.hex()}", file)
    return len(names) - missing, missing


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = os.fstat(file.fileno()).st_size, 0o600
    tar.addfile(member, file)


def _extract(tar: tarfile.TarFile, data: Path, database: Path) -> None:
    """Only what a copy has, only under the names it has there."""
    there = False
    for member in tar:
        match = BLOB.fullmatch(member.name)
        content = tar.extractfile(member) if member.isreg() else None
        if content is None or not (match or member.name == FILE):
            raise StoreError(f"{member.name!r} is nothing that a copy of a relay has; is this the right file?")
        if match is None:
            with _new_file(database) as output:
                copyfileobj(content, output)
            there = True
        else:
            part = BlobFiles(data).begin((bytes.fromhex(match[1]), bytes.fromhex(match[2])))
            try:
                while chunk := content.read(1024 * 1024):
                    part.write(chunk)
                part.sync()
                part.name()
            finally:
                part.discard()
    if not there:
        raise StoreError(f"there is no {FILE} in it; is this the right file?")
