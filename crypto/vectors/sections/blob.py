"""Files, sealed in chunks."""

from typing import Any

from nacl import bindings as sodium

from vectors.raw import b64, canonical, case, digest, noise, register, size_step

KEY = noise("blob key")
CHUNK = 65_536


def sealed(
    file: bytes,
    *,
    name: str = "blob",
    key: bytes = KEY,
    plain: bytes | None = None,
    final: int | None = -1,
    tag: int = 3,
    first: int = 0,
) -> list[bytes]:
    """Header and chunks. A stream that was begun to be read with a header goes on as one that is written: so it is fixed here."""
    header, state = noise(f"{name} header", 24), sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    whole = file + bytes(size_step(len(file)) - len(file)) if plain is None else plain
    chunks = [whole[at : at + CHUNK] for at in range(0, len(whole), CHUNK)]
    made = [header]
    for at, chunk in enumerate(chunks):
        ends = final is not None and at == final % len(chunks)
        made.append(
            bytes(sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, None, tag if ends else 0 if at else first))
        )
    return made


def cases() -> None:
    for size, length in (
        (0, 1_065),
        (1, 1_065),
        (1_024, 1_065),
        (1_025, 2_089),
        (65_536, 65_577),
        (65_537, 67_642),
        (131_072, 131_130),
    ):
        case(f"blob/length-{size}", "of a file's blob", "blob-length", {"size": size}, output=length)
    case("blob/length-largest", "the largest file", "blob-length", {"size": 67_108_864}, output=24 + 67_108_864 + 17 * 1_024)
    case("blob/length-larger", "a byte more", "blob-length", {"size": 67_108_865}, refused="length")

    def opened(name: str, why: str, blob: bytes, file: bytes, refused: str | None = None, **other: Any) -> None:
        given = {"id": digest("blob", blob).hex(), "key": KEY.hex(), "size": len(file), "blob": blob.hex(), **other}
        case(f"blob/{name}", why, "open-blob", given, output=None if refused else file.hex(), refused=refused)

    file = noise("file", 700)
    good = b"".join(sealed(file))
    opened("good", "a small file, padded", good, file)
    opened("empty", "a file of no bytes", b"".join(sealed(b"")), b"")
    full = noise("full", 1_024)
    opened("full", "no padding", b"".join(sealed(full)), full)
    large = noise("large", CHUNK + 1)
    opened("two-chunks", "a byte more than a chunk", b"".join(sealed(large)), large)

    opened("id", "another digest than the id", good, file, "blob", id=noise("id").hex())
    opened("cut", "its last byte is missing", good[:-1], file, "length")
    opened("long", "a byte too many", good + b"\0", file, "length")
    opened("header-only", "no chunk at all", good[:24], file, "length")
    opened("nothing", "nothing at all", b"", file, "length")
    opened("size", "the size of a larger file", good, noise("file", 1_025), "length")
    opened("key", "another key", good, file, "open", key=noise("key").hex())
    opened("flipped", "one bit of a chunk", good[:-1] + bytes([good[-1] ^ 1]), file, "open")
    opened("header", "one bit of the header", bytes([good[0] ^ 1]) + good[1:], file, "open")
    opened("final-none", "the last chunk is not marked as the last", b"".join(sealed(file, final=None)), file, "final")
    opened(
        "final-push-early",
        "the first chunk of two has another tag than MESSAGE",
        b"".join(sealed(large, first=1)),
        large,
        "final",
    )
    opened("final-rekey", "the tag of a stream that changes its key", b"".join(sealed(file, tag=2)), file, "final")
    opened("final-push", "marked with another tag", b"".join(sealed(file, tag=1)), file, "final")
    opened("final-early", "the first chunk of two is marked as the last", b"".join(sealed(large, final=0)), large, "final")
    opened("padding", "something follows the file", b"".join(sealed(file, plain=file + bytes(323) + b"\1")), file, "inner")
    opened("padding-long", "a step more than needed", b"".join(sealed(file, plain=file + bytes(1_348))), file, "length")
    opened("padding-none", "not padded", b"".join(sealed(file, plain=file)), file, "length")
    opened("dropped", "the last chunk of two is missing", b"".join(sealed(large)[:-1]), large, "length")
    two = noise("two", 2 * CHUNK)
    header, one, other = sealed(two)
    opened("swapped", "two chunks the other way round", header + other + one, two, "open")

    def named(name: str, why: str, values: dict[str, Any], output: list[str] | None = None, refused: str | None = None) -> None:
        fields = {field: {"page": register(value)} for field, value in values.items()}
        text = canonical({"fields": fields, "schema": 1, "type": "Order"})
        case(f"blob/named-{name}", why, "blobs", {"document": text.hex()}, output=output, refused=refused)

    def naming(blob: str, size: Any = 700, **other: Any) -> dict[str, Any]:
        return {"blob": b64(noise(blob)), "key": b64(KEY), "size": size, **other}

    ids = sorted(noise(name).hex() for name in ("a", "b"))
    named(
        "two",
        "ascending by id, whatever else stands beside",
        {"attachments/1": naming("a", name="a.pdf"), "attachments/2": naming("b")},
        ids,
    )
    named("twice", "one blob named twice", {"attachments/1": naming("a"), "attachments/2": naming("a")}, [noise("a").hex()])
    for name, why, size in (("size-zero", "an empty file", 0), ("size-largest", "the largest file", 67_108_864)):
        named(name, why, {"attachments/1": naming("a", size)}, [noise("a").hex()])
    for origin in ("person", "robot"):
        text = canonical({"fields": {"attachments/1": {origin: register(naming("a"))}}, "schema": 1, "type": "Order"})
        case(f"blob/named-{origin}", "by a register of any origin", "blobs", {"document": text.hex()}, output=[noise("a").hex()])
    named("none", "no blob", {"total": "1.00"}, [])
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[alphabet.index(b64(KEY)[-1]) | 1]
    for name, why, value in (
        ("inside", "inside a list it is none of a register's", [naming("a")]),
        ("short", "31 bytes", {**naming("a"), "blob": b64(noise("a", 31))}),
        ("key-short", "a key of 31 bytes", {**naming("a"), "key": b64(noise("a", 31))}),
        ("object", "an object around it", {"file": naming("a")}),
        ("number", "an id that is no text", {**naming("a"), "blob": 7}),
        ("key-none", "no key", {"blob": b64(noise("a")), "size": 700}),
        ("spelled-bits", "a spare bit of the key is set", {**naming("a"), "key": b64(KEY)[:-1] + last}),
        ("spelled", "not base64url in its canonical spelling", {**naming("a"), "blob": b64(noise("a")) + "="}),
        ("size", "no size", {"blob": b64(noise("a")), "key": b64(KEY)}),
        ("size-text", "a size that is text", naming("a", "700")),
        ("size-true", "a size that is true", naming("a", True)),
        ("size-negative", "a size below zero", naming("a", -1)),
        ("size-large", "a size above the largest", naming("a", 67_108_865)),
    ):
        named(name, f"{why}: names nothing", {"attachments/1": value}, [])
    most = {f"attachments/{at}": naming(f"blob {at}") for at in range(64)}
    named("most", "64 of them", most, sorted(noise(f"blob {at}").hex() for at in range(64)))
    named("more", "65 of them", {**most, "attachments/64": naming("blob 64")}, refused="header")
