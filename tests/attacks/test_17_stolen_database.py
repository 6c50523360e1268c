"""Guessing from a stolen database: no column of the relay's is a function of a passphrase, and of a device's only one is.

The audit: every column there is stands here with what it is. A new one fails the test until somebody has said that of it.
"""

import sqlite3
from pathlib import Path

import pytest

from counterfoil.sqlite import migrations
from counterfoil_crypto.encoding import from_base64url
from tests.e2e.test_first_light import coats
from tests.server.helpers import Player, running_on_disk

DIGEST = "a digest of bytes that are stored or shown, or of random ones"
PUBLIC = "a public key, or an id made from public keys"
RANDOM = "random"
COUNT = "a number that was counted, a size, or a kind"
TIME = "a time"
SIGNED = "a statement: public keys, digests, boxes sealed to public keys, a signature"
SEALED = "sealed under a random key, or to a public key"
STATE = "what the relay showed, or the device's own state in codes and numbers"
SECRET = "a random secret of this device, on this device"
LOCKED = "the device's seed under the passphrase, by Argon2id"

RELAY = {
    "accounts": {
        "account": DIGEST,
        "generation": DIGEST,
        "sequence": COUNT,
        "hash": DIGEST,
        "epoch": COUNT,
        "statement": COUNT,
        "checkpoint": COUNT,
        "bytes": COUNT,
        "taken": TIME,
        "closed": COUNT,
    },
    "devices": {"account": DIGEST, "device": PUBLIC, "sign": PUBLIC, "box": PUBLIC, "removed": COUNT},
    "entries": {
        "account": DIGEST,
        "sequence": COUNT,
        "kind": COUNT,
        "record": "random, or a keyed hash under the epoch's random key",
        "digest": DIGEST,
        "hash": DIGEST,
        "body": f"{SIGNED}; or {SEALED}",
        "taken": TIME,
        "lost": TIME,
    },
    "blobs": {"account": DIGEST, "blob": DIGEST, "size": COUNT, "uploaded": TIME},
    "listings": {"account": DIGEST, "blob": DIGEST, "sequence": COUNT, "expires": TIME},
    "erased_blobs": {"account": DIGEST, "blob": DIGEST},
    "challenges": {"account": DIGEST, "nonce": DIGEST, "device": PUBLIC, "expires": TIME},
    "tokens": {"token": DIGEST, "account": DIGEST, "device": PUBLIC, "expires": TIME},
    "pairings": {
        "mailbox": "derived from a random secret",
        "account": DIGEST,
        "device": PUBLIC,
        "expires": TIME,
        "claim": SEALED,
        "answer": SEALED,
    },
}

DEVICE = {
    "device": {
        "one": COUNT,
        "seed": SECRET,
        "locked": LOCKED,
        "id": PUBLIC,
        "account": DIGEST,
        "genesis": SIGNED,
        "admission": DIGEST,
        "predecessor": PUBLIC,
        "relay": STATE,
        "clock_ms": TIME,
        "clock_counter": COUNT,
        "count": COUNT,
        "behind_since": TIME,
    },
    "successor": {"one": COUNT, "seed": SECRET, "locked": LOCKED, "id": PUBLIC, "remove": COUNT},
    "statements": {"position": COUNT, "sequence": COUNT, "signed": SIGNED},
    "restores": {"sequence": COUNT, "generation": DIGEST},
    "hashes": {"sequence": COUNT, "hash": DIGEST},
    "newest": {"record": RANDOM, "sequence": COUNT, "digest": DIGEST},
    "withheld": {"record": RANDOM, "sequence": COUNT},
    "counts": {"device": PUBLIC, "count": COUNT},
    "log": {"one": COUNT, "superseded": COUNT},
    "aside": {"record": RANDOM, "sequence": COUNT, "code": STATE, "writer": PUBLIC},
    "outcasts": {"device": PUBLIC, "generation": DIGEST},
    "verified": {"digest": DIGEST},
    "newcomer": {"one": COUNT, "seed": SECRET},
    "lost": {"position": COUNT, "signed": SIGNED},
    "copied": {"device": PUBLIC},
    "signs": {"device": PUBLIC, "date": TIME},
    "envelopes": {"record": RANDOM, "sequence": COUNT, "envelope": SEALED},
    "drafts": {"record": RANDOM, "envelope": SEALED},
    "sent": {"digest": DIGEST, "record": RANDOM, "count": COUNT, "envelope": SEALED},
    "astray": {"record": RANDOM},
    "sealed": {"digest": DIGEST},
    "uploaded": {"blob": DIGEST, "at": TIME},
    "verdict": {
        "one": COUNT,
        "kind": STATE,
        "code": STATE,
        "detail": STATE,
        "sequence": COUNT,
        "device": PUBLIC,
        "ours": STATE,
        "theirs": STATE,
        "entry": STATE,
        "at": TIME,
    },
    "conditions": {"code": STATE, "at": TIME, "body": STATE},
    "pairing": {
        "one": COUNT,
        "role": STATE,
        "relay": STATE,
        "secret": SECRET,
        "claim": SEALED,
        "confirmed": STATE,
        "answer": SEALED,
        "expires": TIME,
    },
}

AUDITS = {"counterfoil.relay.store": RELAY, "counterfoil.client": DEVICE}


def columns(package: str) -> dict[str, set[str]]:
    database = sqlite3.connect(":memory:")
    for script in migrations(package):
        database.executescript(script)
    tables = [
        name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    ]
    found = {table: {row[1] for row in database.execute(f"PRAGMA table_info({table})")} for table in tables}
    database.close()
    return found


@pytest.mark.parametrize("package", AUDITS)
def test_every_column_is_known_for_what_it_is(package: str) -> None:
    assert columns(package) == {table: set(kinds) for table, kinds in AUDITS[package].items()}


def test_only_the_lock_is_a_function_of_a_passphrase() -> None:
    assert LOCKED not in {kind for kinds in RELAY.values() for kind in kinds.values()}
    assert SECRET not in {kind for kinds in RELAY.values() for kind in kinds.values()}
    locked = [(table, column) for table, kinds in DEVICE.items() for column, kind in kinds.items() if kind == LOCKED]
    assert locked == [("device", "locked"), ("successor", "locked")]


async def test_tokens_and_nonces_are_stored_hashed(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path) as relay:
        player = await Player.begin(relay)
        nonce = (await player.ask_challenge()).json["nonce"]
        (token,) = rows(tmp_path, "SELECT token FROM tokens")
        (kept,) = rows(tmp_path, "SELECT nonce FROM challenges")
        for secret, stored in ((player.token, token), (nonce, kept)):
            assert len(stored) == 32
            assert stored != from_base64url(secret)
            spellings = [spelling for _, spelling in coats(secret)] + [from_base64url(secret)]
            assert not [one for one in spellings if one in everything(tmp_path)]


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def rows(folder: Path, query: str) -> list[bytes]:
    """While the relay runs, as a thief of the file would."""
    (path,) = folder.glob("*.sqlite3")
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = [bytes(row[0]) for row in database.execute(query)]
    database.close()
    return found
