"""`counterfoil verify`: whether a file of evidence is as the device made it (SPEC.md, *evidence*).

Needs neither a network nor a data folder. The file may have been made by anybody to mislead whoever checks it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from counterfoil_crypto.device import DeviceKeys, verify
from counterfoil_crypto.encoding import from_base64url
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.evidence import evidence_digest, evidence_message

from . import strict_json
from .errors import ClientError
from .text import counted, plain

LARGEST: Final = 64 * 1024 * 1024
FORMAT: Final = "counterfoil-evidence/1"
OPEN: Final = b'<script type="application/json" id="counterfoil-evidence">'
CLOSE: Final = b"</script>"

AGAIN: Final = "ask whoever gave you this file for the original, byte for byte"
NO_EVIDENCE: Final = "this is no evidence that Counterfoil saved"

Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


Model = TypeVar("Model", bound=_Strict)


class Signature(_Strict):
    """Who signed, by the keys that the device id is made of; bytes as base64url."""

    model_config = ConfigDict(extra="forbid")

    device: Hex32
    sign: str
    box: str
    signature: str


class Version(_Strict):
    """One document with its exact text or file, or its digest alone."""

    id: Hex32
    type: str | None
    url: str | None
    digest: Hex64
    size: int | None
    kind: Literal["text", "pdf", "large-pdf"]
    seenAt: str  # noqa: N815 # the file's own name
    markdown: str | None
    file: str | None
    sourceDigest: Hex64 | None  # noqa: N815


class Accepted(_Strict):
    url: str
    type: str | None
    version: Hex32 | None
    digest: Hex64 | None


class Acceptance(_Strict):
    at: str
    act: str | None
    wordings: list[str]
    documents: list[Accepted]


class Field(_Strict):
    value: Any


class Order(_Strict):
    vendor: str | None
    fields: dict[str, Field]


class Evidence(_Strict):
    made: str
    madeBy: str  # noqa: N815
    order: Order
    acceptance: Acceptance | None
    documents: list[Version]


class EvidenceFile(_Strict):
    """The whole file. Nothing may stand beside the evidence that no digest covers: it could show in a browser."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["counterfoil-evidence/1"]
    digest: Hex64
    page: Hex64 | None
    signature: Signature
    evidence: dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. A fault makes the file worthless; a note says what could not be looked at."""

    kind: Literal["ok", "note", "fault"]
    text: str


def verify_file(path: Path) -> tuple[list[str], list[Finding]]:
    """What the file says it is, in lines, and what was found. `ClientError`: it is no such file at all."""
    content = _read(path)
    data, page = _parts(content)
    # Names in it that are spelled otherwise end it for a browser: what a shop called an article would be part of the page.
    if b"<" in data and (page is not None or path.suffix.lower().startswith((".htm", ".xht"))):
        raise ClientError(f"a browser would show parts of the data as a page, which Counterfoil never writes so; {AGAIN}")
    file = _parse(EvidenceFile, _load(data))
    evidence = _parse(Evidence, file.evidence, "evidence")
    return _headline(evidence), list(_findings(file, evidence, page))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ClientError(f"{plain(str(path))} cannot be read ({plain(error.strerror or str(error))}); check its name") from error
    if len(content) > LARGEST:
        raise ClientError(f"{NO_EVIDENCE}: it is larger than {LARGEST // 1024 // 1024} MiB")
    return content


def _parts(content: bytes) -> tuple[bytes, bytes | None]:
    """The JSON, and the SHA-256 of the page around it."""
    if content.lstrip(b" \t\r\n").startswith(b"{"):
        return content, None
    if content.count(OPEN) != 1:
        raise ClientError(f"{NO_EVIDENCE}: give it the HTML or JSON file as it was saved")
    before, _, rest = content.partition(OPEN)
    data, close, after = rest.partition(CLOSE)
    if not close:
        raise ClientError(f"the data in this file end before their end; {AGAIN}")
    return data, hashlib.sha256(before + OPEN + CLOSE + after).digest()


def _load(data: bytes) -> Any:
    try:
        return strict_json.parse(data)
    except (ValueError, RecursionError) as error:
        raise ClientError(f"the data in this file are damaged: no well-formed JSON; {AGAIN}") from error


def _parse(model: type[Model], value: Any, where: str = "") -> Model:
    if not isinstance(value, dict) or (not where and "evidence" not in value):
        raise ClientError(f"{NO_EVIDENCE}: give it the HTML or JSON file as it was saved")
    if not where and isinstance(value.get("format"), str) and value["format"] != FORMAT:
        raise ClientError(
            f"this file has the format {plain(value['format'], 60)!r}, which this counterfoil does not know; update it"
        )
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in ((where,) if where else ()) + first["loc"])
        fault = {"missing": "is missing", "extra_forbidden": "does not belong there"}.get(first["type"], "is not of its kind")
        raise ClientError(f"in this file {plain(place, 120)} {fault}; {AGAIN}") from error


def _headline(evidence: Evidence) -> list[str]:
    fields = evidence.order.fields
    number = next((fields[name].value for name in ("orderNumber", "confirmationNumber") if name in fields), None)
    called = f"order {plain(number, 60)}" if number is not None else "an order without a number"
    shop = plain(evidence.order.vendor or "an unknown shop", 80)
    lines = [f"Evidence of {called} at {shop}, saved {plain(evidence.made, 20)} by {plain(evidence.madeBy, 40)}."]
    if evidence.acceptance:
        texts = [plain(wording, 300) for wording in evidence.acceptance.wordings[:10]]
        lines += [f"    “{text}”" for text in texts]
    return lines


def _findings(file: EvidenceFile, evidence: Evidence, page: bytes | None) -> Iterator[Finding]:
    digest = _digest_of(file)
    if digest is None or digest.hex() != file.digest:
        yield Finding("fault", "the data were changed: they do not have the digest that the file names")
    else:
        yield Finding("ok", f"the data have the digest that the file names: {file.digest}")
    yield from _of_page(file, page)
    yield _of_signature(file)
    for version in evidence.documents:
        yield from _of_version(version)
    yield from _of_acceptance(evidence)


def _digest_of(file: EvidenceFile) -> bytes | None:
    try:
        return evidence_digest(file.evidence)
    except (RefusedError, RecursionError):
        return None


def _of_page(file: EvidenceFile, page: bytes | None) -> Iterator[Finding]:
    if page is None and file.page is not None:
        yield Finding("fault", "the data are of an HTML file, whose page is not here")
    elif page is not None and (file.page is None or page.hex() != file.page):
        yield Finding("fault", "the page around the data was changed: what it shows may not be what the data say")
    elif page is not None:
        yield Finding("ok", "the page that shows the data is as it was saved")


def _of_signature(file: EvidenceFile) -> Finding:
    """Over the digests that the file names, so that a fault in the data is not told twice."""
    signature = file.signature
    try:
        keys = DeviceKeys(from_base64url(signature.sign), from_base64url(signature.box))
        message = evidence_message(bytes.fromhex(file.digest), bytes.fromhex(file.page) if file.page else None)
        verify(keys.sign, message, from_base64url(signature.signature))
    except RefusedError:
        return Finding("fault", "the signature does not fit the data")
    if len(keys.sign) != 32 or len(keys.box) != 32 or keys.id.hex() != signature.device:
        return Finding("fault", "the device that the file names is not the one whose keys signed it")
    return Finding("ok", f"signed by the device {signature.device}")


def _of_version(version: Version) -> Iterator[Finding]:
    name = _called(version.type, version.url)
    if version.digest[:32] != version.id:
        yield Finding("fault", f"{name}: its id is not that of its digest")
        return
    if (version.markdown is None) == (version.file is None):
        if version.markdown is not None:
            yield Finding("fault", f"{name}: it has both a text and a file")
        else:
            yield Finding("note", f"{name}: only its digest is here ({version.digest}), not the document itself")
        return
    try:
        content = version.markdown.encode() if version.markdown is not None else from_base64url(version.file or "")
    except (RefusedError, UnicodeEncodeError):
        yield Finding("fault", f"{name}: its content is malformed")
        return
    what = "text" if version.markdown is not None else "file"
    if hashlib.sha256(content).hexdigest() != version.digest:
        yield Finding("fault", f"{name}: the {what} was changed: it does not have the digest that the file names")
    elif version.size is not None and version.size != len(content):
        yield Finding("fault", f"{name}: the {what} has {counted(len(content), 'byte')}, the file says {version.size}")
    else:
        seen = plain(version.seenAt, 20)
        yield Finding(
            "ok", f"{name}, {counted(len(content), 'byte')}, first seen {seen}: the {what} has the digest {version.digest}"
        )


def _of_acceptance(evidence: Evidence) -> Iterator[Finding]:
    if evidence.acceptance is None:
        yield Finding("note", "no acceptance is recorded for this order")
        return
    versions = {version.id: version for version in evidence.documents}
    for accepted in evidence.acceptance.documents:
        name = _called(accepted.type, accepted.url)
        if accepted.version is None:
            yield Finding("note", f"{name}: it was linked, and could not be read then")
        elif (version := versions.get(accepted.version)) is None:
            yield Finding("note", f"{name}: the text that was in force is not in this file")
        elif accepted.digest is not None and accepted.digest != version.digest:
            yield Finding("fault", f"{name}: the accepted text is another than the one in this file")
        elif _is_late(version.seenAt, evidence.acceptance.at):
            yield Finding("note", f"{name}: it was first read more than an hour after the order was recorded")


def _is_late(seen: str, agreed: str) -> bool:
    """What was read long after the order may not be what was in force then."""
    try:
        return datetime.fromisoformat(seen) - datetime.fromisoformat(agreed) > timedelta(hours=1)
    except (ValueError, TypeError, OverflowError):  # no moments, or one of them without a zone
        return False


def _called(kind: str | None, url: str | None) -> str:
    return f"{plain(kind or 'Terms', 60)} ({plain(url or 'no address', 120)})"


def report(path: Path) -> tuple[list[str], str | None]:
    """Lines for the person, and the fault in one line if there is one."""
    headline, findings = verify_file(path)
    lines = [*headline, "", *(f"{MARKS[finding.kind]}  {finding.text}" for finding in findings), ""]
    faults = [finding.text for finding in findings if finding.kind == "fault"]
    if faults:
        more = f" (and {counted(len(faults) - 1, 'more fault')})" if len(faults) > 1 else ""
        return lines, f"{faults[0]}{more}; {AGAIN}"
    return [*lines, *MEANING], None


MARKS: Final = {"ok": "ok   ", "note": "note ", "fault": "FAULT"}
MEANING: Final = (
    "Nothing in this file was changed since the device that is named above saved it.",
    "That is all. It does not prove whose device that is: anybody can save a file with a device of their own. Compare the id",
    "with those that 'counterfoil status' lists on a device of the person who gave you the file. Nor does it prove that the",
    "device's clock was right, or that the shop showed the same to everybody.",
)
