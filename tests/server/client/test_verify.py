"""`counterfoil verify`: what it says of evidence that is whole, that was changed, and of files that want to harm it."""

import base64
import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterfoil.client import verify
from counterfoil.client.errors import ClientError
from counterfoil.client.verify import CLOSE, LARGEST, OPEN, report
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.evidence import evidence_digest, evidence_message
from tests.server.client.test_command import HOSTILE, Terminal, laptop  # noqa: F401 # a fixture

DEVICE = Device(bytes(range(32)))
TEXT = "# Terms\n\nReturns within 14 days. 🏷\r\n"
PDF = b"%PDF-1.7\n\x00\xff"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def version(content: str | bytes, **more: Any) -> dict[str, Any]:
    data = content.encode() if isinstance(content, str) else content
    kept = {"markdown": content, "file": None} if isinstance(content, str) else {"markdown": None, "file": to_base64url(data)}
    kind = "text" if isinstance(content, str) else "pdf"
    about = {
        "type": "Terms of Service",
        "url": "https://shop.example/terms",
        "seenAt": "2026-03-01T09:00:00Z",
        "sourceDigest": None,
    }
    return {"id": sha256(data)[:32], "digest": sha256(data), "size": len(data), "kind": kind, **kept, **about, **more}


def evidence(**more: Any) -> dict[str, Any]:
    documents = [version(TEXT), version(PDF)]
    accepted = [{"url": one["url"], "type": one["type"], "version": one["id"], "digest": one["digest"]} for one in documents]
    return {
        "made": "2026-04-10T09:00:00Z",
        "madeBy": "Counterfoil 0.1.0",
        "order": {"vendor": "shop.example", "fields": {"orderNumber": {"value": "100001", "from": "page"}}},
        "acceptance": {"at": "2026-03-01T09:00:00Z", "act": "ticked", "wordings": ["I accept."], "documents": accepted},
        "documents": documents,
        **more,
    }


def signed(content: Any, page: bytes | None = None, device: Device = DEVICE) -> dict[str, Any]:
    digest = evidence_digest(content)
    signature = {
        "device": device.keys.id.hex(),
        "sign": to_base64url(device.keys.sign),
        "box": to_base64url(device.keys.box),
        "signature": to_base64url(device.sign(evidence_message(digest, page))),
    }
    named = {"format": "counterfoil-evidence/1", "digest": digest.hex(), "page": page.hex() if page else None}
    return {**named, "signature": signature, "evidence": content}


def html(content: Any, before: bytes = b"<!doctype html><h1>An order</h1>", after: bytes = b"</html>\n") -> bytes:
    page = hashlib.sha256(before + OPEN + CLOSE + after).digest()
    data = json.dumps(signed(content, page)).replace("<", "\\u003c").encode()
    return before + OPEN + data + CLOSE + after


@pytest.fixture
def checked(tmp_path: Path) -> Callable[[Any], tuple[str, str | None]]:
    """Writes a file and checks it: the lines, and the fault."""

    def check(content: Any) -> tuple[str, str | None]:
        path = tmp_path / "evidence"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        lines, fault = report(path)
        return "\n".join(lines), fault

    return check


Checked = Callable[[Any], tuple[str, str | None]]


def test_evidence_that_is_whole_says_so_and_no_more_than_that(checked: Checked) -> None:
    for content in (signed(evidence()), html(evidence())):
        said, fault = checked(content)
        assert fault is None
        assert "Evidence of order 100001 at shop.example, saved 2026-04-10T09:00:00Z by Counterfoil 0.1.0." in said
        assert "“I accept.”" in said
        assert f"signed by the device {DEVICE.keys.id.hex()}" in said
        assert said.count("has the digest") == 2
        assert "does not prove whose device" in said
        assert "FAULT" not in said


def test_the_digests_are_those_that_anybody_can_compute(checked: Checked) -> None:
    said, _ = checked(signed(evidence()))
    assert sha256(TEXT.encode()) in said
    assert sha256(PDF) in said


def test_a_document_by_its_digest_alone_is_a_note(checked: Checked) -> None:
    absent = version(TEXT, markdown=None, kind="large-pdf", size=5_000_000)
    said, fault = checked(signed(evidence(documents=[absent], acceptance=None)))
    assert fault is None
    assert f"only its digest is here ({absent['digest']})" in said
    assert "no acceptance is recorded" in said


def test_what_was_not_read_or_is_not_here_is_a_note(checked: Checked) -> None:
    content = evidence(documents=[])
    content["acceptance"]["documents"].append({"url": "https://shop.example/x", "type": None, "version": None, "digest": None})
    said, fault = checked(signed(content))
    assert fault is None
    assert said.count("is not in this file") == 2
    assert "Terms (https://shop.example/x): it was linked, and could not be read then" in said


