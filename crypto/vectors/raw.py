"""What the vectors are made of: raw primitives, fixed randomness, and none of the code that the vectors judge."""

import base64
import copy
import hashlib
import json
import zlib
from typing import Any

from nacl import bindings as sodium

ZERO16, ZERO32 = bytes(16), bytes(32)


ORDER = 2**252 + 27742317777372353535851937790883648493


PRIME = 2**255 - 19


CASES: dict[str, dict[str, Any]] = {}


def case(name: str, why: str, operation: str, given: dict[str, Any], *, output: Any = None, refused: str | None = None) -> None:
    """One case, one file, one cause."""
    assert name not in CASES, name
    body = {"why": why, "operation": operation, "input": copy.deepcopy(given)}
    CASES[name] = {**body, "refused": refused} if refused else {**body, "output": output}


def noise(name: str, length: int = 32) -> bytes:
    return hashlib.shake_256(b"counterfoil vectors " + name.encode()).digest(length)


def u(number: int, length: int) -> bytes:
    return number.to_bytes(length, "big")


def frame(label: str, *parts: bytes) -> bytes:
    name = ("counterfoil/v1/" + label).encode()
    return u(len(name), 1) + name + b"".join(u(len(part), 4) + part for part in parts)


def blake(data: bytes, size: int = 32, key: bytes = b"") -> bytes:
    return sodium.crypto_generichash_blake2b_salt_personal(data, digest_size=size, key=key)


def digest(label: str, *parts: bytes) -> bytes:
    return blake(frame(label, *parts))


def derive(key: bytes, label: str) -> bytes:
    return blake(("counterfoil/v1/" + label).encode(), key=key)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Keys:
    def __init__(self, name: str) -> None:
        self.seed = noise(name)
        self.sign, self.secret = sodium.crypto_sign_seed_keypair(derive(self.seed, "device/sign"))
        self.box, self.box_secret = sodium.crypto_box_seed_keypair(derive(self.seed, "device/box"))
        self.id = digest("device/id", self.sign, self.box)[:16]

    def signature(self, message: bytes) -> bytes:
        return bytes(sodium.crypto_sign(message, self.secret)[:64])

    def signed(self, body: bytes) -> bytes:
        return body + self.signature(frame("statement", body))


def sealed_box(message: bytes, public: bytes, name: str) -> bytes:
    """Libsodium's crypto_box_seal with a known ephemeral key."""
    ephemeral, secret = sodium.crypto_box_seed_keypair(noise(name + " ephemeral"))
    return ephemeral + sodium.crypto_box(message, blake(ephemeral + public, 24), public, secret)


LAPTOP, PHONE, TABLET, STRANGER, KIT = Keys("laptop"), Keys("phone"), Keys("tablet"), Keys("stranger"), Keys("kit")


EPOCH = noise("epoch 0")


SECOND_EPOCH, THIRD_EPOCH = noise("epoch 1"), noise("epoch 2")


OTHER_EPOCH = noise("another epoch")


COMMITMENT = derive(EPOCH, "epoch/commit")


def genesis(keys: Keys = LAPTOP, epoch: bytes = EPOCH, version: int = 1, kind: int = 1) -> bytes:
    sealed = sealed_box(epoch, keys.box, "genesis")
    return keys.signed(u(version, 1) + u(kind, 1) + noise("genesis", 16) + keys.sign + keys.box + COMMITMENT + sealed)


GENESIS = genesis()


ACCOUNT = digest("account", GENESIS)


def head(generation: bytes, sequence: int, value: bytes) -> bytes:
    return generation + u(sequence, 8) + value


DATE = 1_795_300_000_000


def placed(
    kind: int,
    act: bytes,
    *,
    previous: bytes,
    before: bytes,
    signer: Keys = LAPTOP,
    account: bytes = ACCOUNT,
    date: int = DATE,
    claimed_signer: bytes | None = None,
) -> bytes:
    """A statement of any kind but a genesis."""
    place = account + previous + before + (claimed_signer or signer.id) + u(date, 8)
    return signer.signed(u(1, 1) + u(kind, 1) + place + act)


def adding(newcomer: Keys = PHONE, role: int = 1, epoch: int = 0, key: bytes = EPOCH) -> bytes:
    return u(role, 1) + newcomer.sign + newcomer.box + u(epoch, 4) + sealed_box(key, newcomer.box, "add")


def add(*, newcomer: Keys = PHONE, role: int = 1, epoch: int = 0, key: bytes = EPOCH, **place: Any) -> bytes:
    return placed(2, adding(newcomer, role, epoch, key), **place)


