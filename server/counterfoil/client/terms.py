"""Terms for the eye: what was accepted with an order, and the exact texts, put together from their patches (SPEC.md, *terms*)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from counterfoil_crypto.document import Document
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.terms import patched, version_id

from .device import Record
from .errors import ClientError
from .text import counted, plain

_ID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
DEEPEST: Final = 200
"""Patches between a text and a whole one; devices write 16, and two that write at once some more."""

REASONS: Final[Mapping[str, str]] = {
    "no-permission": "it is on another site, which the extension may not read by itself",
    "offline": "there was no connection",
    "timeout": "the site took too long to answer",
    "too-large": "it is too large to keep",
    "too-many": "there are more documents than are kept at once",
    "too-many-redirects": "the site sent the browser from one address to the next without end",
    "redirected-away": "its address leads to another site",
    "not-found": "the site says that there is no such page",
    "server-error": "the site had a fault of its own",
    "refused-by-site": "the site did not let it be read",
    "bot-wall": "the site wanted proof that a person is reading",
    "log-in": "the site wanted a sign-in first",
    "consent-wall": "the site asked about cookies instead of showing it",
    "error-page": "the site showed an error in its place",
    "home-page": "the site showed its home page in its place",
    "not-a-policy": "the page does not read like terms",
    "empty": "there was no text on the page",
    "unsupported-type": "it is a kind of file that is not read",
}


class Terms:
    """What all records say of terms. They came from pages and other devices, so any value may be anything."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._acceptances: dict[str, Document] = {}
        self._whole: dict[str, str] = {}
        self._patches: dict[str, list[tuple[str, Any]]] = {}
        self._files: dict[str, tuple[str, str]] = {}
        for one in records:
            document = one.document
            if document.type == "Acceptance" and not document.deleted and isinstance(document.shown("order"), str):
                self._acceptances[document.shown("order")] = document
            elif document.type in {"TermsDocument", "TermsTexts"}:
                for name in document.fields:
                    self._take(name, document.shown(name))

    def _take(self, name: str, value: Any) -> None:
        kind, _, element = name.partition("/")
        if kind == "text" and isinstance(value, str):
            self._whole[element] = value
        elif kind == "patch" and isinstance(value, dict) and isinstance(value.get("base"), str):
            self._patches.setdefault(element[:32], []).append((value["base"], value.get("edits")))
        elif kind == "version" and isinstance(value, dict) and value.get("kind") in {"pdf", "large-pdf"}:
            digest = value.get("digest")
            if isinstance(digest, str) and _DIGEST.fullmatch(digest) and digest.startswith(element):
                self._files[element] = value["kind"], digest

    def acceptance(self, order: Record) -> Document | None:
        """What was agreed to with an order, in whichever of its records it was kept."""
        return next((found for part in order.parts if (found := self._acceptances.get(part.hex()))), None)

    def accepted(self, order: Record) -> list[dict[str, Any]]:
        acceptance = self.acceptance(order)
        documents = acceptance.shown("documents") if acceptance else None
        return [one for one in documents if isinstance(one, dict)] if isinstance(documents, list) else []

    def text(self, version: Any) -> str | None:
        """The exact text of a version; None if it is not here whole, or not the text that its id names."""
        if not isinstance(version, str) or not _ID.fullmatch(version):
            return None
        seen, ring = {version}, [(version, [])]  # type: tuple[set[str], list[tuple[str, list[Any]]]]
        for _ in range(DEEPEST):
            further: list[tuple[str, list[Any]]] = []
            for current, path in ring:
                if (whole := self._whole.get(current)) is not None and (text := _follow(whole, path, version)) is not None:
                    return text
                for base, edits in self._patches.get(current, []):
                    if base not in seen:
                        seen.add(base)
                        further.append((base, [edits, *path]))
            ring = further
        return None

    def summary(self, order: Record) -> str | None:
        """One line for the list; None if nothing is known."""
        documents = self.accepted(order)
        if not documents:
            return None
        read = sum(isinstance(one.get("version"), str) for one in documents)
        names = ", ".join(dict.fromkeys(plain(one.get("type") or "Terms", 40) for one in documents[:6]))
        return f"terms: {names} ({read} of {counted(len(documents), 'document')} read)"

    def lines(self, order: Record) -> list[str]:
        """The acceptance, and its documents by number."""
        acceptance = self.acceptance(order)
        if acceptance is None:
            raise ClientError("no terms are known for this order; they are kept when it is confirmed in a browser")
        act, at = acceptance.shown("act"), acceptance.shown("at")
        wordings = acceptance.shown("wordings")
        lines = [f"{plain(at, 20)}  {ACTS.get(act if isinstance(act, str) else '', 'no act of agreement was seen')}"]
        lines += [f"    “{plain(one, 2_000)}”" for one in wordings if isinstance(one, str)] if isinstance(wordings, list) else []
        for number, one in enumerate(self.accepted(order), start=1):
            head = [f"{number:>3}", plain(one.get("type") or "Terms", 40), plain(one.get("url") or "no address", 200)]
            lines.append("  ".join([*head, self._state(one)]))
        return lines

    def _state(self, accepted: Mapping[str, Any]) -> str:
        version, reason = accepted.get("version"), accepted.get("reason")
        if not isinstance(version, str):
            return f"not read: {REASONS.get(reason, plain(reason)) if isinstance(reason, str) else 'it was not recorded why'}"
        text, (kind, _) = self.text(version), self._files.get(version, (None, None))
        said = {"pdf": "PDF", "large-pdf": "PDF, too large to keep"}.get(kind or "", "text not here")
        return f"{plain(version, 32)}  {said if text is None else counted(len(text), 'character')}"

    def version(self, order: Record, number: int) -> str | None:
        """Which version the document of that number is; None if it was not read."""
        documents = self.accepted(order)
        if not 1 <= number <= len(documents):
            raise ClientError(f"there is no document {number} with this order; 'counterfoil terms ORDER' lists them")
        version = documents[number - 1].get("version")
        return version if isinstance(version, str) else None

    def file(self, version: str | None) -> str | None:
        """The SHA-256 of a version that is a file, in hex; `ClientError` if only that was kept."""
        kind, digest = self._files.get(version or "", (None, None))
        if kind == "large-pdf":
            raise ClientError(f"this document is a PDF that was too large to keep; its SHA-256 is {digest}")
        return digest

    def read(self, version: str | None) -> str:
        text = self.text(version)
        if text is None:
            raise ClientError("the text of this document is not here; sync, or look at it where it was read")
        return text


ACTS: Final[Mapping[str, str]] = {
    "ticked": "agreed by ticking the box beside this wording",
    "unticked": "the box beside this wording was not ticked when the page was last seen",
    "button": "agreed by the button that sent the order",
}


def _follow(text: str, path: Iterable[Any], version: str) -> str | None:
    try:
        for edits in path:
            text = patched(text, edits)
    except RefusedError:
        return None
    return text if version_id(text.encode("utf-8", "surrogatepass")) == version else None
