"""Challenges, tokens and pairings in SQLite: what lets a device in, each for a short time."""

import sqlite3

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import ProblemCode
from counterfoil_crypto.device import DeviceKeys

from .base import Mailbox, Session
from .sqlite_log import known_device, require_device


def purge(database: sqlite3.Connection, now: int) -> None:
    for table in ("challenges", "tokens", "pairings"):
        database.execute(f"DELETE FROM {table} WHERE expires <= ?", (now,))  # noqa: S608 # three names, above


def add_challenge(database: sqlite3.Connection, nonce: bytes, account: bytes, device: bytes, expires: int) -> None:
    known_device(database, account, device)
    database.execute(
        "INSERT INTO challenges (account, nonce, device, expires) VALUES (?, ?, ?, ?)",
        (account, nonce, device, expires),
    )


def take_challenge(database: sqlite3.Connection, nonce: bytes, account: bytes, device: bytes, now: int) -> DeviceKeys | None:
    """The keys that must have signed; None for a nonce that is unknown, used, over its time or another device's."""
    _, keys, _ = known_device(database, account, device)
    found = database.execute(
        "DELETE FROM challenges WHERE account = ? AND nonce = ? RETURNING device, expires", (account, nonce)
    ).fetchone()
    return keys if found is not None and found[0] == device and found[1] > now else None


def add_token(database: sqlite3.Connection, token: bytes, session: Session) -> None:
    known_device(database, session.account, session.device)
    database.execute(
        "INSERT INTO tokens (token, account, device, expires) VALUES (?, ?, ?, ?)",
        (token, session.account, session.device, session.expires),
    )


def read_session(database: sqlite3.Connection, token: bytes, now: int) -> Session | None:
    found = database.execute(
        "SELECT account, device, expires, removed FROM tokens JOIN devices USING (account, device)"
        " WHERE token = ? AND expires > ?",
        (token, now),
    ).fetchone()
    return None if found is None else Session(*found)


def open_pairing(
    database: sqlite3.Connection, mailbox: bytes, account: bytes, device: bytes, *, now: int, expires: int
) -> tuple[int, bool]:
    require_device(database, account, device)
    database.execute("DELETE FROM pairings WHERE mailbox = ? AND expires <= ?", (mailbox, now))
    found = database.execute("SELECT account, device, expires FROM pairings WHERE mailbox = ?", (mailbox,)).fetchone()
    if found is None:
        database.execute(
            "INSERT INTO pairings (mailbox, account, device, expires) VALUES (?, ?, ?, ?)",
            (mailbox, account, device, expires),
        )
        return expires, True
    if found[:2] != (account, device):
        raise ProblemError(ProblemCode.CLAIMED, "another device opened this pairing")
    return found[2], False


def read_pairing(database: sqlite3.Connection, mailbox: bytes, now: int, opener: tuple[bytes, bytes] | None) -> Mailbox:
    found = database.execute(
        "SELECT account, device, expires, claim, answer FROM pairings WHERE mailbox = ? AND expires > ?", (mailbox, now)
    ).fetchone()
    if found is None or (opener is not None and found[:2] != opener):
        raise ProblemError(ProblemCode.NO_MAILBOX, "no such pairing, or it ended; start again with a new code")
    return Mailbox(*found[2:])


def claim_pairing(database: sqlite3.Connection, mailbox: bytes, message: bytes, now: int) -> None:
    claim = read_pairing(database, mailbox, now, None).claim
    if claim is not None and claim != message:
        raise ProblemError(ProblemCode.CLAIMED, "another device claimed this pairing first; start again with a new code")
    database.execute("UPDATE pairings SET claim = ? WHERE mailbox = ?", (message, mailbox))


def answer_pairing(database: sqlite3.Connection, mailbox: bytes, message: bytes, now: int, opener: tuple[bytes, bytes]) -> None:
    found = read_pairing(database, mailbox, now, opener)
    if found.claim is None:
        raise ProblemError(ProblemCode.OUT_OF_TURN, "there is no claim to answer yet")
    if found.answer is not None and found.answer != message:
        raise ProblemError(ProblemCode.OUT_OF_TURN, "this pairing has its answer")
    database.execute("UPDATE pairings SET answer = ? WHERE mailbox = ?", (message, mailbox))


def close_pairing(database: sqlite3.Connection, mailbox: bytes, now: int, opener: tuple[bytes, bytes]) -> None:
    read_pairing(database, mailbox, now, opener)
    database.execute("DELETE FROM pairings WHERE mailbox = ?", (mailbox,))