def wrapped(key: bytes, before: bytes, number: int, account: bytes = ACCOUNT, name: str = "wrap") -> bytes:
    """The key of epoch number-1 under that of epoch `number`."""
    nonce = noise(f"{name} {number}", 24)
    data = frame("epoch/wrap", account, u(number, 4))
    sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(before, data, nonce, derive(key, "epoch/wrap"))
    return nonce + bytes(sealed)


def starting(
    members: list[Keys],
    *,
    number: int = 1,
    key: bytes = SECOND_EPOCH,
    before: bytes = EPOCH,
    committed: bytes | None = None,
    wrap: bytes | None = None,
    sealed: bytes | None = None,
) -> bytes:
    """The start of an epoch, for `members` in their order by id."""
    made = u(number, 4) + derive(committed or key, "epoch/commit") + (wrap or wrapped(key, before, number)) + u(len(members), 2)
    for keys in sorted(members, key=lambda keys: keys.id):
        made += keys.id + sealed_box(sealed or key, keys.box, f"start {number} {keys.id.hex()}")
    return made


def restored(name: str = "restored", at: int = DATE, of: int = 0, version: int = 1) -> bytes:
    return u(version, 1) + noise(name, 16) + u(at, 8) + u(of, 8)


def live(rows: dict[bytes, tuple[int, bytes]]) -> bytes:
    """The digest of a live set: record id to sequence and digest."""
    return digest("live", b"".join(record + u(sequence, 8) + found for record, (sequence, found) in sorted(rows.items())))


def size_step(length: int) -> int:
    if length <= 1024:
        return 1024
    if length <= 65536:
        step = 1024
        while step < length:
            step *= 2
        return step
    exponent = length.bit_length() - 1
    bits = exponent.bit_length()
    unit = 1 << (exponent - bits)
    return (length + unit - 1) // unit * unit


def header(record: bytes, *, account: bytes = ACCOUNT, epoch: int = 0, blobs: list[bytes] | None = None, version: int = 1,
           kind: int = 2) -> bytes:  # fmt: skip
    listed = blobs or []
    return u(version, 1) + account + u(kind, 1) + record + u(epoch, 4) + u(len(listed), 2) + b"".join(listed)


def inner(
    document: bytes,
    *,
    writer: Keys = LAPTOP,
    count: int = 1,
    witness: bytes,
    base: tuple[int, bytes] = (0, ZERO32),
    flag: int = 0,
    stored: bytes | None = None,
    announced: int | None = None,
    date: int = 1_795_300_000_000,
) -> bytes:
    kept = document if stored is None else stored
    limit = len(document) if announced is None else announced
    out = u(flag, 1) + writer.id + u(count, 8) + u(date, 8) + witness + u(base[0], 8) + base[1]
    return out + u(len(kept), 4) + u(limit, 4) + kept


def padded(plain: bytes) -> bytes:
    return plain + bytes(size_step(len(plain)) - len(plain))


def envelope(head_bytes: bytes, plain: bytes, name: str, epoch: bytes = EPOCH, bound: bytes | None = None) -> bytes:
    nonce = noise(name + " nonce", 24)
    data = frame("envelope", head_bytes if bound is None else bound)
    key = derive(epoch, "epoch/seal")
    return head_bytes + nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, data, nonce, key)


def deflated(data: bytes) -> bytes:
    return zlib.compress(data, 9, -15)


def canonical(value: Any) -> bytes:
    """Enough for the documents here, whose keys are ASCII."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def register(value: Any, ms: int = 1_795_300_000_000, counter: int = 0, keys: Keys = LAPTOP, **extra: Any) -> dict[str, Any]:
    return {"at": [ms, counter, keys.id.hex()], "value": value, **extra}


def document(**fields: Any) -> bytes:
    return canonical({"fields": fields, "schema": 1, "type": "Order"})


ORDER_DOCUMENT = document(
    orderNumber={"page": register("100001", signal="label", confidence=90)},
    total={"page": register("59.97", signal="label", confidence=90), "person": register("49.97", ms=1_795_300_100_000)},
)


PAGE_DOCUMENT = document(
    orderNumber={"page": register("100001", signal="label", confidence=90)},
    items={"page": register([{"name": "Lantern, brass", "quantity": 2, "total": "39.98"}] * 12, signal="rows", confidence=80)},
)


RECORD = noise("record", 16)


GENESIS_DIGEST = digest("statement", GENESIS)


def extend(before: bytes, sequence: int, kind: int, record: bytes, entry_digest: bytes) -> bytes:
    return digest("log", before, u(sequence, 8), u(kind, 1), record, entry_digest)


START = digest("log/start", ACCOUNT)


FIRST = extend(START, 1, 1, ZERO16, GENESIS_DIGEST)


WITNESS = head(ZERO32, 1, FIRST)
