"""Writes EXAMPLES.md: one case of each structure, taken apart byte by byte; with --check, fails if what is checked in differs.

PYTHONPATH=crypto python -m vectors.examples [--check]

Everything is read from the vectors or made from raw primitives, and what the two say of one thing must be equal.
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from nacl import bindings as sodium

from vectors.raw import ACCOUNT, EPOCH, SECOND_EPOCH, ZERO16, blake, derive, digest, frame, u

HERE: Final = Path(__file__).parent
EXAMPLES: Final = HERE.parent / "EXAMPLES.md"
INTRODUCTION: Final = """# Worked examples

One example of each structure of [SPEC.md](SPEC.md), taken apart: where a field begins, how many bytes it has, what it is, and its bytes in
hex, 32 to a line. The case named above each is in [`vectors/`](vectors/README.md), whole. A seed `17dca0ad…` is one device's, *laptop*; the
account `40c48800…` is the one it began.

Made by `make generate`; a test fails if this differs from what the vectors say.
"""
PLACE: Final = (
    ("version", 1),
    ("kind", 1),
    ("account", 32),
    ("digest of the statement before it", 32),
    ("head: generation", 32),
    ("head: sequence", 8),
    ("head: hash", 32),
    ("signer", 16),
    ("date, ms", 8),
)
HEADER: Final = (("version", 1), ("account", 32), ("kind", 1), ("record id", 16), ("epoch", 4), ("number of blobs", 2))
INNER: Final = (
    ("deflated", 1),
    ("writer", 16),
    ("writer's count", 8),
    ("date, ms", 8),
    ("witness: generation", 32),
    ("witness: sequence", 8),
    ("witness: hash", 32),
    ("base: sequence", 8),
    ("base: digest", 32),
    ("length as it stands", 4),
    ("length inflated", 4),
)

Layout = Iterable[tuple[str, int]]


def vector(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text())
    return found


def given(name: str, key: str) -> bytes:
    return bytes.fromhex(vector(name)["input"][key])


def output(name: str, key: str | None = None) -> bytes:
    found = vector(name)["output"]
    return bytes.fromhex(found if key is None else found[key])


def same(one: bytes, other: bytes) -> bytes:
    assert one == other, (one.hex(), other.hex())
    return one


def rows(parts: Iterable[tuple[str, bytes]], *, offsets: bool = True) -> str:
    """A block of lines: offset, length, name, hex."""
    lines, at = [], 0
    for name, data in parts:
        where = f"{at:>5} {len(data):>5}" if offsets else f"{len(data):>5}"
        pieces = wrap(data.hex(), 64) or ["(nothing)"]
        shown = [*pieces[:2], f"… {len(pieces) - 3} lines more …", pieces[-1]] if len(pieces) > 40 else pieces
        lines.append(f"{where}  {name:<34}  {shown[0]}")
        lines += [f"{'':<{len(where)}}  {'':<34}  {piece}" for piece in shown[1:]]
        at += len(data)
    return "```\n" + "\n".join(lines) + "\n```\n"


def taken(data: bytes, layout: Layout, rest: str | None = None) -> list[tuple[str, bytes]]:
    """The fields of `data`; all of it, or the rest under a name of its own."""
    parts, at = [], 0
    for name, length in layout:
        parts.append((name, data[at : at + length]))
        at += length
    if rest is not None:
        parts.append((rest, data[at:]))
    assert b"".join(part for _, part in parts) == data
    return parts


def framed(label: str, **parts: bytes) -> list[tuple[str, bytes]]:
    name = f"counterfoil/v1/{label}".encode()
    fields = [("length of the label", u(len(name), 1)), (f"label `counterfoil/v1/{label}`", name)]
    for part, data in parts.items():
        fields += [("length", u(len(data), 4)), (part.replace("_", " "), data)]
    same(b"".join(data for _, data in fields), frame(label, *parts.values()))
    return fields


def section(title: str, case: str, *blocks: str) -> str:
    return "\n".join([f"## {title}\n", f"`vectors/{case}.json`\n", *blocks])


def statements() -> Iterable[str]:
    first = given("statement/genesis", "statement")
    layout = [("version", 1), ("kind", 1), ("random", 16), ("sign public key", 32), ("box public key", 32), ("commitment", 32)]
    blocks = [
        rows(taken(first, [*layout, ("epoch key, sealed", 80), ("signature", 64)])),
        "Signed: the frame of the first 194 bytes. The account id is the digest of all 258:\n",
        rows([("account id", same(digest("account", first), ACCOUNT)), ("digest", digest("statement", first))], offsets=False),
    ]
    yield section("statement: genesis", "statement/genesis", *blocks)
    added = [
        ("role", 1),
        ("newcomer's sign public key", 32),
        ("newcomer's box public key", 32),
        ("epoch", 4),
        ("epoch key, sealed", 80),
    ]
    acts: dict[str, list[tuple[str, int]]] = {
        "add": added,
        "revoke": [("device", 16)],
        "leave": [],
        "rotate": [],
        "checkpoint": [("digest of the live set", 32)],
        "close": [],
        "notice": [("kit", 16)],
        "cancel": [("kit", 16)],
    }
    for kind, act in acts.items():
        signed = given(f"statement/{kind}", "statement")
        start = epoch_start(signed[162 + (16 if kind == "revoke" else 0) : -64]) if kind in {"revoke", "rotate"} else []
        fields = taken(signed, [*PLACE, *act, *((name, len(data)) for name, data in start), ("signature", 64)])
        found = rows([("digest", same(digest("statement", signed), output(f"statement/{kind}", "digest")))], offsets=False)
        yield section(f"statement: {kind}", f"statement/{kind}", rows(fields), found)
    case = "log/put-back-at-the-end"
    first, again = (entry["body"] for entry in vector(case)["input"]["entries"] if entry["kind"] == 1)
    began = next(entry["body"] for entry in vector(case)["input"]["entries"] if entry["kind"] == 3)
    put_back = bytes.fromhex(again)
    same(put_back[34:66], digest("statement", bytes.fromhex(first)))
    same(put_back[66:98], bytes(32))
    yield section(
        "statement: put back",
        case,
        "Entry 3 of this log. Its head is that of entry 1, in the generation that the `restored` entry 2 ended:\n",
        rows(taken(put_back, PLACE, "act and signature")),
        rows([("generation of the log by then", digest("restored", bytes.fromhex(began)))], offsets=False),
    )


def epoch_start(data: bytes) -> list[tuple[str, bytes]]:
    members = int.from_bytes(data[108:110])
    layout = [("epoch", 4), ("commitment", 32), ("epoch key before, wrapped", 72), ("number of members", 2)]
    return taken(data, layout + [("member", 16), ("epoch key, sealed to it", 80)] * members)


def log() -> Iterable[str]:
    case = "log/chain"
    hashes = [bytes.fromhex(one) for one in vector(case)["output"]]
    entry = vector(case)["input"]["entries"][0]
    before, found = same(digest("log/start", ACCOUNT), hashes[0]), bytes.fromhex(entry["digest"])
    fields = framed("log", before=before, sequence=u(1, 8), kind=u(entry["kind"], 1), record=ZERO16, digest=found)
    blocks = [
        rows([("H(0)", before)], offsets=False),
        "H(1) is BLAKE2b-256 of these 128 bytes:\n",
        rows(fields),
        rows([("H(1)", same(digest("log", before, u(1, 8), u(1, 1), ZERO16, found), hashes[1]))], offsets=False),
    ]
    yield section("log", case, *blocks)
    put_back = given("restored/good", "entry")
    layout = [("version", 1), ("random", 16), ("when, ms", 8), ("when the state put back was newest, ms", 8)]
    generation = same(digest("restored", put_back), output("restored/good", "generation"))
    yield section(
        "restored entry", "restored/good", rows(taken(put_back, layout)), rows([("generation", generation)], offsets=False)
    )
    live = vector("checkpoint/good")["input"]["live"]
    listed = [(bytes.fromhex(one["record"]), one["sequence"], bytes.fromhex(one["digest"])) for one in live]
    fields = [part for record, at, of in listed for part in (("record id", record), ("sequence", u(at, 8)), ("digest", of))]
    whole = b"".join(data for _, data in fields)
    blocks = [
        rows(fields),
        "The digest is of one frame, with all rows as one part:\n",
        rows([("digest", digest("live", whole))], offsets=False),
    ]
    yield section("checkpoint: live set", "checkpoint/good", *blocks)


def sealed() -> Iterable[str]:
    whole = given("envelope/stored", "envelope")
    header, nonce, ciphertext = whole[:56], whole[56:80], whole[80:]
    plain = opened_envelope(whole)
    length = int.from_bytes(plain[145:149])
    parts = [*taken(header, HEADER), ("nonce", nonce), ("ciphertext and tag", ciphertext)]
    inside = taken(plain, [*INNER, ("document", length)], "zeros up to the size step")
    blocks = [
        rows(parts),
        "Associated data:\n",
        rows(framed("envelope", header=header)),
        "Plaintext:\n",
        rows(inside),
        "The document:\n",
        text(plain[153 : 153 + length]),
        rows([("digest of the envelope", digest("envelope", whole))], offsets=False),
    ]
    yield section("envelope", "envelope/stored", *blocks)
    case = "log/honest"
    before, after = (bytes.fromhex(entry["body"]) for entry in vector(case)["input"]["entries"] if entry["kind"] == 2)
    newer = opened_envelope(after)
    same(newer[113:145], digest("envelope", before))
    at = next(entry["sequence"] for entry in vector(case)["input"]["entries"] if entry["body"] == before.hex())
    assert int.from_bytes(newer[105:113]) == at
    blocks = [
        "The plaintext of the second revision of a record, up to its document:\n",
        rows(taken(newer[:153], INNER)),
        rows([("digest of the first revision", digest("envelope", before))], offsets=False),
    ]
    yield section("envelope: base", case, *blocks)
    purged = output("document/purge-again", "document")
    yield section("document: purged", "document/purge-again", text(purged))
    case = "blob/good"
    blob, size = given(case, "blob"), vector(case)["input"]["size"]
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, blob[:24], given(case, "key"))
    padded, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, blob[24:], None)
    assert tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    blocks = [
        rows([("stream header", blob[:24]), ("the only chunk, tag FINAL", blob[24:])]),
        "Plaintext:\n",
        rows([("file", padded[:size]), ("zeros up to the size step", padded[size:])]),
        rows([("key", given(case, "key")), ("blob id", same(digest("blob", blob), given(case, "id")))], offsets=False),
    ]
    yield section("blob", case, *blocks)
    case = "blob/two-chunks"
    blob, size = given(case, "blob"), vector(case)["input"]["size"]
    first, last = blob[24 : 24 + 65_553], blob[24 + 65_553 :]
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, blob[:24], given(case, "key"))
    one, middle = sodium.crypto_secretstream_xchacha20poly1305_pull(state, first, None)
    other, final = sodium.crypto_secretstream_xchacha20poly1305_pull(state, last, None)
    assert middle == sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
    assert final == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    left = size - len(one)
    blocks = [
        rows([("stream header", blob[:24]), ("first chunk, tag MESSAGE", first), ("last chunk, tag FINAL", last)]),
        "Plaintext of the two:\n",
        rows([("file", one), ("file, its last byte", other[:left]), ("zeros up to the size step", other[left:])]),
    ]
    yield section("blob: two chunks", case, *blocks)


def opened_envelope(whole: bytes) -> bytes:
    """The plaintext of an envelope without blobs, of the first epoch."""
    return opened(whole[56:], frame("envelope", whole[:56]), derive(EPOCH, "epoch/seal"))


def text(document: bytes) -> str:
    return "```json\n" + "\n".join(wrap(document.decode(), 120, break_on_hyphens=False, drop_whitespace=False)) + "\n```\n"


def keys() -> Iterable[str]:
    seed = given("device/laptop", "seed")
    fields = [
        ("seed", seed),
        ("derive: seed of the signing key", derive(seed, "device/sign")),
        ("sign public key", output("device/laptop", "sign")),
        ("derive: seed of the box key", derive(seed, "device/box")),
        ("box secret key", hashlib.sha512(derive(seed, "device/box")).digest()[:32]),
        ("box public key", output("device/laptop", "box")),
        ("device id", output("device/laptop", "id")),
    ]
    same(sodium.crypto_scalarmult_base(fields[4][1]), fields[5][1])
    same(digest("device/id", fields[2][1], fields[5][1])[:16], fields[6][1])
    yield section("device", "device/laptop", rows(fields, offsets=False))
    names = {"seal": "seal", "id": "id", "wrap": "wrap", "commit": "commitment"}
    derived = [(shown, same(derive(EPOCH, f"epoch/{name}"), output("epoch/derive", name))) for name, shown in names.items()]
    sealed_key = given("epoch/open-good", "sealed")
    boxes = rows(taken(sealed_key, [("ephemeral public key", 32)], "box of the 32 key bytes, with tag"))
    yield section(
        "epoch",
        "epoch/derive",
        rows([("key", EPOCH), *derived], offsets=False),
        "The key sealed to *laptop* (`vectors/epoch/open-good.json`):\n",
        boxes,
    )
    wrapped = given("statement/rotate", "statement")[162 + 36 : 162 + 108]
    bound, key = frame("epoch/wrap", ACCOUNT, u(1, 4)), derive(SECOND_EPOCH, "epoch/wrap")
    blocks = [
        "The start of epoch 1 (below) wraps this key under its own:\n",
        rows(taken(wrapped, [("nonce", 24)], "ciphertext and tag")),
        "Associated data:\n",
        rows(framed("epoch/wrap", account=ACCOUNT, number=u(1, 4))),
        rows([("key of epoch 1", SECOND_EPOCH), ("opened", same(opened(wrapped, bound, key), EPOCH))], offsets=False),
    ]
    yield section("wrapped epoch key", "statement/rotate", *blocks)
    case = "identity/record-acceptance"
    parts = [vector(case)["input"]["type"], *vector(case)["input"]["key"]]
    message = frame("record", *(part.encode() for part in parts))
    found = same(blake(message, 16, derive(EPOCH, "epoch/id")), output(case))
    labelled = framed("record", type=parts[0].encode(), **{f"part_{at}": part.encode() for at, part in enumerate(parts[1:], 1)})
    yield section(
        "record id",
        case,
        "BLAKE2b-128, with the epoch's `id` key, of:\n",
        rows(labelled),
        rows([("record id", found)], offsets=False),
    )
    case = "identity/natural-key-acceptance"
    of, (kind, record) = json.loads(given(case, "document"))["type"], vector(case)["output"]["key"]
    asked = framed("natural-key", type=of.encode(), part_1=kind.encode(), part_2=record.encode())
    left = same(blake(b"".join(data for _, data in asked))[:16], output(case, "digest"))
    yield section("natural key of a purged record", case, rows(asked), rows([("first half of the digest", left)], offsets=False))
    yield from of_pages()


def of_pages() -> Iterable[str]:
    """What is made of a page's own words."""
    case = "identity/natural-key-unnumbered-items"
    document, key = given(case, "document"), vector(case)["output"]["key"]
    item = json.loads(document)["fields"]["items"]["page"]["value"][0]
    items = framed("items", name=item["name"].encode(), quantity=str(item["quantity"]).encode())
    found = digest("items", item["name"].encode(), str(item["quantity"]).encode())
    same(found[:16], bytes.fromhex(key[-1]))
    yield section(
        "natural key of an order without a number",
        case,
        text(document),
        f"The key: `{json.dumps(key)}`. Its last part is the first half of the items' digest:\n",
        rows(items),
        rows([("digest", found)], offsets=False),
    )
    case = "identity/source"
    address = vector(case)["input"]["address"].encode()
    found = digest("source", address)
    same(found[:8], output(case))
    yield section(
        "source", case, rows(framed("source", address=address)), rows([("digest", found), ("id", found[:8])], offsets=False)
    )
    case = "terms/patch-several"
    base, edits, made = vector(case)["input"]["base"], vector(case)["input"]["edits"], vector(case)["output"]
    shown = "\n".join(
        f"{what:<9} {json.dumps(value, ensure_ascii=False)}"
        for what, value in (("base", base), ("edits", edits), ("outcome", made))
    )
    yield section("patch", case, f"```\n{shown}\n```\n")


