"""Makes the vectors from raw primitives and fixed randomness; none of the code that the vectors judge is used here.

python crypto/vectors/generate.py          writes every case anew
python crypto/vectors/generate.py --check  fails if what is checked in differs
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import sys
import zlib
from pathlib import Path
from typing import Any

from nacl import bindings as sodium

HERE = Path(__file__).parent
ZERO16, ZERO32 = bytes(16), bytes(32)
ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19
CASES: dict[str, dict[str, Any]] = {}


def case(name: str, why: str, operation: str, given: dict[str, Any], *, output: Any = None, refused: str | None = None) -> None:
    """One case, one file, one cause."""
    assert name not in CASES, name
    body = {"why": why, "operation": operation, "input": copy.deepcopy(given)}
    CASES[name] = {**body, "refused": refused} if refused else {**body, "output": output}


# -- raw building blocks -------------------------------------------------------------------------------------------------


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
    """libsodium's crypto_box_seal with a known ephemeral key."""
    ephemeral, secret = sodium.crypto_box_seed_keypair(noise(name + " ephemeral"))
    return ephemeral + sodium.crypto_box(message, blake(ephemeral + public, 24), public, secret)


LAPTOP, PHONE, TABLET, STRANGER = Keys("laptop"), Keys("phone"), Keys("tablet"), Keys("stranger")
EPOCH = noise("epoch 0")
OTHER_EPOCH = noise("another epoch")
COMMITMENT = derive(EPOCH, "epoch/commit")


def genesis(keys: Keys = LAPTOP, epoch: bytes = EPOCH, version: int = 1, kind: int = 1) -> bytes:
    sealed = sealed_box(epoch, keys.box, "genesis")
    return keys.signed(u(version, 1) + u(kind, 1) + noise("genesis", 16) + keys.sign + keys.box + COMMITMENT + sealed)


GENESIS = genesis()
ACCOUNT = digest("account", GENESIS)


def head(generation: bytes, sequence: int, value: bytes) -> bytes:
    return generation + u(sequence, 8) + value


def add(
    *,
    previous: bytes,
    before: bytes,
    signer: Keys = LAPTOP,
    newcomer: Keys = PHONE,
    account: bytes = ACCOUNT,
    role: int = 1,
    epoch: int = 0,
    key: bytes = EPOCH,
    claimed_signer: bytes | None = None,
) -> bytes:
    body = u(1, 1) + u(2, 1) + account + previous + before + (claimed_signer or signer.id) + u(role, 1)
    body += newcomer.sign + newcomer.box + u(epoch, 4) + sealed_box(key, newcomer.box, "add")
    return signer.signed(body)


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
    unit = 2 ** (exponent - bits)
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


# -- sections ------------------------------------------------------------------------------------------------------------


def encoding() -> None:
    parts = [b"", b"a", noise("part", 300)]
    case("encoding/frame", "lengths before parts", "frame", {"label": "counterfoil/v1/log", "parts": [p.hex() for p in parts]},
         output=frame("log", *parts).hex())  # fmt: skip
    case("encoding/digest", "BLAKE2b-256 of a frame", "digest", {"label": "counterfoil/v1/log", "parts": [p.hex() for p in parts]},
         output=digest("log", *parts).hex())  # fmt: skip
    case("encoding/derive", "keyed BLAKE2b-256 of the label alone", "derive",
         {"key": noise("key").hex(), "label": "counterfoil/v1/device/sign"}, output=derive(noise("key"), "device/sign").hex())  # fmt: skip
    for length in range(4):
        data = noise("base64", length)
        case(f"encoding/base64url-{length}", "every remainder of three", "base64url", {"text": b64(data)}, output=data.hex())
    for name, text in {
        "padding": "AA==", "alphabet": "A+/A", "space": "AA AA", "spare-bits": "AB", "one-character": "AAAAA", "not-ascii": "AAé",
    }.items():  # fmt: skip
        case(f"encoding/base64url-{name}", "only the canonical spelling", "base64url", {"text": text}, refused="base64url")


def device() -> None:
    for keys, name in ((LAPTOP, "laptop"), (PHONE, "phone")):
        case(f"device/{name}", "keys and id from a seed", "device", {"seed": keys.seed.hex()},
             output={"sign": keys.sign.hex(), "box": keys.box.hex(), "id": keys.id.hex()})  # fmt: skip
    message = noise("message", 100)
    good = LAPTOP.signature(message)

    def verify(name: str, why: str, public: bytes, signature: bytes, *, ok: bool = False) -> None:
        given = {"public": public.hex(), "message": message.hex(), "signature": signature.hex()}
        case(f"device/verify-{name}", why, "verify", given, output=True if ok else None, refused=None if ok else "signature")

    verify("good", "an ordinary signature", LAPTOP.sign, good, ok=True)
    verify("other-key", "another device's key", PHONE.sign, good)
    verify("flipped", "one bit of R", LAPTOP.sign, bytes([good[0] ^ 1]) + good[1:])
    big = int.from_bytes(good[32:], "little") + ORDER
    verify("s-plus-l", "S is not below L", LAPTOP.sign, good[:32] + big.to_bytes(32, "little"))
    verify("short", "63 bytes", LAPTOP.sign, good[:63])
    identity = u(1, 1) + bytes(31)
    order8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    # [S]B = R + [k]A holds for any message when A is of small order and R = [S]B - [k]A
    for name, point in {"identity": identity, "order-8": order8}.items():
        verify(f"small-order-key-{name}", "a key anyone can sign for", point, identity + ZERO32)
    verify("non-canonical-key", "y = p + 1 encodes the identity again", (PRIME + 1).to_bytes(32, "little"), identity + ZERO32)

    secret = sodium.crypto_core_ed25519_scalar_reduce(noise("torsion scalar", 64))
    pure = sodium.crypto_scalarmult_ed25519_base_noclamp(secret)

    def hram(r: bytes, a: bytes) -> bytes:
        return bytes(sodium.crypto_core_ed25519_scalar_reduce(hashlib.sha512(r + a + message).digest()))

    nonce = sodium.crypto_core_ed25519_scalar_reduce(noise("torsion nonce", 64))
    r_pure = sodium.crypto_scalarmult_ed25519_base_noclamp(nonce)
    r_mixed = sodium.crypto_core_ed25519_add(r_pure, order8)

    def answer(r: bytes, a: bytes, start: bytes = nonce) -> bytes:
        product = sodium.crypto_core_ed25519_scalar_mul(hram(r, a), secret)
        return bytes(sodium.crypto_core_ed25519_scalar_add(start, product))

    verify("made-by-hand", "the same equation, from scalars", pure, r_pure + answer(r_pure, pure), ok=True)
    verify("mixed-order-r", "holds only when multiplied by the cofactor", pure, r_mixed + answer(r_mixed, pure))
    small_r = answer(identity, pure, bytes(32))
    verify("small-order-r", "R is the identity", pure, identity + small_r)


