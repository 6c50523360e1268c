"""The live set of a log, which a `checkpoint` signs for (SPEC.md, *checkpoint*)."""

from collections.abc import Mapping

from . import labels
from .chain import Revision
from .encoding import digest


def live_digest(newest: Mapping[bytes, Revision]) -> bytes:
    """[32], of the newest revision of every record (by id)."""
    rows = (record + revision.sequence.to_bytes(8) + revision.digest for record, revision in sorted(newest.items()))
    return digest(labels.LIVE, b"".join(rows))
