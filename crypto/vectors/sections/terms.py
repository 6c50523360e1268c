"""Texts put together from patches, and what evidence is signed over."""

import hashlib

from vectors.raw import LAPTOP, b64, canonical, case, frame

BASE = "# Terms\n\nReturns within 14 days. 🏷 Shipping 4,90 €.\n"


def cases() -> None:
    at = BASE.index("14")
    tag = len("# Terms\n\nReturns within 14 days. ")
    for name, why, edits, text in (
        ("none", "no edits", [], BASE),
        ("replace", "two digits replaced", [at, 2, "30"], BASE.replace("14", "30")),
        ("insert", "at the end", [len(BASE) + 1, 0, "Done.\n"], BASE + "Done.\n"),
        ("all", "everything goes", [0, len(BASE) + 1, "Gone."], "Gone."),
        ("units", "an astral character counts two", [tag, 2, "→"], BASE.replace("🏷", "→")),
        ("order", "nothing stays between two", [0, 1, "a", 0, 1, "b"], "ab" + BASE[2:]),
        ("several", "two places", [at, 2, "30", 5, 0, " net"], BASE.replace("14 days", "30 days net")),
    ):
        case(f"terms/patch-{name}", why, "patch", {"base": BASE, "edits": edits}, output=text)
    refused: tuple[tuple[str, str, object], ...] = (
        ("twos", "not in threes", [1, 2]),
        ("past", "past the end", [len(BASE), 2, ""]),
        ("negative", "a negative count", [-1, 0, ""]),
        ("fraction", "no integer", [0.5, 0, ""]),
        ("true", "a boolean is no count", [True, 0, ""]),
        ("text", "text that is none", [0, 0, 7]),
        ("pair", "half of a surrogate pair", [tag, 1, ""]),
        ("object", "no list", {"0": 1}),
        ("negative-drop", "a negative second count, which would take text twice", [3, -1, ""]),
        ("fraction-drop", "no integer", [0, 0.5, ""]),
        ("text-count", "a count that is text", ["0", 0, ""]),
        ("null", "nothing", None),
        ("past-drop", "what goes is past the end", [0, len(BASE) + 2, ""]),
        ("past-later", "past the end only after what was taken before", [len(BASE), 1, "", 1, 0, ""]),
        ("halves", "two halves of two pairs", [tag + 1, 0, "x"]),
        ("huge", "a count beyond any text", [2**53 - 1, 0, ""]),
    )
    for name, why, wrong in refused:
        case(f"terms/patch-refused-{name}", why, "patch", {"base": BASE, "edits": wrong}, refused="patch")
    pairs = "\U0001f3f7\U0001f3f8"
    case(
        "terms/patch-pairs",
        "what is left of two pairs is one",
        "patch",
        {"base": pairs, "edits": [1, 2, ""]},
        output="\U0001f3f8",
    )
    case("terms/version-file", "a file's", "version-id", {"content": "ff00"}, output=hashlib.sha256(b"\xff\0").hexdigest()[:32])
    case("terms/version", "a version's id", "version-id", {"content": BASE.encode().hex()},
         output=hashlib.sha256(BASE.encode()).hexdigest()[:32])  # fmt: skip

    unclean: tuple[tuple[str, str, object], ...] = (
        ("fraction", "a number that is no integer", {"total": 1.5}),
        ("integer", "2^53", [2**53]),
    )
    for name, why, said in unclean:
        case(
            f"evidence/refused-{name}",
            why,
            "evidence",
            {"evidence": said, "page": None, "seed": LAPTOP.seed.hex()},
            refused="canonical",
        )
    evidence = {"order": {"total": "59.97"}, "documents": []}
    digest = hashlib.sha256(canonical(evidence)).digest()
    page = hashlib.sha256(b"<!doctype html>").digest()
    for name, why, bound in (("json", "without a page", None), ("html", "with the page that shows it", page)):
        message = frame("evidence", digest, bound or b"")
        given = {"evidence": evidence, "page": bound.hex() if bound else None}
        made = {"digest": digest.hex(), "message": message.hex(), "signature": b64(LAPTOP.signature(message))}
        case(f"evidence/{name}", why, "evidence", {**given, "seed": LAPTOP.seed.hex()}, output=made)