def epoch() -> None:
    case("epoch/derive", "what an epoch key gives", "epoch", {"key": EPOCH.hex()},
         output={name: derive(EPOCH, f"epoch/{name}").hex() for name in ("seal", "id", "wrap", "commit")})  # fmt: skip

    def opened(name: str, why: str, sealed: bytes, seed: bytes = LAPTOP.seed, refused: str | None = None) -> None:
        given = {"seed": seed.hex(), "number": 0, "sealed": sealed.hex(), "commitment": COMMITMENT.hex()}
        case(f"epoch/open-{name}", why, "open-epoch", given, output=None if refused else EPOCH.hex(), refused=refused)

    good = sealed_box(EPOCH, LAPTOP.box, "epoch")
    opened("good", "the key that was committed to", good)
    opened("other-key", "sealed well, committed to another", sealed_box(OTHER_EPOCH, LAPTOP.box, "epoch"), refused="commitment")
    opened("other-device", "sealed to another device", good, seed=PHONE.seed, refused="open")
    opened("flipped", "one bit", good[:-1] + bytes([good[-1] ^ 1]), refused="open")
    opened("long", "33 bytes", sealed_box(EPOCH + b"\0", LAPTOP.box, "epoch"), refused="length")


def statement() -> None:
    def parsed(name: str, why: str, signed: bytes, output: Any = None, refused: str | None = None) -> None:
        case(f"statement/{name}", why, "statement", {"statement": signed.hex()}, output=output, refused=refused)

    parsed("genesis", "a new account", GENESIS, {
        "kind": "genesis", "account": ACCOUNT.hex(), "digest": GENESIS_DIGEST.hex(), "sign": LAPTOP.sign.hex(),
        "box": LAPTOP.box.hex(), "commitment": COMMITMENT.hex(), "sealed": sealed_box(EPOCH, LAPTOP.box, "genesis").hex(),
    })  # fmt: skip
    good = add(previous=GENESIS_DIGEST, before=WITNESS)
    parsed("add", "a newcomer; its signature needs the signer", good, {
        "kind": "add", "account": ACCOUNT.hex(), "digest": digest("statement", good).hex(), "previous": GENESIS_DIGEST.hex(),
        "head": {"generation": ZERO32.hex(), "sequence": 1, "hash": FIRST.hex()}, "signer": LAPTOP.id.hex(), "role": 1,
        "sign": PHONE.sign.hex(), "box": PHONE.box.hex(), "epoch": 0, "sealed": sealed_box(EPOCH, PHONE.box, "add").hex(),
    })  # fmt: skip
    parsed("empty", "nothing at all", b"", refused="length")
    parsed("genesis-short", "a byte is missing", GENESIS[:-1], refused="length")
    parsed("genesis-long", "a byte too many", GENESIS + b"\0", refused="length")
    parsed("genesis-version", "version 2", genesis(version=2), refused="version")
    parsed("kind", "a kind from the future", genesis(kind=99), refused="kind")
    parsed("genesis-signature", "one bit of the signature", GENESIS[:-1] + bytes([GENESIS[-1] ^ 1]), refused="signature")
    parsed(
        "genesis-body",
        "one bit of the commitment",
        GENESIS[:100] + bytes([GENESIS[100] ^ 1]) + GENESIS[101:],
        refused="signature",
    )
    parsed("add-short", "a byte is missing", good[:-1], refused="length")
    far = head(ZERO32, 2**53, FIRST)
    parsed("add-sequence", "a sequence above 2^53-1", add(previous=GENESIS_DIGEST, before=far), refused="head")
    parsed("add-role", "a role from the future", add(previous=GENESIS_DIGEST, before=WITNESS, role=3), refused="role")