def people() -> Iterable[str]:
    case = "kit/one"
    entropy = given(case, "random") + given(case, "account")[:16]
    words = "```\n" + "\n".join(wrap(vector(case)["output"]["words"], 100)) + "\n```\n"
    seed = same(digest("kit", entropy[:16], entropy[16:]), output(case, "seed"))
    parts = [("random", entropy[:16]), ("start of the account id", entropy[16:])]
    yield section("kit", case, rows(parts), words, rows([("device seed", seed)], offsets=False))
    case = "lock/made"
    locked, device = given(case, "locked"), given(case, "device")
    layout = [("version", 1), ("passes", 4), ("memory, KiB", 4), ("lanes", 1), ("salt", 16), ("nonce", 24)]
    key = sodium.crypto_pwhash_alg(
        32, vector(case)["input"]["passphrase"].encode(), locked[10:26], 3, 65_536 * 1_024, sodium.crypto_pwhash_ALG_ARGON2ID13
    )
    bound = frame("lock", locked[:26], device)
    seed = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(locked[50:], bound, locked[26:50], key)
    blocks = [
        f"The passphrase is `{vector(case)['input']['passphrase']}`.\n",
        rows(taken(locked, layout, "seed, sealed, with tag")),
        "Associated data:\n",
        rows(framed("lock", parameters=locked[:26], device_id=device)),
        rows([("Argon2id of the passphrase", key), ("seed", same(seed, output(case)))], offsets=False),
    ]
    yield section("lock", case, *blocks)
    case = "lock/captured-good"
    box, secret = given(case, "box"), hashlib.sha512(derive(given(case, "seed"), "device/box")).digest()[:32]
    said = same(sodium.crypto_box_seal_open(box, sodium.crypto_scalarmult_base(secret), secret), output(case))
    yield section(
        "captured while locked",
        case,
        "Sealed to *laptop*:\n",
        rows(taken(box, [("ephemeral public key", 32)], "box, with tag")),
        rows([("what the page said", said)], offsets=False),
    )
    case = "session/named"
    asked = vector(case)["input"]
    message = framed(
        "session", origin=asked["origin"].encode(), account=ACCOUNT, action=b"session", nonce=bytes.fromhex(asked["nonce"])
    )
    same(b"".join(data for _, data in message), output(case))
    yield section("session", case, rows(message))
    case = "evidence/html"
    message = framed("evidence", digest=output(case, "digest"), page=given(case, "page"))
    same(b"".join(data for _, data in message), output(case, "message"))
    yield section("evidence", case, "Signed:\n", rows(message), f"Signature: `{vector(case)['output']['signature']}`\n")


