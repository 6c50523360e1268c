"""A new file where the person said, for them alone, never in the place of another; whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path

from .errors import ClientError
from .text import plain


def write_new(target: Path, pieces: Iterable[bytes]) -> None:
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ClientError(f"cannot write {plain(str(target), 200)!r}: {error.strerror}; choose another name") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
    except BaseException:
        target.unlink()
        raise
