"""Terms in the terminal: what was agreed to with an order, and the exact texts."""

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.blobs import seal_file
from counterfoil.client.errors import ClientError
from counterfoil.client.terms import REASONS, Terms
from counterfoil_crypto.document import Document
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.identity import acceptance_key, attachment_key, record_id, terms_key, texts_key
from counterfoil_crypto.records import Acceptance, TermsDocument, TermsTexts
from counterfoil_crypto.terms import version_id
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, find, order
from tests.server.client.test_command import HOSTILE, Terminal, laptop  # noqa: F401 # a fixture

URL = "https://shop.example/terms"
FIRST = "# Terms\n\nReturns within 14 days. 🏷\n"
SECOND = FIRST.replace("14", "30")
EDITS = [FIRST.index("14"), 2, "30"]


def name_of(text: str) -> str:
    return version_id(text.encode())


def patch(text: str, base: str, edits: Any) -> tuple[str, Any]:
    return f"patch/{name_of(text)}-{name_of(base)[:31]}", {"base": name_of(base), "edits": edits}


def write(device: LocalDevice, record: bytes, kind: str, values: dict[str, Any]) -> None:
    """As a page's words."""
    writer = device.vault.writer(device.now())
    document = writer.capture(device.vault.documents.get(record, Document(kind, 1, {})), values, {})
    device._put({record: document}, writer.clock)


def keep(device: LocalDevice, texts: dict[str, Any], terms: dict[str, Any] | None = None) -> None:
    epoch = device.vault.epoch
    write(device, record_id(epoch, "TermsTexts", texts_key(0)), TermsTexts.__name__, texts)
    values = {"vendor": "shop.example", "termsType": "Terms of Service", "url": URL, **(terms or {})}
    write(device, record_id(epoch, "TermsDocument", terms_key("shop.example", URL, "en")), TermsDocument.__name__, values)


def accept(device: LocalDevice, documents: Any, **more: Any) -> None:
    bought = find(device)
    values = {"vendor": "shop.example", "order": bought.hex(), "at": "2026-03-01T09:00:00Z", "documents": documents, **more}
    record = record_id(device.vault.epoch, "Acceptance", acceptance_key(bought))
    write(device, record, Acceptance.__name__, values)


def accepted(version: str | None, **more: Any) -> dict[str, Any]:
    return {"type": "Terms of Service", "url": URL, **({"version": version} if version else {}), **more}


def bought(devices: Devices) -> LocalDevice:
    device = devices.begin("laptop", None)
    capture(device, order())
    return device


def test_a_text_is_put_together_from_its_patches(devices: Devices) -> None:
    device = bought(devices)
    third = SECOND + "Shipping is free.\n"
    end = len(SECOND.encode("utf-16-le")) // 2
    patches = dict([patch(SECOND, FIRST, EDITS), patch(third, SECOND, [end, 0, "Shipping is free.\n"])])
    keep(device, {f"text/{name_of(FIRST)}": FIRST}, patches)
    terms = Terms(device.records())
    assert [terms.text(name_of(text)) for text in (FIRST, SECOND, third)] == [FIRST, SECOND, third]


def test_a_text_that_is_not_the_one_it_is_called_is_none(devices: Devices) -> None:
    device = bought(devices)
    wrong = dict([patch(SECOND, FIRST, [0, 0, "x"]), patch(FIRST, SECOND, EDITS)])
    keep(device, {f"text/{name_of('other')}": "another"}, wrong)
    terms = Terms(device.records())
    assert [terms.text(name_of(text)) for text in (FIRST, SECOND, "other")] == [None, None, None]
    unknown: tuple[Any, ...] = (None, 7, "x", [], name_of("unknown"))
    assert [terms.text(name) for name in unknown] == [None] * 5


WRONG: tuple[Any, ...] = (7, "", "x", True, [], {}, [None], [7, {"url": 7, "type": [], "version": 5, "reason": {}}], {"base": 1})


@pytest.mark.parametrize("value", WRONG)
def test_what_another_device_wrote_never_throws(devices: Devices, value: Any) -> None:
    device = bought(devices)
    name = name_of(FIRST)
    keep(device, {f"text/{name}": value, f"patch/{name}-{name[:31]}": value}, {f"patch/{name}-x": value, "current": value})
    accept(device, value, act=value, wordings=value, at=value)
    terms = Terms(device.records())
    (one,) = [record for record in device.records() if record.document.type == "Order"]
    assert isinstance(terms.lines(one), list)
    terms.summary(one)
    assert terms.text(name) is None


