"""Frames, digests, derivation, base64url."""

from vectors.raw import b64, case, derive, digest, frame, noise


def cases() -> None:
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
