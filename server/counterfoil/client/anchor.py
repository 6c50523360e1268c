"""A second note, outside the database, of how far this device had come: whoever puts an old database back is told what it lacks.

The file `anchor` names the device and the account, the newest head that was verified, the count last sealed with and how many
changes waited. A database behind it is a local copy that was lost: the relay's log is read again, no log below the anchor is
taken for the newest, and no count is used twice.
"""

import json
import os
from typing import TYPE_CHECKING, Any, Final

from . import conditions
from .conditions import Code

if TYPE_CHECKING:
    from .vault import Vault

NAME: Final = "anchor"


def drop(vault: "Vault") -> None:
    """Written beside what it replaces, so that there is always one of the two. A failure costs the second note, nothing else."""
    head, path = vault.log.head, vault.store.folder / NAME
    said = {
        "account": vault.membership.account.hex(),
        "device": vault.me.hex(),
        "generation": head.generation.hex(),
        "sequence": head.sequence,
        "hash": head.hash.hex(),
        "count": vault.count,
        "waiting": len(vault.drafts),
    }
    if _read(vault) == said:
        return
    fresh = path.with_suffix(".new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(said, file)
        fresh.replace(path)
    except OSError:
        return


def compare(vault: "Vault", now: int) -> None:
    """Notes a lost local copy, and goes on with the count that was used last."""
    said = _read(vault)
    if said is None or said["account"] != vault.membership.account.hex() or said["device"] != vault.me.hex():
        return
    if not vault.store.writes or (said["count"] <= vault.count and said["sequence"] <= vault.log.sequence):
        return
    if conditions.get(vault.store, Code.LOCAL_COPY_LOST):
        return
    body = {name: said[name] for name in ("count", "waiting", "sequence", "hash", "generation")}
    with vault.changing():
        conditions.put(vault.store, Code.LOCAL_COPY_LOST, now, body)
        vault.put_count(max(vault.count, said["count"]))
        vault.forgotten = said["count"]


def _read(vault: "Vault") -> dict[str, Any] | None:
    try:
        said = json.loads((vault.store.folder / NAME).read_bytes())
    except (OSError, ValueError):
        return None
    kinds = {"account": str, "device": str, "generation": str, "sequence": int, "hash": str, "count": int, "waiting": int}
    return said if isinstance(said, dict) and all(isinstance(said.get(name), kind) for name, kind in kinds.items()) else None
