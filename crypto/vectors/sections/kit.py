"""Recovery kits: words, and what they give."""

import hashlib
from importlib import resources

from vectors.raw import ACCOUNT, case, digest, noise
from vectors.sections.identity import NO_WHITE_SPACE, WHITE_SPACE

WORDS = resources.files("mnemonic").joinpath("wordlist/english.txt").read_text("utf-8").split()


def words_of(entropy: bytes) -> list[str]:
    """BIP-39: 256 bits and the first 8 of their SHA-256, eleven bits a word."""
    bits = int.from_bytes(entropy + hashlib.sha256(entropy).digest()[:1], "big")
    return [WORDS[bits >> (11 * (23 - at)) & 2047] for at in range(24)]


def cases() -> None:
    for name, why, random in (
        ("one", "a kit of an account", noise("kit random", 16)),
        ("zeros", "the least random part", bytes(16)),
        ("ones", "the greatest", b"\xff" * 16),
    ):
        start = ACCOUNT[:16]
        seed = digest("kit", random, start)
        derived = {"words": " ".join(words_of(random + start)), "seed": seed.hex()}
        case(f"kit/{name}", why, "kit", {"random": random.hex(), "account": ACCOUNT.hex()}, output=derived)

    random, start = noise("kit random", 16), ACCOUNT[:16]
    good = words_of(random + start)
    read = {"random": random.hex(), "account_start": start.hex()}

    def parsed(name: str, why: str, text: str, refused: str | None = None) -> None:
        case(f"kit/words-{name}", why, "parse-words", {"text": text}, output=None if refused else read, refused=refused)

    parsed("good", "one space between two", " ".join(good))
    parsed("case", "letters raised", " ".join(good).upper())
    parsed("space", "any white space, at either end too", WHITE_SPACE + WHITE_SPACE.join(good) + WHITE_SPACE)
    spaced = "".join(word + space for word, space in zip(good, WHITE_SPACE, strict=False))
    assert len(WHITE_SPACE) >= len(good)
    parsed("spaces", "each of them by another one", spaced)
    for at, character in enumerate(NO_WHITE_SPACE, 1):
        parsed(f"no-space-{at}", "what only some languages take for white space", " ".join(good) + character, "words")
    parsed("fewer", "23 words", " ".join(good[:-1]), "words")
    parsed("more", "25 words", " ".join([*good, "abandon"]), "words")
    parsed("none", "nothing at all", "", "words")
    parsed("unknown", "a word that is not in the list", " ".join([*good[:-1], "lantern"]), "words")
    parsed(
        "dotless", "a letter that only some languages lower to an ASCII one", " ".join(good).replace("i", "\u0130", 1), "words"
    )
    parsed("prefix", "a word shortened to its first four letters",
           " ".join(word[:4] if len(word) > 4 else word for word in good), "words")  # fmt: skip
    swapped = next(
        [*good[:at], good[at + 1], good[at], *good[at + 2 :]]
        for at in range(23)
        if not fits([*good[:at], good[at + 1], good[at], *good[at + 2 :]])
    )
    parsed("swapped", "two words the other way round", " ".join(swapped), "check")
    other = next(word for word in WORDS if not fits([*good[:-1], word]))
    parsed("other", "another word at the end", " ".join([*good[:-1], other]), "check")


def fits(words: list[str]) -> bool:
    """Whether the checksum of 24 words is theirs."""
    bits = 0
    for word in words:
        bits = bits << 11 | WORDS.index(word)
    entropy = (bits >> 8).to_bytes(32, "big")
    return hashlib.sha256(entropy).digest()[0] == bits & 255
