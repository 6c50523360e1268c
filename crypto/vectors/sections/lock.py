"""A device's seed under a passphrase."""

from nacl import bindings as sodium

from vectors.raw import LAPTOP, PHONE, canonical, case, frame, noise, sealed_box, u

WORDS = "correct horse battery staple"
LEAST = (2, 19_456)


def locked(
    passphrase: str = WORDS,
    *,
    passes: int = LEAST[0],
    memory: int = LEAST[1],
    version: int = 1,
    lanes: int = 1,
    bound: bytes = b"",
    device: bytes = LAPTOP.id,
) -> bytes:
    salt, nonce = noise("lock salt", 16), noise("lock nonce", 24)
    parameters = u(version, 1) + u(passes, 4) + u(memory, 4) + u(lanes, 1) + salt
    # What is refused before it is computed need not be computed here either.
    counted = LEAST if not 2 <= passes <= 16 or not 19_456 <= memory <= 1_048_576 else (passes, memory)
    key = sodium.crypto_pwhash_alg(
        32, passphrase.encode(), salt, counted[0], counted[1] * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13
    )
    data = frame("lock", bound or parameters, device)
    return parameters + nonce + bytes(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(LAPTOP.seed, data, nonce, key))


def cases() -> None:
    def unlock(
        name: str, why: str, made: bytes, passphrase: str = WORDS, device: bytes = LAPTOP.id, refused: str | None = None
    ) -> None:
        given = {"locked": made.hex(), "device": device.hex(), "passphrase": passphrase}
        case(f"lock/{name}", why, "unlock", given, output=None if refused else LAPTOP.seed.hex(), refused=refused)

    good = locked()
    unlock("least", "the least that is opened", good)
    unlock("made", "what devices make: 3 passes over 64 MiB", locked(passes=3, memory=65_536))
    unlock("empty", "an empty passphrase opens nothing, not even what it sealed", locked(""), "", refused="open")
    unlock("composed", "one character or two: the passphrase is taken in NFC", locked("p\u00e4ss"), "pa\u0308ss")
    unlock("compatible", "but not a compatible one for another", locked("fi"), "\ufb01", refused="open")
    unlock("passphrase", "another passphrase", good, "correct horse battery stapl", refused="open")
    unlock("surrogate-free", "beyond the basic plane", locked("\U0001f511"), "\U0001f511")
    unlock("device", "another device's", good, device=PHONE.id, refused="open")
    unlock("flipped", "one bit of the seed", good[:-1] + bytes([good[-1] ^ 1]), refused="open")
    unlock("bound", "the parameters are not those that were bound", locked(bound=good[:26], passes=3), refused="open")
    unlock("short", "a byte is missing", good[:-1], refused="length")
    unlock("long", "a byte too many", good + b"\0", refused="length")
    unlock("version", "version 2", locked(version=2), refused="version")
    unlock("passes-few", "one pass", locked(passes=1), refused="floor")
    unlock("passes-many", "17 passes", locked(passes=17), refused="floor")
    unlock("memory-little", "a KiB below the floor", locked(memory=19_455), refused="floor")
    unlock("memory-much", "a KiB above the ceiling", locked(memory=1_048_577), refused="floor")
    unlock("lanes", "two lanes", locked(lanes=2), refused="floor")
    unlock("lanes-none", "no lane", locked(lanes=0), refused="floor")
    unlock("version-first", "the version before the floor", locked(version=2, passes=1), refused="version")
    unlock("floor-first", "the floor before an empty passphrase", locked("", passes=1), "", refused="floor")
    unlock("spaces", "white space counts", locked(" a "), "a", refused="open")

    said = canonical({"total": "59.97"})
    box = sealed_box(said, LAPTOP.box, "captured while locked")

    def captured(name: str, why: str, sealed: bytes, refused: str | None = None) -> None:
        given = {"seed": LAPTOP.seed.hex(), "box": sealed.hex()}
        case(f"lock/captured-{name}", why, "open-box", given, output=None if refused else said.hex(), refused=refused)

    captured("good", "what a page said while the device was locked", box)
    captured("other", "sealed to another device", sealed_box(said, PHONE.box, "captured while locked"), "open")
    captured("flipped", "one bit", box[:-1] + bytes([box[-1] ^ 1]), "open")
    captured("key", "one bit of the ephemeral key", bytes([box[0] ^ 1]) + box[1:], "open")
    captured("short", "a byte less than any box has", box[:47], "open")
    captured("empty", "nothing at all", b"", "open")
