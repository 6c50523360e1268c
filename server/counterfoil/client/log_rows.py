"""The verified state of a log, in rows: loaded whole, saved by what an answer of the relay changed."""

from collections.abc import Iterable

from counterfoil_crypto.chain import Revision
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.log import Admitted, Log, Member, Read
from counterfoil_crypto.statement import Role, statement_digest

from .store import Store


def load_log(store: Store, account: bytes) -> Log:
    log = Log.empty(account)
    found = store.row("SELECT statement, epoch, commitment, generation FROM log")
    if found is None:
        return log
    log.statement, log.epoch, log.commitment, log.generation = found
    log.hashes += [value for (value,) in store.rows("SELECT hash FROM hashes ORDER BY sequence")]
    log.members = {
        device: Member(DeviceKeys(sign, box), Role(role))
        for device, sign, box, role in store.rows("SELECT device, sign, box, role FROM members")
    }
    log.newest = {
        record: Revision(sequence, digest)
        for record, sequence, digest in store.rows("SELECT record, sequence, digest FROM newest")
    }
    log.withheld = dict(store.rows("SELECT record, sequence FROM withheld"))
    log.counts = dict(store.rows("SELECT device, count FROM counts"))
    return log


def load_admissions(store: Store) -> dict[bytes, bytes]:
    """Device id to the digest of the statement that let it in."""
    return dict(store.rows("SELECT device, admission FROM members"))


def save_log(store: Store, log: Log, before: int, read: Iterable[Read]) -> None:
    """Saves `log`, of which the first `before` entries are saved already and `read` came after."""
    store.run("INSERT OR REPLACE INTO log VALUES (1, ?, ?, ?, ?)", log.statement, log.epoch, log.commitment, log.generation)
    store.run_all("INSERT INTO hashes VALUES (?, ?)", list(enumerate(log.hashes[before + 1 :], start=before + 1)))
    store.run_all("INSERT OR REPLACE INTO counts VALUES (?, ?)", list(log.counts.items()))
    for one in read:
        if isinstance(one, Admitted):
            keys, admission = one.statement.keys, statement_digest(one.statement.signed)
            store.run(
                "INSERT INTO members VALUES (?, ?, ?, ?, ?)", keys.id, keys.sign, keys.box, log.members[keys.id].role, admission
            )
            continue
        store.run("INSERT OR REPLACE INTO newest VALUES (?, ?, ?)", one.record, one.revision.sequence, one.revision.digest)
        store.run("DELETE FROM withheld WHERE record = ?", one.record)
        if one.record in log.withheld:
            store.run("INSERT INTO withheld VALUES (?, ?)", one.record, log.withheld[one.record])