class Book:
    """A log as an honest relay would serve it, to be spoiled in one place."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.hashes = [START]

    def put(self, kind: int, record: bytes, entry_digest: bytes, body: bytes | None) -> int:
        sequence = len(self.hashes)
        self.hashes.append(extend(self.hashes[-1], sequence, kind, record, entry_digest))
        self.entries.append({
            "sequence": sequence, "kind": kind, "record": record.hex(), "digest": entry_digest.hex(),
            "body": None if body is None else body.hex(),
        })  # fmt: skip
        return sequence

    def statement(self, signed: bytes) -> int:
        return self.put(1, ZERO16, digest("statement", signed), signed)

    def record(self, sealed: bytes, record: bytes = RECORD) -> int:
        return self.put(2, record, digest("envelope", sealed), sealed)

    def witness(self, sequence: int | None = None) -> bytes:
        at = len(self.hashes) - 1 if sequence is None else sequence
        return head(ZERO32, at, self.hashes[at])

    def head(self, sequence: int | None = None) -> dict[str, Any]:
        at = len(self.hashes) - 1 if sequence is None else sequence
        return {"generation": ZERO32.hex(), "sequence": at, "hash": self.hashes[at].hex()}

    def base(self, sequence: int) -> tuple[int, bytes]:
        return sequence, bytes.fromhex(self.entries[sequence - 1]["digest"])

    def given(self, **other: Any) -> dict[str, Any]:
        return {
            "account": ACCOUNT.hex(), "epoch_key": EPOCH.hex(), "entries": self.entries, "through": self.head(),
            "head": self.head(), **other,
        }  # fmt: skip


def revision(name: str, **options: Any) -> bytes:
    made = dict(options)
    head_bytes = made.pop("header", None) or header(RECORD)
    epoch_key, text = made.pop("epoch_key", EPOCH), made.pop("document", ORDER_DOCUMENT)
    return envelope(head_bytes, padded(inner(text, **made)), name, epoch_key)


def started() -> Book:
    book = Book()
    book.statement(GENESIS)
    return book


def paired() -> Book:
    book = started()
    book.statement(add(previous=GENESIS_DIGEST, before=book.witness()))
    return book


def log() -> None:
    case("log/chain", "two entries", "chain", {
        "account": ACCOUNT.hex(),
        "entries": [{"kind": 1, "record": ZERO16.hex(), "digest": GENESIS_DIGEST.hex()},
                    {"kind": 2, "record": RECORD.hex(), "digest": noise("digest").hex()}],
    }, output=[START.hex(), FIRST.hex(), extend(FIRST, 2, 2, RECORD, noise("digest")).hex()])  # fmt: skip

    def read(name: str, why: str, book: Book, output: list[Any] | None = None, refused: str | None = None, **given: Any) -> None:
        case(f"log/{name}", why, "read", book.given(**given), output=output, refused=refused)

    def merged(sequence: int, writer: Keys = LAPTOP, text: bytes = ORDER_DOCUMENT) -> dict[str, Any]:
        return {"sequence": sequence, "is": "merged", "writer": writer.id.hex(), "document": text.hex()}

    def aside(sequence: int, code: str) -> dict[str, Any]:
        return {"sequence": sequence, "is": "set-aside", "code": code}

    admitted = [{"sequence": 1, "is": "admitted"}, {"sequence": 2, "is": "admitted"}]

    book = paired()
    first = book.record(revision("one", witness=book.witness()))
    book.record(revision("two", witness=book.witness(), base=book.base(first), writer=PHONE))
    read("honest", "genesis, add, a record by one device and its revision by the other", book,
         [*admitted, merged(3), merged(4, PHONE)])  # fmt: skip
    book.entries[2]["body"] = None
    read("superseded", "the older revision's bytes are gone", book,
         [*admitted, {"sequence": 3, "is": "superseded"}, merged(4, PHONE)])  # fmt: skip

    book = paired()
    book.record(revision("one", witness=book.witness()))
    book.entries[2]["body"] = None
    read("withheld", "claimed superseded, but nothing newer comes", book, refused="withheld")
    ahead = {**book.head(), "sequence": 9, "hash": noise("later").hex()}
    read("withheld-yet", "the newer revision may come with the next answer", book,
         [*admitted, {"sequence": 3, "is": "superseded"}], head=ahead)  # fmt: skip

    book = paired()
    book.entries[1]["body"] = None
    read("statement-withheld", "a statement is never superseded", book, refused="withheld")

    book = paired()
    del book.entries[0]
    read("gap", "the first entry is missing", book, refused="sequence")

    book = paired()
    read("other-head", "the entries give another hash", book, refused="chain", through={**book.head(), "hash": noise("x").hex()})
    read(
        "two-heads",
        "through and head differ at one sequence",
        book,
        refused="chain",
        head={**book.head(), "hash": noise("x").hex()},
    )

    book = started()
    first = book.record(revision("one", witness=book.witness(0)))
    second = book.record(revision("two", witness=book.witness(1), base=book.base(first), count=2))
    book.record(revision("replayed", witness=book.witness(), base=book.base(first), count=3))
    read("base", "built on a revision that is not the newest", book, refused="base")
    book = started()
    book.record(revision("one", witness=book.witness(), base=(1, GENESIS_DIGEST)))
    read("base-none", "built on something that was never this record", book, refused="base")
    book = started()
    first = book.record(revision("one", witness=book.witness()))
    book.record(revision("two", witness=book.witness(), base=(first, noise("other")), count=2))
    read("base-digest", "built on another revision of that sequence", book, refused="base")
    assert second

    for name, why, witness in (
        ("witness-hash", "its writer saw another history", head(ZERO32, 1, noise("other"))),
        ("witness-ahead", "its writer saw what was not yet there", head(ZERO32, 2, FIRST)),
        ("witness-generation", "its writer saw another generation", head(noise("generation"), 1, FIRST)),
    ):
        book = started()
        book.record(revision("one", witness=witness))
        read(name, why, book, refused="witness")

    book = started()
    first = book.record(revision("one", witness=book.witness(), count=5))
    book.record(revision("two", witness=book.witness(), base=book.base(first), count=5))
    read("count", "one count used twice", book, refused="count")

    for name, why, code, sealed in (
        ("aside-writer", "written by a device that is no member", "writer", {"writer": STRANGER}),
        ("aside-key", "sealed under a key that is not the epoch's", "damaged", {"epoch_key": OTHER_EPOCH}),
        ("aside-epoch", "an epoch that is not the current one", "epoch", {"header": header(RECORD, epoch=1)}),
        ("aside-account", "another account's envelope", "damaged", {"header": header(RECORD, account=noise("account"))}),
        ("aside-record", "another record's envelope", "damaged", {"header": header(noise("other", 16))}),
        ("aside-document", "its document is not one", "document", {"document": b"{}"}),
    ):
        book = started()
        bad = book.record(revision("one", witness=book.witness(), **sealed))
        book.record(revision("two", witness=book.witness(), base=book.base(bad), count=2))
        read(name, f"{why}; what follows is read", book, [admitted[0], aside(2, code), merged(3)])

    book = started()
    book.record(b"\x01")
    read("aside-short", "one byte", book, [admitted[0], aside(2, "damaged")])

    def refused_add(name: str, why: str, code: str, **options: Any) -> None:
        spoiled = started()
        made = {"previous": GENESIS_DIGEST, "before": spoiled.witness(), **options}
        spoiled.statement(add(**made))
        read(f"add-{name}", why, spoiled, refused=code)

    refused_add("account", "another account's", "account", account=noise("account"))
    refused_add("previous", "not after the newest statement", "previous", previous=noise("previous"))
    refused_add("head-hash", "signed for another history", "head", before=head(ZERO32, 1, noise("other")))
    refused_add("head-sequence", "signed for an earlier place", "head", before=head(ZERO32, 0, START))
    refused_add("head-generation", "signed for another generation", "head", before=head(noise("generation"), 1, FIRST))
    refused_add("stranger", "signed by a device that is no member", "signer", signer=STRANGER)
    refused_add("forged", "names a member, signed by another", "signature", signer=STRANGER, claimed_signer=LAPTOP.id)
    refused_add("epoch", "an epoch that is not the current one", "epoch", epoch=1)
    refused_add("known", "a device that is a member already", "known-device", newcomer=LAPTOP)
    book = started()
    book.statement(genesis(PHONE))
    read("genesis-twice", "a second genesis", book, refused="previous")
    book = Book()
    book.statement(genesis(PHONE))
    read("genesis-other", "the genesis of another account", book, refused="account")
    book = Book()
    book.record(revision("one", witness=head(ZERO32, 0, START)))
    read("record-first", "a record before the genesis", book, refused="kind")
    book = paired()
    first = book.record(revision("one", witness=book.witness()))
    read("head-behind", "the relay's own head lies before what it sent", book, refused="chain", head=book.head(2))
    book.entries[first - 1]["body"] = None
    read("withheld-later", "no newer revision up to the head that was named when its bytes were missing", book, refused="withheld",
         head={**book.head(), "hash": book.hashes[-1].hex()})  # fmt: skip
    book = Book()
    book.statement(add(previous=ZERO32, before=head(ZERO32, 0, START)))
    read("genesis-missing", "an account begins with its genesis", book, refused="signer")


def identity() -> None:
    for name, why, number, normal in (
        ("plain", "nothing to do", "100001", "100001"),
        ("hash", "a leading #", "#1001", "1001"),
        ("spaces", "spaces of all kinds", " 10\u00a00\u202f0 01\u3000", "100001"),
        ("case", "ASCII letters", "ab-12", "AB-12"),
        ("not-ascii", "other letters stay", "ß-é-1", "ß-é-1"),
        ("zero-width", "not white space", "1\u200b2", "1\u200b2"),
    ):
        case(f"identity/number-{name}", why, "order-number", {"number": number}, output=normal)
    case("identity/number-empty", "nothing left", "order-number", {"number": " # "}, refused="empty")
    for name, why, url, vendor in (
        ("plain", "registrable domain", "https://www.shop.example.com/cart?x=1", "example.com"),
        ("two-labels", "a suffix of two labels", "https://www.shop.co.uk/", "shop.co.uk"),
        ("private", "private suffixes count", "https://a.myshopify.com/", "a.myshopify.com"),
        ("private-below", "below a private suffix", "https://www.a.myshopify.com/", "a.myshopify.com"),
        ("suffix-itself", "a public suffix is its own vendor", "https://myshopify.com/", "myshopify.com"),
        ("wildcard", "a wildcard rule", "https://www.shop.example.ck/", "shop.example.ck"),
        ("exception", "an exception to a wildcard", "https://shop.www.ck/", "www.ck"),
        ("unlisted", "an unlisted top level is a suffix", "https://www.shop.example/", "shop.example"),
        ("upper-case", "hosts are lower case", "https://WWW.Shop.Example.COM/", "example.com"),
        ("trailing-dot", "the root's dot", "https://www.example.com./", "example.com"),
        ("punycode", "an international name", "https://www.bücher.example.com.de/", "example.com.de"),
        ("punycode-own", "an international name is the vendor", "https://www.bücher.de/", "xn--bcher-kva.de"),
        ("port", "a named host's port does not matter", "https://www.example.com:8443/", "example.com"),
        ("ipv4", "an address with its port", "http://127.0.0.1:8000/checkout", "127.0.0.1:8000"),
        ("ipv4-default", "an address at the default port", "http://192.0.2.7:80/", "192.0.2.7"),
        ("ipv6", "in brackets", "http://[2001:db8::1]:8000/", "[2001:db8::1]:8000"),
        ("single-label", "a single label with its port", "http://localhost:8000/", "localhost:8000"),
        ("credentials", "credentials are no part of it", "https://me:secret@www.example.com/", "example.com"),
    ):
        case(f"identity/vendor-{name}", why, "vendor", {"url": url}, output=vendor)

    def record(name: str, why: str, kind: str, *key: str) -> None:
        made = blake(frame("record", kind.encode(), *(part.encode() for part in key)), 16, derive(EPOCH, "epoch/id"))
        case(
            f"identity/record-{name}",
            why,
            "record-id",
            {"epoch_key": EPOCH.hex(), "type": kind, "key": list(key)},
            output=made.hex(),
        )

    record("vendor", "a vendor by its domain", "Vendor", "domain", "shop.example")
    record("order", "an order by vendor and number", "Order", "number", "shop.example", "100001")
    record("order-not-ascii", "UTF-8", "Order", "number", "xn--bcher-kva.de", "№7")
    record("device", "a device by its id", "Device", "device", LAPTOP.id.hex())


def envelopes() -> None:
    for length in (0, 1, 1023, 1024, 1025, 2048, 2049, 40_000, 65_536, 65_537, 67_584, 67_585, 1_000_000):
        case(f"envelope/step-{length}", "padded sizes", "size-step", {"length": length}, output=size_step(length))

    def opened(name: str, why: str, sealed: bytes, output: Any = None, refused: str | None = None) -> None:
        given = {"epoch": 0, "epoch_key": EPOCH.hex(), "envelope": sealed.hex()}
        case(f"envelope/{name}", why, "open", given, output=output, refused=refused)

    def shown(text: bytes, base: tuple[int, bytes] | None = None, blobs: tuple[bytes, ...] = (), **other: Any) -> dict[str, Any]:
        return {
            "account": ACCOUNT.hex(), "record": RECORD.hex(), "epoch": 0, "blobs": [blob.hex() for blob in blobs],
            "writer": LAPTOP.id.hex(), "count": 1, "date": 1_795_300_000_000,
            "witness": {"generation": ZERO32.hex(), "sequence": 1, "hash": FIRST.hex()},
            "base": None if base is None else {"sequence": base[0], "digest": base[1].hex()}, "document": text.hex(), **other,
        }  # fmt: skip

    plain = inner(ORDER_DOCUMENT, witness=WITNESS)
    good = envelope(header(RECORD), padded(plain), "good")
    opened("stored", "a person's words are stored as they are", good, shown(ORDER_DOCUMENT))
    based = inner(ORDER_DOCUMENT, witness=WITNESS, base=(7, noise("base")))
    opened(
        "base", "built on a revision", envelope(header(RECORD), padded(based), "base"), shown(ORDER_DOCUMENT, (7, noise("base")))
    )
    squeezed = inner(PAGE_DOCUMENT, witness=WITNESS, flag=1, stored=deflated(PAGE_DOCUMENT))
    opened(
        "deflated", "a page's words are deflated", envelope(header(RECORD), padded(squeezed), "deflated"), shown(PAGE_DOCUMENT)
    )
    blobs = tuple(sorted((noise("blob 1"), noise("blob 2"))))
    opened("blobs", "two blobs listed", envelope(header(RECORD, blobs=list(blobs)), padded(plain), "blobs"),
           shown(ORDER_DOCUMENT, blobs=blobs))  # fmt: skip
    exact = 1024 - len(inner(b"", witness=WITNESS))
    for name, length in (("full", exact), ("one-over", exact + 1)):
        text = b"x" * length
        opened(f"step-{name}", "the document need not parse to open; padding 0 or a whole step", envelope(
            header(RECORD), padded(inner(text, witness=WITNESS)), name), shown(text))  # fmt: skip

    opened("empty", "nothing at all", b"", refused="length")
    opened("header-only", "no nonce", header(RECORD), refused="length")
    opened("no-tag", "no room for the tag", header(RECORD) + bytes(24) + bytes(15), refused="open")
    opened("version", "version 2", envelope(header(RECORD, version=2), padded(plain), "v"), refused="header")
    opened("kind", "a kind from the future", envelope(header(RECORD, kind=9), padded(plain), "k"), refused="header")
    opened("epoch", "sealed for another epoch", envelope(header(RECORD, epoch=1), padded(plain), "e"), refused="epoch")
    opened(
        "blobs-order",
        "blob ids descend",
        envelope(header(RECORD, blobs=[blobs[1], blobs[0]]), padded(plain), "b"),
        refused="header",
    )
    opened("blobs-double", "a blob twice", envelope(header(RECORD, blobs=[blobs[0]] * 2), padded(plain), "b"), refused="header")
    opened("blobs-many", "65 blobs", envelope(header(RECORD, blobs=sorted(noise(f"b{n}") for n in range(65))), padded(plain), "b"),
           refused="header")  # fmt: skip
    opened("other-key", "another epoch's key", envelope(header(RECORD), padded(plain), "o", OTHER_EPOCH), refused="open")
    opened("flipped", "one bit of the ciphertext", good[:-20] + bytes([good[-20] ^ 1]) + good[-19:], refused="open")
    opened("moved", "put under another record's header", header(noise("other", 16)) + good[len(header(RECORD)) :], refused="open")
    opened("truncated", "the end is missing", good[:-1], refused="open")

    def spoiled(name: str, why: str, raw: bytes, code: str = "inner") -> None:
        opened(name, why, envelope(header(RECORD), raw, name), refused=code)

    spoiled("inner-short", "shorter than its fixed part", bytes(152))
    spoiled("inner-flag", "flag 2", padded(inner(ORDER_DOCUMENT, witness=WITNESS, flag=2)))
    spoiled("inner-count", "a count above 2^53-1", padded(inner(ORDER_DOCUMENT, witness=WITNESS, count=2**53)))
    spoiled("inner-date", "a date above 2^53-1", padded(inner(ORDER_DOCUMENT, witness=WITNESS, date=2**53)))
    spoiled("inner-base", "a base without a digest", padded(inner(ORDER_DOCUMENT, witness=WITNESS, base=(3, ZERO32))))
    spoiled("inner-base-digest", "a digest without a base", padded(inner(ORDER_DOCUMENT, witness=WITNESS, base=(0, noise("b")))))
    spoiled("inner-lengths", "stored, but the lengths differ",
            padded(inner(ORDER_DOCUMENT, witness=WITNESS, announced=len(ORDER_DOCUMENT) + 1)))  # fmt: skip
    spoiled("inner-padding", "a bit in the padding", padded(plain)[:-1] + b"\1")
    spoiled("inner-padding-long", "a step more than needed", plain + bytes(2048 - len(plain)))
    spoiled("inner-padding-none", "not padded", plain)
    spoiled("inner-large", "announces over 4 MiB",
            padded(inner(PAGE_DOCUMENT, witness=WITNESS, flag=1, stored=deflated(PAGE_DOCUMENT), announced=4 * 1024 * 1024 + 1)))  # fmt: skip

    def stream(name: str, why: str, stored: bytes, announced: int) -> None:
        raw = inner(b"", witness=WITNESS, flag=1, stored=stored, announced=announced)
        spoiled(f"inflate-{name}", why, padded(raw), "inflate")

    stream("broken", "not a stream", b"\xff\xff\xff\xff", 10)
    stream("ends-early", "the stream stops in the middle", deflated(PAGE_DOCUMENT)[:-4], len(PAGE_DOCUMENT))
    stream("goes-on", "something after its end", deflated(PAGE_DOCUMENT) + b"\0", len(PAGE_DOCUMENT))
    stream("longer", "inflates to more than announced", deflated(PAGE_DOCUMENT), len(PAGE_DOCUMENT) - 1)
    stream("shorter", "inflates to less than announced", deflated(PAGE_DOCUMENT), len(PAGE_DOCUMENT) + 1)
    stream("bomb", "1,000 to 1", deflated(bytes(3_000_000)), 100)
    stream("empty", "no stream at all", b"", 0)


def documents() -> None:
    def decoded(name: str, why: str, data: bytes | str, refused: str | None = None) -> None:
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        case(f"document/{name}", why, "decode", {"document": raw.hex()}, output=None if refused else raw.hex(), refused=refused)

    decoded("order", "a capture with a correction", ORDER_DOCUMENT)
    decoded("no-fields", "nothing in it yet", document())
    decoded("unknown", "unknown type, field, origin and values are kept", canonical({
        "fields": {"futureThing/a-1": {"robot": register({"deep": [1, None, True, {"__proto__": "x", "constructor": 1}]}, mood="new")}},
        "schema": 9, "type": "Hologram",
    }))  # fmt: skip
    unit = '"at":[1,0,"' + LAPTOP.id.hex() + '"]'

    def with_value(value: str) -> str:
        return '{"fields":{"note":{"person":{' + unit + ',"value":' + value + '}}},"schema":1,"type":"Order"}'

    decoded("integer-largest", "2^53-1", with_value("9007199254740991"))
    decoded("integer-least", "-(2^53-1)", with_value("-9007199254740991"))
    decoded(
        "text-escapes", "what must be escaped, and only that", with_value('"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/\x7f\u2028é😀"')
    )
    decoded("key-order", "UTF-16 order: an astral character before U+FF5E", with_value('{"😀":1,"～":2}'))
    decoded("index-keys", "keys that look like indices stand in text order", with_value('{"10":1,"9":2}'))
    nested = 16 - 4
    decoded("deep", "16 levels", with_value("[" * nested + "]" * nested))
    refusals = {
        "deeper": ("17 levels", with_value("[" * (nested + 1) + "]" * (nested + 1))),
        "very-deep": ("5,000 levels", with_value("[" * 5_000 + "]" * 5_000)),
        "integer-larger": ("2^53", with_value("9007199254740992")),
        "integer-huge": ("400 digits", with_value("1" + "0" * 400)),
        "fraction": ("no fractions: money is text", with_value("1.5")),
        "float-whole": ("1.0 is 1 in one language and not in the other", with_value("1.0")),
        "exponent": ("1e2 likewise", with_value("1e2")),
        "minus-zero": ("-0 likewise", with_value("-0")),
        "nan": ("not JSON, though Python reads it", with_value("NaN")),
        "duplicate": ("a key twice", with_value('{"a":1,"a":2}')),
        "key-order-wrong": ("code point order is not UTF-16 order", with_value('{"～":2,"😀":1}')),
        "index-keys": ("in number order", with_value('{"9":2,"10":1}')),
        "space": ("white space", with_value(" 1")),
        "escape-needless": ("an escape that need not be", with_value('"\\u0041"')),
        "escape-upper": ("upper-case hex", with_value('"\\u001F"')),
        "slash-escaped": ("an escaped slash", with_value('"\\/"')),
        "surrogate-escaped": ("a lone surrogate, escaped", with_value('"\\ud800"')),
        "surrogate-raw": ("a lone surrogate, raw", with_value('"\ud800"')),
        "byte-order-mark": ("a byte order mark", "\ufeff" + with_value("1")),
        "not-utf8": ("not UTF-8", with_value('"x"').encode().replace(b'"x"', b'"\xff"')),
        "trailing": ("something after it", with_value("1") + "\n"),
        "empty": ("nothing at all", ""),
    }
    for name, (why, data) in refusals.items():
        decoded(f"refused-{name}", why, data, "canonical")

    def malformed(name: str, why: str, value: Any) -> None:
        decoded(f"malformed-{name}", why, canonical(value), "document")

    whole = {"fields": {}, "schema": 1, "type": "Order"}
    malformed("array", "not an object", [])
    malformed("top-more", "a key too many", {**whole, "more": 1})
    malformed("top-less", "no schema", {"fields": {}, "type": "Order"})
    malformed("schema-zero", "schemas begin at 1", {**whole, "schema": 0})
    malformed("schema-true", "true is not 1", {**whole, "schema": True})
    malformed("type-lower", "a type begins with a capital", {**whole, "type": "order"})
    malformed("fields-list", "fields is not an object", {**whole, "fields": []})

    def malformed_field(name: str, why: str, field: str, registers: Any) -> None:
        malformed(f"field-{name}", why, {**whole, "fields": {field: registers}})

    ok = register("x")
    malformed_field("name", "a name with a space", "two words", {"page": ok})
    malformed_field("proto", "a name that names a prototype", "__proto__", {"page": ok})
    malformed_field("newline", "a name with a line break at its end", "note\n", {"page": ok})
    malformed_field("empty", "no register", "note", {})
    malformed_field("origin", "an origin with a capital", "note", {"Page": ok})
    malformed_field("register", "a register that is no object", "note", {"page": "x"})
    malformed_field("no-value", "a register without a value", "note", {"page": {"at": ok["at"]}})
    malformed_field("no-stamp", "a register without a stamp", "note", {"page": {"value": 1}})
    for name, at in {
        "short": [1, 0], "long": [1, 0, LAPTOP.id.hex(), 0], "ms-negative": [-1, 0, LAPTOP.id.hex()],
        "ms-large": [2**43, 0, LAPTOP.id.hex()], "counter-large": [1, 2**31, LAPTOP.id.hex()], "ms-true": [True, 0, LAPTOP.id.hex()],
        "device-short": [1, 0, LAPTOP.id.hex()[:-1]], "device-upper": [1, 0, "A" * 32], "device-number": [1, 0, 7],
    }.items():  # fmt: skip
        malformed_field(f"stamp-{name}", "a stamp out of bounds", "note", {"page": {"at": at, "value": 1}})

    def joined(name: str, why: str, one: bytes, other: bytes, output: bytes | None = None, refused: str | None = None) -> None:
        result = None if output is None else output.hex()
        case(f"document/join-{name}", why, "join", {"one": one.hex(), "other": other.hex()}, output=result, refused=refused)

    early, late = register("a", ms=5), register("b", ms=6)
    joined("later", "the later write wins", document(note={"person": early}), document(note={"person": late}),
           document(note={"person": late}))  # fmt: skip
    tie_one, tie_two = register("a", ms=5, counter=2), register("z", ms=5, counter=1)
    joined("counter", "the counter decides within a millisecond", document(note={"person": tie_one}), document(note={"person": tie_two}),
           document(note={"person": tie_one}))  # fmt: skip
    by_laptop, by_phone = register("l", keys=LAPTOP), register("p", keys=PHONE)
    greater = by_laptop if LAPTOP.id > PHONE.id else by_phone
    joined("device", "then the device", document(note={"page": by_laptop}), document(note={"page": by_phone}),
           document(note={"page": greater}))  # fmt: skip
    same_small, same_great = register("a"), register("b")
    joined("value", "then the encoded register", document(note={"page": same_great}), document(note={"page": same_small}),
           document(note={"page": same_great}))  # fmt: skip
    bytes_small, bytes_great = register("～"), register("😀")
    joined("value-bytes", "as bytes, not as UTF-16", document(note={"page": bytes_small}), document(note={"page": bytes_great}),
           document(note={"page": bytes_great}))  # fmt: skip
    joined("origins", "page and person do not meet", document(note={"page": late}), document(note={"person": early}),
           document(note={"page": late, "person": early}))  # fmt: skip
    joined("union", "fields of both", document(a={"page": early}), document(b={"page": late}),
           document(a={"page": early}, b={"page": late}))  # fmt: skip
    newer = canonical({"fields": {}, "schema": 3, "type": "Order"})
    joined("schema", "the greater schema", document(), newer, newer)
    joined("type", "two types", document(), canonical({"fields": {}, "schema": 1, "type": "Vendor"}), refused="type")

    def shown(name: str, why: str, registers: dict[str, Any], value: Any) -> None:
        case(f"document/shown-{name}", why, "shown", {"document": document(note=registers).hex(), "field": "note"}, output=value)

    shown("page", "the page's word", {"page": early}, "a")
    shown("person", "the person's word outranks a later page", {"page": late, "person": early}, "a")
    shown("blanked", "a person can blank a field", {"page": late, "person": register(None)}, None)
    shown("robot", "an unknown origin is not shown", {"robot": late}, None)

    def written(name: str, why: str, before: bytes, values: dict[str, Any], after: bytes, clock: tuple[int, int], new: tuple[int, int],
                origin: str = "page") -> None:  # fmt: skip
        given = {
            "document": before.hex(),
            "origin": origin,
            "values": values,
            "device": LAPTOP.id.hex(),
            "wall": 1000,
            "clock": list(clock),
        }
        case(f"document/write-{name}", why, "write", given, output={"document": after.hex(), "clock": list(new)})

    at_wall = register("59.97", ms=1000)
    written("new", "at the wall's time", document(), {"total": "59.97"}, document(total={"page": at_wall}), (0, 0), (1000, 0))
    written("again", "the same value writes nothing", document(total={"page": at_wall}), {"total": "59.97"},
            document(total={"page": at_wall}), (1000, 0), (1000, 0))  # fmt: skip
    written("null", "a capture never writes null", document(total={"page": at_wall}), {"total": None}, document(total={"page": at_wall}),
            (1000, 0), (1000, 0))  # fmt: skip
    written("counter", "a second write in a millisecond", document(), {"total": "59.97"},
            document(total={"page": register("59.97", ms=1000, counter=1)}), (1000, 0), (1000, 1))  # fmt: skip
    ahead = register("1", ms=5_000_000)
    written("above", "above a value from a clock far ahead, which does not lead this clock past ten minutes",
            document(total={"page": ahead}), {"total": "2"}, document(total={"page": register("2", ms=5_000_000, counter=1)}),
            (1000, 0), (601_000, 0))  # fmt: skip
    foreign = register("59.97", ms=5, mood="new")
    written("foreign-extra", "what a newer version keeps beside a value is no reason to write", document(total={"page": foreign}),
            {"total": "59.97"}, document(total={"page": foreign}), (0, 0), (0, 0))  # fmt: skip
    newer_page = canonical({"fields": {"total": {"page": early}}, "schema": 2, "type": "Order"})
    written("newer", "a capture leaves a newer schema alone", newer_page, {"total": "2"}, newer_page, (0, 0), (0, 0))
    bin_register = {"person": register(True)}
    written("deleted", "a capture writes nothing into a deleted record", document(deleted=bin_register), {"total": "2"},
            document(deleted=bin_register), (0, 0), (0, 0))  # fmt: skip
    written("person", "a person can blank", document(total={"page": early}), {"total": None},
            document(total={"page": early, "person": register(None, ms=1000)}), (0, 0), (1000, 0), "person")  # fmt: skip


def stamps() -> None:
    def ticked(
        name: str, why: str, clock: tuple[int, int], wall: int, above: tuple[int, int] | None, new: tuple[int, int] | None
    ) -> None:
        given = {"clock": list(clock), "wall": wall, "above": list(above) if above else None}
        case(f"stamp/tick-{name}", why, "tick", given, output=list(new) if new else None, refused=None if new else "stamp")

    ticked("wall", "the wall is ahead", (5, 9), 10, None, (10, 0))
    ticked("same", "within one millisecond", (10, 0), 10, None, (10, 1))
    ticked("back", "the wall went back", (10, 3), 4, None, (10, 4))
    ticked("above", "above the replaced value", (1, 0), 10, (50, 2), (50, 3))
    ticked("above-earlier", "the replaced value is older", (1, 0), 10, (5, 2), (10, 0))
    ticked("overflow", "the counter is full", (10, 2**31 - 1), 10, None, (11, 0))
    ticked("last", "the last stamp there is", (2**43 - 1, 2**31 - 2), 10, None, (2**43 - 1, 2**31 - 1))
    ticked("none", "no stamp is left", (1, 0), 10, (2**43 - 1, 2**31 - 1), None)
    for name, why, clock, seen, wall, new in (
        ("later", "a later stamp leads", (10, 0), (20, 5), 15, (20, 5)),
        ("earlier", "an earlier one does not", (10, 0), (9, 9), 15, (10, 0)),
        ("ahead", "at most ten minutes", (10, 0), (10_000_000, 3), 15, (600_015, 0)),
        ("edge", "ten minutes exactly", (10, 0), (600_015, 0), 15, (600_015, 0)),
    ):
        case(f"stamp/follow-{name}", why, "follow", {"clock": list(clock), "seen": list(seen), "wall": wall}, output=list(new))


def session() -> None:
    nonce = noise("nonce")
    for name, origin in (("named", "https://relay.example"), ("port", "http://127.0.0.1:8787")):
        message = frame("session", origin.encode(), ACCOUNT, b"session", nonce)
        given = {"origin": origin, "account": ACCOUNT.hex(), "nonce": nonce.hex()}
        case(f"session/{name}", "what a device signs", "session", given, output=message.hex())


def base32(data: bytes, characters: int) -> str:
    bits = "".join(f"{byte:08b}" for byte in data) + "00000"
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int(bits[5 * n : 5 * n + 5], 2)] for n in range(characters))


def pairing() -> None:
    secret = noise("pairing", 16)
    mailbox = derive(secret, "pairing/mailbox")
    relay = "https://relay.example"

    def spelled(value: bytes, at: str = relay) -> str:
        text = base32(value, 26) + base32(digest("pairing/code", at.encode(), value), 4)
        return f"{at}#" + "-".join(text[n : n + 5] for n in range(0, 30, 5))

    code = spelled(secret)
    case("pairing/mailbox", "where the two meet", "mailbox", {"secret": secret.hex()}, output=mailbox.hex())
    case("pairing/code", "as it is shown", "code", {"relay": relay, "secret": secret.hex()}, output=code)
    local = "http://127.0.0.1:8787"
    case(
        "pairing/code-local",
        "a port in the address",
        "code",
        {"relay": local, "secret": secret.hex()},
        output=spelled(secret, local),
    )

    def parsed(name: str, why: str, text: str, refused: str | None = None) -> None:
        output = None if refused else {"relay": relay, "secret": secret.hex()}
        case(f"pairing/parse-{name}", why, "parse-code", {"code": text}, output=output, refused=refused)

    parsed("shown", "as it was shown", code)
    start, characters = code.split("#")
    parsed("lenient", "lower case, spaces, no hyphens", f" {start}#" + characters.replace("-", " ").lower() + "\n")
    zeros = spelled(bytes(16)).split("#")[1]
    case("pairing/parse-look-alikes", "O for 0, I and L for 1", "parse-code", {"code": f"{relay}#" + zeros[:26].replace("0", "O") + zeros[26:]},
         output={"relay": relay, "secret": bytes(16).hex()})  # fmt: skip
    swapped = characters[1] + characters[0] + characters[2:]
    assert swapped != characters
    parsed("wide-spaces", "white space of all kinds", f"{start}#" + characters.replace("-", "\u00a0\u000b\u3000"))
    case("pairing/parse-dotless", "a dotless i is no I", "parse-code", {"code": f"{relay}#" + zeros[:26].replace("0", "\u0131") + zeros[26:]},
         refused="code")  # fmt: skip
    parsed("swapped", "two characters swapped", f"{start}#{swapped}", "check")
    parsed("other-relay", "another relay's address", f"https://other.example#{characters}", "check")
    parsed("no-mark", "no #", characters, "code")
    parsed("short", "a character is missing", code[:-1], "code")
    parsed("foreign", "a character that is not in the alphabet", code[:-1] + "U", "code")
    last = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(characters.replace("-", "")[25]) | 1
    plain = characters.replace("-", "")
    parsed(
        "spare-bits",
        "a spare bit is set",
        f"{start}#" + plain[:25] + "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[last] + plain[26:],
        "check",
    )

    def sealed(label: str, text: bytes, *bound: bytes) -> bytes:
        nonce = noise(label + " nonce", 24)
        key = derive(secret, label)
        return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, frame(label, *bound), nonce, key)

    def claim_of(name: bytes, length: int | None = None, rest: bytes = b"", total: int = 192) -> bytes:
        text = PHONE.sign + PHONE.box + u(len(name) if length is None else length, 1) + name + rest
        return sealed("pairing/claim", text + bytes(total - len(text)), mailbox)

    claim = claim_of("Jo's phone".encode())

    def claimed(name: str, why: str, message: bytes, refused: str | None = None, called: str = "Jo's phone") -> None:
        output = None if refused else {"sign": PHONE.sign.hex(), "box": PHONE.box.hex(), "name": called}
        case(
            f"pairing/claim-{name}",
            why,
            "open-claim",
            {"secret": secret.hex(), "claim": message.hex()},
            output=output,
            refused=refused,
        )

    claimed("good", "a newcomer's keys and name", claim)
    claimed("name-64", "the longest name", claim_of(b"x" * 64), called="x" * 64)
    claimed("name-65", "a byte too long", claim_of(b"x" * 65), "name")
    claimed("name-empty", "no name", claim_of(b""), "name")
    claimed("name-rest", "something after the name", claim_of(b"Jo", rest=b"\1"), "name")
    claimed("name-not-utf8", "not UTF-8", claim_of(b"\xff"), "name")
    claimed("flipped", "one bit", claim[:-1] + bytes([claim[-1] ^ 1]), "open")
    claimed("short", "a byte is missing", claim[:-1], "length")
    claimed("long", "not 192 bytes inside", claim_of(b"Jo", total=193), "length")
    key = derive(secret, "pairing/digits")
    digits = int.from_bytes(blake(claim, key=key)[:8], "big") % 1_000_000
    case(
        "pairing/digits",
        "what the person carries back",
        "digits",
        {"secret": secret.hex(), "claim": claim.hex()},
        output=f"{digits:06d}",
    )

    added = noise("add digest")
    answer = sealed("pairing/answer", ACCOUNT + added, mailbox, claim)

    def answered(name: str, why: str, message: bytes, to: bytes = claim, refused: str | None = None) -> None:
        output = None if refused else {"account": ACCOUNT.hex(), "add": added.hex()}
        given = {"secret": secret.hex(), "claim": to.hex(), "answer": message.hex()}
        case(f"pairing/answer-{name}", why, "open-answer", given, output=output, refused=refused)

    answered("good", "the account, and the add that lets it in", answer)
    answered("other-claim", "an answer to another claim", answer, to=claim_of(b"Eve"), refused="open")
    answered("flipped", "one bit", answer[:-1] + bytes([answer[-1] ^ 1]), refused="open")
    answered("short", "a byte is missing", answer[:-1], refused="length")


def main() -> int:
    for section in (encoding, device, epoch, statement, log, identity, envelopes, documents, stamps, session, pairing):
        section()
    files = {HERE / f"{name}.json": json.dumps(body, indent=1, ensure_ascii=True) + "\n" for name, body in CASES.items()}
    stale = [path for path in HERE.glob("*/*.json") if path not in files]
    if "--check" in sys.argv:
        wrong = stale + [path for path, text in files.items() if not path.exists() or path.read_text() != text]
        for path in wrong:
            sys.stderr.write(f"{path.relative_to(HERE)} differs from what generate.py makes\n")
        return 1 if wrong else 0
    for path in stale:
        path.unlink()
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
