"""The verified state of a log, in rows: loaded whole, saved by what an answer of the relay changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from counterfoil_crypto.chain import Revision
from counterfoil_crypto.log import Admitted, Log, Read, RestoredRead
from counterfoil_crypto.statement import Statement, parse, statement_digest

from .store import Store

OF_THE_LOG = ("statements", "restores", "hashes", "newest", "withheld", "counts", "log", "aside")


@dataclass(frozen=True)
class Kept:
    """A statement as it came, and where it stands."""

    sequence: int
    statement: Statement

    @property
    def digest(self) -> bytes:
        return statement_digest(self.statement.signed)


def load_statements(store: Store) -> list[Kept]:
    """All of them, in their order."""
    return [Kept(at, parse(signed)) for at, signed in store.rows("SELECT sequence, signed FROM statements ORDER BY position")]


def load_empty_log(store: Store, account: bytes) -> Log:
    """A reader that has read nothing, and knows what earlier ones had to learn."""
    outcasts: dict[bytes, set[bytes]] = {}
    for device, generation in store.rows("SELECT device, generation FROM outcasts"):
        outcasts.setdefault(device, set()).add(generation)
    return Log.empty(
        account,
        {device: frozenset(generations) for device, generations in outcasts.items()},
        frozenset(one for (one,) in store.rows("SELECT digest FROM verified")),
        frozenset(one for (one,) in store.rows("SELECT device FROM copied")),
    )


def load_log(store: Store, account: bytes, statements: Iterable[Kept]) -> Log:
    log = load_empty_log(store, account)
    found = store.row("SELECT superseded FROM log")
    if found is None:
        return log
    (log.superseded,) = found
    hashes = store.rows("SELECT sequence, hash FROM hashes ORDER BY sequence")
    log.first, log.hashes = hashes[0][0], [value for _, value in hashes]
    for one in statements:
        log.roster.apply(one.statement)
    log.restores = store.rows("SELECT sequence, generation FROM restores ORDER BY sequence")
    log.newest = {
        record: Revision(sequence, digest)
        for record, sequence, digest in store.rows("SELECT record, sequence, digest FROM newest")
    }
    log.withheld = dict(store.rows("SELECT record, sequence FROM withheld"))
    log.counts = dict(store.rows("SELECT device, count FROM counts"))
    return log


def save_log(store: Store, log: Log, before: int | None, read: Sequence[Read]) -> None:
    """Saves `log`, of which the entries up to `before` are saved already and `read` came after; None: nothing is."""
    begin = log.first if before is None else before + 1
    store.run("INSERT OR REPLACE INTO log VALUES (1, ?)", log.superseded)
    store.run_all("INSERT INTO hashes VALUES (?, ?)", list(enumerate(log.hashes[begin - log.first :], start=begin)))
    store.run_all("INSERT OR REPLACE INTO counts VALUES (?, ?)", list(log.counts.items()))
    restores: Mapping[int, bytes] = dict(log.restores)
    for one in read:
        if isinstance(one, Admitted):
            store.run("INSERT INTO statements (sequence, signed) VALUES (?, ?)", one.sequence, one.statement.signed)
        elif isinstance(one, RestoredRead):
            store.run("INSERT INTO restores VALUES (?, ?)", one.sequence, restores[one.sequence])
        else:
            store.run("INSERT OR REPLACE INTO newest VALUES (?, ?, ?)", one.record, one.revision.sequence, one.revision.digest)
            store.run("DELETE FROM withheld WHERE record = ?", one.record)
            if one.record in log.withheld:
                store.run("INSERT INTO withheld VALUES (?, ?)", one.record, log.withheld[one.record])


def forget_log(store: Store) -> None:
    """Before it is read anew."""
    for table in OF_THE_LOG:
        store.run(f"DELETE FROM {table}")  # noqa: S608 # names of our own tables