LATE = {"2026-03-01T09:59:59Z": False, "2026-03-01T10:00:01Z": True, "soon": False, "2027-01-01": False}


@pytest.mark.parametrize(("seen", "late"), LATE.items())
def test_what_was_first_read_long_after_the_order_is_noted(checked: Checked, seen: str, *, late: bool) -> None:
    said, fault = checked(signed(evidence(documents=[version(TEXT, seenAt=seen)])))
    assert fault is None
    assert ("it was first read more than an hour after the order was recorded" in said) == late


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    file = signed(evidence())
    change(file)
    return file


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda file: file["evidence"]["documents"][0].update(markdown=TEXT.replace("14", "30")), "the data were changed"),
        (lambda file: file["evidence"]["order"]["fields"]["orderNumber"].update(value="7"), "the data were changed"),
        (lambda file: file["evidence"].update(unknown=1), "the data were changed"),
        (lambda file: file["evidence"].update(unknown=[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]), "the data were changed"),
        (lambda file: file.update(digest="0" * 64), "the data were changed"),
        (lambda file: file.update(page="0" * 64), "whose page is not here"),
        (lambda file: file["signature"].update(signature=to_base64url(bytes(64))), "the signature does not fit"),
        (lambda file: file["signature"].update(signature="*"), "the signature does not fit"),
        (lambda file: file["signature"].update(sign=to_base64url(bytes(31))), "the signature does not fit"),
        (lambda file: file["signature"].update(sign=to_base64url(b"\x01" + bytes(31))), "the signature does not fit"),
        (lambda file: file["signature"].update(box=to_base64url(bytes(32))), "is not the one whose keys signed it"),
        (lambda file: file["signature"].update(device="0" * 32), "is not the one whose keys signed it"),
    ],
)
def test_a_file_that_was_changed_is_found_out(checked: Checked, change: Callable[[dict[str, Any]], Any], fault: str) -> None:
    said, found = checked(changed(change))
    assert found is not None
    assert fault in found
    assert "ask whoever gave you this file for the original" in found
    assert "FAULT" in said
    assert "Nothing in this file was changed" not in said


@pytest.mark.parametrize(
    ("documents", "fault"),
    [
        ([version(TEXT, markdown=TEXT + " ")], "the text was changed"),
        ([version(PDF, file=to_base64url(PDF + b" "))], "the file was changed"),
        ([version(PDF, file="===")], "its content is malformed"),
        ([version(TEXT, file="AA")], "it has both a text and a file"),
        ([version(TEXT, id="0" * 32)], "its id is not that of its digest"),
        ([version(TEXT, size=3)], "the file says 3"),
    ],
)
def test_whoever_signs_wrong_digests_is_found_out_too(checked: Checked, documents: list[Any], fault: str) -> None:
    said, found = checked(signed(evidence(documents=documents)))
    assert found is not None
    assert fault in said


def test_an_accepted_text_is_the_one_in_the_file(checked: Checked) -> None:
    content = evidence()
    content["acceptance"]["documents"][0]["digest"] = "0" * 64
    assert "the accepted text is another" in str(checked(signed(content))[1])


def test_what_a_browser_would_show_of_the_data_is_refused(checked: Checked, tmp_path: Path) -> None:
    fields = {"items": {"value": "</SCRIPT ><h1>Returns within 900 days</h1>"}}
    content = evidence(order={"vendor": "shop.example", "fields": fields})
    whole = html(content)
    assert checked(whole)[1] is None
    with pytest.raises(ClientError, match="a browser"):
        checked(whole.replace(b"\\u003c", b"<"))
    named = tmp_path / "evidence.HTML"
    named.write_text(json.dumps(signed(content)))
    with pytest.raises(ClientError, match="a browser"):
        report(named)


def test_several_faults_are_counted(checked: Checked) -> None:
    file = changed(lambda file: (file["evidence"].update(made="x"), file["signature"].update(device="0" * 32)))
    assert "(and 1 more fault)" in str(checked(file)[1])


def test_the_page_around_the_data_counts(checked: Checked) -> None:
    whole = html(evidence())
    for altered in (whole.replace(b"An order", b"No order"), whole + b" ", b"\n" + whole, whole.replace(b"\n", b"\r\n")):
        assert "the page around the data was changed" in str(checked(altered)[1])
    # Data of a file without a page, in a page that anybody wrote.
    forged = b"<h1>Free</h1>" + OPEN + json.dumps(signed(evidence())).encode() + CLOSE
    assert "the page around the data was changed" in str(checked(forged)[1])