def pairing() -> Iterable[str]:
    case = "pairing/answer-good"
    secret, claim, answer = (given(case, name) for name in ("secret", "claim", "answer"))
    mailbox = same(derive(secret, "pairing/mailbox"), output("pairing/mailbox"))
    newcomer = opened(claim, frame("pairing/claim", mailbox), derive(secret, "pairing/claim"))
    told = opened(answer, frame("pairing/answer", mailbox, claim), derive(secret, "pairing/answer"))
    name = newcomer[64]
    inside = taken(
        newcomer, [("sign public key", 32), ("box public key", 32), ("length of the name", 1), ("name", name)], "zeros"
    )
    shared = blake(claim, key=derive(secret, "pairing/digits"))
    digits = f"{int.from_bytes(shared[:8]) % 1_000_000:06}"
    assert digits == vector("pairing/digits")["output"]
    parts = [("nonce", 24)]
    code = vector("pairing/code-local")
    check = digest("pairing/code", code["input"]["relay"].encode(), bytes.fromhex(code["input"]["secret"]))
    blocks = [
        rows([("secret", secret), ("mailbox id", mailbox)], offsets=False),
        "The claim, and its plaintext:\n",
        rows(taken(claim, parts, "ciphertext and tag")),
        rows(inside),
        f"The digits are `{digits}`, the first 8 bytes of this modulo 1,000,000:\n",
        rows([("keyed hash of the claim", shared)], offsets=False),
        "The answer, and its plaintext:\n",
        rows(taken(answer, parts, "ciphertext and tag")),
        rows(taken(told, [("account", 32), ("digest of the add", 32)])),
        f"The code is `{code['output']}`; the first 20 bits of this are its last four characters (`vectors/pairing/code-local.json`):\n",
        rows([("digest of relay and secret", check)], offsets=False),
    ]
    yield section("pairing", case, *blocks)


def opened(message: bytes, data: bytes, key: bytes) -> bytes:
    return bytes(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(message[24:], data, message[:24], key))


def encoding() -> Iterable[str]:
    parts = [bytes.fromhex(part) for part in vector("encoding/frame")["input"]["parts"]]
    fields = framed("log", **{f"part_{at}": part for at, part in enumerate(parts, 1)})
    found = same(digest("log", *parts), output("encoding/digest"))
    same(b"".join(data for _, data in fields), output("encoding/frame"))
    yield section("frame and digest", "encoding/frame", rows(fields), rows([("digest", found)], offsets=False))
    spelled = vector("encoding/base64url-3")["input"]["text"]
    yield section("base64url", "encoding/base64url-3", f"`{output('encoding/base64url-3').hex()}` is `{spelled}`.\n")


def page() -> str:
    parts = [made for of in (encoding, keys, statements, log, sealed, people, pairing) for made in of()]
    return "\n".join([INTRODUCTION, *parts])


def main() -> int:
    if "--check" in sys.argv:
        return 0 if EXAMPLES.exists() and EXAMPLES.read_text("utf-8") == page() else 1
    EXAMPLES.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