def test_every_reason_of_the_extension_has_words() -> None:
    source = (Path(__file__).parents[3] / "extension/src/terms/types.ts").read_text()
    (listed,) = re.findall(r"export const REFUSALS = \[(.*?)\]", source, re.DOTALL)
    assert set(re.findall(r"'([a-z-]+)'", listed)) == set(REASONS)


def test_an_order_without_terms_says_so(devices: Devices) -> None:
    device = bought(devices)
    terms = Terms(device.records())
    (one,) = [record for record in device.records() if record.document.type == "Order"]
    assert terms.summary(one) is None
    with pytest.raises(ClientError, match="no terms are known for this order"):
        terms.lines(one)


async def test_the_command_lists_and_reads_them(laptop: Terminal) -> None:  # noqa: F811 # the fixture
    hostile = f"Line one {HOSTILE}\nLine two"
    with LocalDevice(laptop.folder) as device:
        device.start("laptop")
        capture(device, order())
        keep(device, {f"text/{name_of(FIRST)}": FIRST, f"text/{name_of(hostile)}": hostile}, dict([patch(SECOND, FIRST, EDITS)]))
        odd = accepted(name_of(hostile), type=HOSTILE, url=HOSTILE)
        documents = [accepted(name_of(SECOND)), odd, accepted(None, reason="bot-wall"), accepted(name_of("gone"))]
        accept(device, documents, act="ticked", wordings=[f"I accept. {HOSTILE}"])
    listed = await laptop.works("list")
    assert listed.splitlines()[2].startswith("    terms: Terms of Service, ")
    assert listed.splitlines()[2].endswith("(3 of 4 documents read)")
    said = await laptop.works("terms", "100001")
    assert "2026-03-01T09:00:00Z  agreed by ticking the box beside this wording" in said
    assert f"  1  Terms of Service  {URL}  {name_of(SECOND)}  {len(SECOND)} characters" in said
    assert "not read: the site wanted proof that a person is reading" in said
    assert "text not here" in said
    assert await laptop.works("terms", "100001", "1") == SECOND + "\n"
    for output in (listed, said, await laptop.works("terms", "shop.example/100001", "2")):
        assert all(character.isprintable() or character == "\n" for character in output)
    assert "there is no document 9" in await laptop.fails("terms", "100001", "9")
    assert "the text of this document is not here" in await laptop.fails("terms", "100001", "3")


async def test_a_document_that_is_a_file_is_saved_as_it_was_read(laptop: Terminal, tmp_path: Path) -> None:  # noqa: F811 # the fixture
    content, other = b"%PDF-1.7 terms of the shop" * 4_000, b"%PDF-1.7 another"
    digests = [hashlib.sha256(one).hexdigest() for one in (content, b"swapped", b"too large")]
    with LocalDevice(laptop.folder) as device:
        device.start("laptop")
        capture(device, order())
        kinds = ("pdf", "pdf", "large-pdf")
        versions = {
            f"version/{digest[:32]}": {"kind": kind, "digest": digest} for kind, digest in zip(kinds, digests, strict=True)
        }
        keep(device, {f"text/{name_of(FIRST)}": FIRST}, versions)
        for digest, kept in zip(digests, (content, other), strict=False):
            blob = seal_file(device.vault, io.BytesIO(kept), len(kept), bytes(32))
            said = {"blob": to_base64url(blob.id), "key": to_base64url(blob.key), "size": blob.size}
            record = record_id(device.vault.epoch, "Attachment", attachment_key(bytes.fromhex(digest)))
            write(device, record, "Attachment", {"file": said})
        accept(device, [accepted(digest[:32]) for digest in digests] + [accepted(name_of(FIRST))])
    said_of = (await laptop.works("terms", "100001")).splitlines()
    assert [line.rpartition("  ")[2] for line in said_of[1:]] == [
        "PDF",
        "PDF",
        "PDF, too large to keep",
        f"{len(FIRST)} characters",
    ]
    out = tmp_path / "terms.pdf"
    assert "is a PDF; save it with --out" in await laptop.fails("terms", "100001", "1")
    assert "Saved" in await laptop.works("terms", "100001", "1", "--out", str(out))
    assert (out.read_bytes(), out.stat().st_mode & 0o077) == (content, 0)
    assert "choose another name" in await laptop.fails("terms", "100001", "1", "--out", str(out))
    assert "another file than the one that was accepted" in await laptop.fails(
        "terms", "100001", "2", "--out", str(tmp_path / "x")
    )
    assert not (tmp_path / "x").exists()
    assert digests[2] in await laptop.fails("terms", "100001", "3", "--out", str(tmp_path / "x"))
    assert "Saved" in await laptop.works("terms", "100001", "4", "--out", str(tmp_path / "x"))
    assert (tmp_path / "x").read_text() == FIRST
