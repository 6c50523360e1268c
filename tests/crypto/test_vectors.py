"""Python is held to every vector; tests/crypto/vectors.test.ts holds TypeScript to the same files."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterfoil_crypto import (
    blob,
    chain,
    document,
    encoding,
    evidence,
    identity,
    kit,
    lock,
    orders,
    pairing,
    stamp,
    suffixes,
    terms,
)
from counterfoil_crypto import statement as statements
from counterfoil_crypto.chain import Entry, EntryKind
from counterfoil_crypto.device import Device, verify
from counterfoil_crypto.envelope import open_envelope, size_step
from counterfoil_crypto.epoch import Epoch, open_epoch
from counterfoil_crypto.errors import CopiedProfileError, RefusedError, RelayInconsistentError
from counterfoil_crypto.header import BlobDigest
from counterfoil_crypto.keyring import Keyring
from counterfoil_crypto.kit import Kit
from counterfoil_crypto.log import Admitted, Log, Merged, Read, RestoredRead, SetAside
from counterfoil_crypto.session import session_message
from counterfoil_crypto.statement import Add, Cancel, Checkpoint, EpochStart, Genesis, Head, Notice, Revoke, Rotate

VECTORS = Path(__file__).parents[2] / "crypto" / "vectors"
FILES = sorted(VECTORS.glob("*/*.json"))
Given = dict[str, Any]

raw = bytes.fromhex


def a_frame(given: Given) -> str:
    return encoding.frame(given["label"], *map(raw, given["parts"])).hex()


def a_digest(given: Given) -> str:
    return encoding.digest(given["label"], *map(raw, given["parts"])).hex()


def derive(given: Given) -> str:
    return encoding.derive(raw(given["key"]), given["label"]).hex()


def base64url(given: Given) -> str:
    data = encoding.from_base64url(given["text"])
    assert encoding.to_base64url(data) == given["text"]
    return data.hex()


def device(given: Given) -> Given:
    keys = Device(raw(given["seed"])).keys
    return {"sign": keys.sign.hex(), "box": keys.box.hex(), "id": keys.id.hex()}


def verify_signature(given: Given) -> bool:
    verify(raw(given["public"]), raw(given["message"]), raw(given["signature"]))
    return True


def epoch(given: Given) -> Given:
    made = Epoch(0, raw(given["key"]))
    wrap = encoding.derive(made.key, "counterfoil/v1/epoch/wrap")
    return {"seal": made.seal_key.hex(), "id": made.id_key.hex(), "wrap": wrap.hex(), "commit": made.commitment.hex()}


def open_sealed_epoch(given: Given) -> str:
    opened = open_epoch(Device(raw(given["seed"])), given["number"], raw(given["sealed"]), raw(given["commitment"]))
    return opened.key.hex()


def statement(given: Given) -> Given:
    signed = raw(given["statement"])
    parsed = statements.parse(signed)
    common = {"digest": statements.statement_digest(signed).hex(), "account": parsed.account.hex()}
    if isinstance(parsed, Genesis):
        keys = {"sign": parsed.keys.sign.hex(), "box": parsed.keys.box.hex()}
        sealed = {"commitment": parsed.commitment.hex(), "sealed": parsed.sealed_key.hex()}
        return {"kind": "genesis", **common, **keys, **sealed}
    place = parsed.place
    placed = {"previous": place.previous.hex(), "head": head_json(place.head), "signer": place.signer.hex(), "date": place.date}
    return {"kind": type(parsed.act).__name__.lower(), **common, **placed, **act_json(parsed.act)}


def act_json(act: statements.Act) -> Given:
    match act:
        case Add(role, keys, epoch, sealed):
            named = {"role": int(role), "sign": keys.sign.hex(), "box": keys.box.hex()}
            return {**named, "epoch": epoch, "sealed": sealed.hex()}
        case Revoke(device, start):
            return {"device": device.hex(), "start": start_json(start)}
        case Rotate(start):
            return {"start": start_json(start)}
        case Checkpoint(live):
            return {"live": live.hex()}
        case Notice(kit) | Cancel(kit):
            return {"kit": kit.hex()}
    return {}


def start_json(start: EpochStart) -> Given:
    sealed = [[device.hex(), key.hex()] for device, key in start.sealed]
    return {
        "number": start.number,
        "commitment": start.commitment.hex(),
        "wrapped": start.wrapped.hex(),
        "sealed": sealed,
    }


def head_json(head: Head) -> Given:
    return {"generation": head.generation.hex(), "sequence": head.sequence, "hash": head.hash.hex()}


def parse_head(given: Given) -> Head:
    return Head(raw(given["generation"]), given["sequence"], raw(given["hash"]))


def hash_chain(given: Given) -> list[str]:
    hashes = [chain.start(raw(given["account"]))]
    for sequence, entry in enumerate(given["entries"], start=1):
        hashes.append(chain.extend(hashes[-1], sequence, EntryKind(entry["kind"]), raw(entry["record"]), raw(entry["digest"])))
    return [value.hex() for value in hashes]


KINDS = set(EntryKind)


def entries_of(given: list[Given]) -> list[Entry]:
    return [
        Entry(
            sequence=entry["sequence"],
            kind=EntryKind(entry["kind"]) if entry["kind"] in KINDS else entry["kind"],
            record=raw(entry["record"]),
            digest=raw(entry["digest"]),
            body=None if entry["body"] is None else raw(entry["body"]),
        )
        for entry in given
    ]


def reader_of(given: Given) -> tuple[Log, Device, Keyring]:
    account, reader = raw(given["account"]), Device(raw(given["seed"]))
    outcasts = {raw(one): frozenset(map(raw, known)) for one, known in given.get("outcasts", {}).items()}
    verified, copied = (frozenset(map(raw, given.get(name, []))) for name in ("verified", "copied"))
    keyring = Keyring.gather(reader, account, [statements.parse(raw(one)) for one in given["ahead"]])
    return Log.empty(account, outcasts, verified, copied), reader, keyring


def read_page(log: Log, page: Given, reader: Device, keyring: Keyring) -> list[Given]:
    found = log.read(entries_of(page["entries"]), parse_head(page["through"]), parse_head(page["head"]), reader, keyring)
    return [read_json(one) for one in found]


def read(given: Given) -> list[Given]:
    log, reader, keyring = reader_of(given)
    pages = [given, *given.get("then", [])]
    return [one for page in pages for one in read_page(log, page, reader, keyring)]


def read_checkpoint(given: Given) -> list[Given]:
    log, reader, keyring = reader_of(given)
    entries, live = entries_of(given["entries"]), entries_of(given["live"])
    found = log.read_checkpoint(entries, live, parse_head(given["head"]), device=reader, keyring=keyring)
    then = [one for page in given["then"] for one in read_page(log, page, reader, keyring)]
    return [*map(read_json, found), *then]


def restored(given: Given) -> Given:
    parsed = chain.parse_restored(raw(given["entry"]))
    assert parsed.encode().hex() == given["entry"]
    return {"random": parsed.random.hex(), "at": parsed.at, "of": parsed.of, "generation": parsed.generation.hex()}


def keyring(given: Given) -> Given:
    signed = [statements.parse(raw(one)) for one in given["statements"]]
    gathered = Keyring.gather(Device(raw(given["seed"])), raw(given["account"]), signed)
    return {str(epoch.number): epoch.key.hex() for epoch in gathered.epochs}


def read_json(one: Read) -> Given:
    if isinstance(one, Admitted):
        return {"sequence": one.sequence, "is": "admitted"}
    if isinstance(one, RestoredRead):
        return {"sequence": one.sequence, "is": "restored", "generation": one.restored.generation.hex()}
    sequence = one.revision.sequence
    if isinstance(one, Merged):
        text = one.document.encode().hex()
        return {"sequence": sequence, "is": "merged", "writer": one.inner.writer.hex(), "document": text}
    if isinstance(one, SetAside):
        return {"sequence": sequence, "is": "set-aside", "code": one.code}
    return {"sequence": sequence, "is": "superseded"}


def a_kit(given: Given) -> Given:
    made = Kit(raw(given["random"]), raw(given["account"])[:16])
    return {"words": " ".join(made.words), "seed": made.device.seed.hex()}


def parse_words(given: Given) -> Given:
    parsed = kit.parse_words(given["text"])
    return {"random": parsed.random.hex(), "account_start": parsed.account_start.hex()}


def unlock(given: Given) -> str:
    return lock.unlock_seed(raw(given["locked"]), raw(given["device"]), given["passphrase"]).hex()


def open_blob(given: Given) -> str:
    """However the bytes come."""
    sealed = raw(given["blob"])
    digest = BlobDigest(len(sealed))
    digest.update(sealed)
    digest.check(raw(given["id"]))
    assert blob.blob_id(sealed) == digest.id()
    pieces = [sealed[at : at + 1_000] for at in range(0, len(sealed), 1_000)]
    file, again = (b"".join(blob.open_blob(raw(given["key"]), given["size"], chunks)) for chunks in (pieces, [sealed]))
    assert file == again
    return file.hex()


def natural_key(given: Given) -> Given | None:
    said = document.decode(raw(given["document"]))
    key = identity.natural_key_of(said)
    return None if key is None else {"key": list(key), "digest": identity.natural_key_digest(said.type, key)}


def purge(given: Given) -> Given:
    writer = document.Writer(raw(given["device"]), stamp.Clock(*given["clock"]), given["wall"])
    purged = writer.purge(document.decode(raw(given["document"])), given["keys"])
    return {"document": purged.encode().hex(), "clock": list(writer.clock)}


def record_id(given: Given) -> str:
    return identity.record_id(Epoch(0, raw(given["epoch_key"])), given["type"], tuple(given["key"])).hex()


def unnumbered_key(given: Given) -> list[str]:
    items = [(item["name"], item["quantity"]) for item in given["items"]]
    return list(identity.unnumbered_key(given["vendor"], given["at"], given["total"], given["currency"], items))


def orders_of(given: Given) -> list[Given]:
    records = [(raw(one["record"]), document.decode(raw(one["document"]))) for one in given["records"]]
    found, again = (sorted(map(order_json, orders.orders_of(some)), key=str) for some in (records, records[::-1]))
    assert found == again
    return found


def order_json(order: orders.Order) -> Given:
    assert order.id == order.records[0]
    return {"records": [record.hex() for record in order.records], "document": order.document.encode().hex()}


def open_sealed(given: Given) -> Given:
    opened = open_envelope(Epoch(given["epoch"], raw(given["epoch_key"])), raw(given["envelope"]))
    header, inner = opened.header, opened.inner
    return {
        "account": header.account.hex(),
        "record": header.record.hex(),
        "epoch": header.epoch,
        "blobs": [blob.hex() for blob in header.blobs],
        "writer": inner.writer.hex(),
        "count": inner.count,
        "date": inner.date,
        "witness": head_json(inner.witness),
        "base": {"sequence": inner.base.sequence, "digest": inner.base.digest.hex()} if inner.base else None,
        "document": inner.document.hex(),
    }


def decode(given: Given) -> str:
    return document.decode(raw(given["document"])).encode().hex()


def join(given: Given) -> str:
    one, other = document.decode(raw(given["one"])), document.decode(raw(given["other"]))
    joined = document.join(one, other)
    assert document.join(other, one).encode() == joined.encode()
    assert document.join(joined, other) is joined
    return joined.encode().hex()


def shown(given: Given) -> Any:
    return document.decode(raw(given["document"])).shown(given["field"])


def write(given: Given) -> Given:
    writer = document.Writer(raw(given["device"]), stamp.Clock(*given["clock"]), given["wall"])
    written = document.decode(raw(given["document"]))
    if given["origin"] == document.PAGE:
        beside: Given = given.get("beside", {})
        written = writer.capture(written, given["values"], dict.fromkeys(given["values"], beside))
    else:
        for name, value in given["values"].items():
            written = writer.say(written, name, value)
    return {"document": written.encode().hex(), "clock": list(writer.clock)}


def tick(given: Given) -> list[int]:
    above = stamp.Clock(*given["above"]) if given["above"] else None
    return list(stamp.tick(stamp.Clock(*given["clock"]), given["wall"], above))


def follow(given: Given) -> list[int]:
    return list(stamp.follow(stamp.Clock(*given["clock"]), stamp.Clock(*given["seen"]), given["wall"]))


def session(given: Given) -> str:
    return session_message(given["origin"], raw(given["account"]), raw(given["nonce"])).hex()


def parse_code(given: Given) -> Given:
    code = pairing.parse_code(given["code"])
    return {"relay": code.relay, "secret": code.secret.hex()}


def open_claim(given: Given) -> Given:
    claim = pairing.Pairing(raw(given["secret"])).open_claim(raw(given["claim"]))
    return {"sign": claim.keys.sign.hex(), "box": claim.keys.box.hex(), "name": claim.name}


def open_answer(given: Given) -> Given:
    answer = pairing.Pairing(raw(given["secret"])).open_answer(raw(given["answer"]), raw(given["claim"]))
    return {"account": answer.account.hex(), "add": answer.add.hex()}


def evidence_of(given: Given) -> Given:
    digest = evidence.evidence_digest(given["evidence"])
    message = evidence.evidence_message(digest, raw(given["page"]) if given["page"] else None)
    signature = encoding.to_base64url(Device(raw(given["seed"])).sign(message))
    return {"digest": digest.hex(), "message": message.hex(), "signature": signature}


OPERATIONS: dict[str, Callable[[Given], Any]] = {
    "frame": a_frame,
    "digest": a_digest,
    "derive": derive,
    "base64url": base64url,
    "device": device,
    "verify": verify_signature,
    "epoch": epoch,
    "open-epoch": open_sealed_epoch,
    "statement": statement,
    "chain": hash_chain,
    "restored": restored,
    "keyring": keyring,
    "read": read,
    "read-checkpoint": read_checkpoint,
    "natural-key": natural_key,
    "order-number": lambda given: identity.normal_order_number(given["number"]),
    "vendor": lambda given: suffixes.vendor_of(given["url"]),
    "unnumbered-key": unnumbered_key,
    "terms-key": lambda given: list(identity.terms_key(**given)),
    "texts-key": lambda given: list(identity.texts_key(given["part"])),
    "acceptance-key": lambda given: list(identity.acceptance_key(raw(given["order"]))),
    "agreement-key": lambda given: list(identity.agreement_key(given["vendor"])),
    "attachment-key": lambda given: list(identity.attachment_key(raw(given["sha256"]))),
    "record-id": record_id,
    "source-id": lambda given: identity.source_id(given["address"]),
    "size-step": lambda given: size_step(given["length"]),
    "open": open_sealed,
    "deflates": lambda given: document.decode(raw(given["document"])).only_from_pages,
    "decode": decode,
    "join": join,
    "shown": shown,
    "orders": orders_of,
    "write": write,
    "purge": purge,
    "purge-due": lambda given: document.purge_is_due(document.decode(raw(given["document"])), given["wall"]),
    "blob-length": lambda given: blob.blob_length(given["size"]),
    "open-blob": open_blob,
    "blobs": lambda given: [one.hex() for one in blob.blobs_of(document.decode(raw(given["document"])))],
    "kit": a_kit,
    "parse-words": parse_words,
    "unlock": unlock,
    "open-box": lambda given: Device(raw(given["seed"])).open_box(raw(given["box"])).hex(),
    "tick": tick,
    "follow": follow,
    "session": session,
    "patch": lambda given: terms.patched(given["base"], given["edits"]),
    "version-id": lambda given: terms.version_id(raw(given["content"])),
    "evidence": evidence_of,
    "mailbox": lambda given: pairing.Pairing(raw(given["secret"])).mailbox.hex(),
    "code": lambda given: str(pairing.Code(given["relay"], raw(given["secret"]))),
    "parse-code": parse_code,
    "open-claim": open_claim,
    "digits": lambda given: pairing.Pairing(raw(given["secret"])).digits(raw(given["claim"])),
    "open-answer": open_answer,
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector(path: Path) -> None:
    case = json.loads(path.read_text())
    operation = OPERATIONS[case["operation"]]
    if "refused" not in case:
        assert operation(case["input"]) == case["output"]
        return
    with pytest.raises((RefusedError, RelayInconsistentError, CopiedProfileError)) as refusal:
        operation(case["input"])
    assert getattr(refusal.value, "code", "count") == case["refused"]


def test_the_vectors_are_those_that_the_generator_makes() -> None:
    command = [sys.executable, "-m", "vectors.generate", "--check"]
    done = subprocess.run(command, cwd=VECTORS.parent, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_worked_examples_are_what_the_vectors_say() -> None:
    command = [sys.executable, "-m", "vectors.examples", "--check"]
    done = subprocess.run(command, cwd=VECTORS.parent, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or "run make generate"


def test_every_operation_has_a_vector() -> None:
    assert {json.loads(path.read_text())["operation"] for path in FILES} == set(OPERATIONS)