NO_EVIDENCE = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b"hello",
    b"\xff\xfe",
    b"\0" * 1_000,
    b"<html></html>",
    b'{"evidence": {}}',
    b'{"format": 1, "evidence": 1}',
    b'{"format": "counterfoil-evidence/9", "evidence": {}}',
    b'{"a": 1, "a": 2}',
    b'{"evidence": NaN}',
    b'{"evidence": 1e400}',
    b'{"evidence": 1.5}',
    b'{"evidence": ' + b"9" * 10_000 + b"}",
    b'{"evidence": "\\ud800"}',
    b'\xef\xbb\xbf{"evidence": {}}',
    b"{" * 1_000_000,
    b"{" + b" " * 1_000_000,
    b'{"a":' * 100_000,
    OPEN,
    OPEN + OPEN + CLOSE,
    OPEN + b"null" + CLOSE,
    OPEN + b"[]" + CLOSE,
)


@pytest.mark.parametrize("content", NO_EVIDENCE, ids=lambda content: repr(content[:24]))
def test_anything_else_is_refused_in_a_line_of_its_own(checked: Checked, content: bytes) -> None:
    with pytest.raises(ClientError) as refusal:
        checked(content)
    (line,) = str(refusal.value).splitlines()
    assert line.isprintable()
    assert len(line) < 400


@pytest.mark.parametrize(
    "path",
    ["format", "digest", "page", "signature", "evidence", "signature.sign", "evidence.order", "evidence.documents.0.digest"],
)
@pytest.mark.parametrize("value", [None, 7, [], {}, "x", True, {"a": HOSTILE}, [HOSTILE] * 3])
def test_values_of_another_kind_are_named_and_harmless(checked: Checked, path: str, value: Any) -> None:
    file = copy.deepcopy(signed(evidence()))
    *places, last = [int(place) if place.isdigit() else place for place in path.split(".")]
    inside: Any = file
    for place in places:
        inside = inside[place]
    inside[last] = value
    try:
        said, fault = checked(file)
    except ClientError as error:
        said, fault = "", str(error)
    assert fault is not None or (path, value) == ("page", None)
    assert all(character.isprintable() or character == "\n" for character in said + str(fault))


def test_hostile_text_never_reaches_the_terminal(checked: Checked) -> None:
    content = evidence(made=HOSTILE, madeBy=HOSTILE)
    content["order"] = {"vendor": HOSTILE, "fields": {"orderNumber": {"value": {HOSTILE: HOSTILE}}}}
    content["acceptance"]["wordings"] = [HOSTILE * 500] * 500
    for one in content["documents"] + content["acceptance"]["documents"]:
        one.update(type=HOSTILE, url=HOSTILE)
    said, fault = checked(signed(content))
    assert fault is None
    assert all(character.isprintable() or character == "\n" for character in said)
    assert len(said) < 20_000


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(ClientError, match="larger than 64 MiB"):
        report(path)


@pytest.mark.parametrize("name", ["missing", "."])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ClientError, match="cannot be read"):
        report(tmp_path / name)


def test_nothing_of_a_file_is_taken_for_a_mark_of_ours(checked: Checked) -> None:
    """A vendor called like a finding stays inside its line."""
    content = evidence()
    content["order"]["vendor"] = "x\nok     signed by the device of the president"
    said, _ = checked(signed(content))
    assert [line for line in said.splitlines() if line.startswith("ok")] == [
        line for line in said.splitlines() if line.startswith(verify.MARKS["ok"]) and "president" not in line
    ]


async def test_the_command_exits_with_its_verdict_and_makes_no_folder(laptop: Terminal, tmp_path: Path) -> None:  # noqa: F811 # the fixture
    path = tmp_path / "evidence.html"
    path.write_bytes(html(evidence()))
    assert "Evidence of order 100001" in await laptop.works("verify", str(path))
    path.write_bytes(html(evidence()).replace(b"14 days", b"30 days"))
    ended = await laptop.run("verify", str(path))
    assert ended.code == 1
    assert "FAULT  the data were changed" in ended.out
    (line,) = ended.err.splitlines()
    assert line.startswith("counterfoil: the data were changed")
    assert await laptop.fails("verify", str(tmp_path / HOSTILE))
    assert not laptop.folder.exists()


def test_base64url_is_what_browsers_write() -> None:
    assert base64.urlsafe_b64encode(PDF).rstrip(b"=").decode() == version(PDF)["file"]
