"""Mailbox, code, claim, digits, answer."""

from nacl import bindings as sodium

from vectors.raw import ACCOUNT, PHONE, blake, case, derive, digest, frame, noise, u
from vectors.sections.identity import NO_WHITE_SPACE, WHITE_SPACE


def base32(data: bytes, characters: int) -> str:
    bits = "".join(f"{byte:08b}" for byte in data) + "00000"
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int(bits[5 * n : 5 * n + 5], 2)] for n in range(characters))


def cases() -> None:
    secret = noise("pairing", 16)
    mailbox = derive(secret, "pairing/mailbox")
    relay = "https://relay.example"

    def spelled(value: bytes, at: str = relay) -> str:
        text = base32(value, 26) + base32(digest("pairing/code", at.encode(), value), 4)
        return f"{at}#" + "-".join(text[n : n + 5] for n in range(0, 30, 5))

    code = spelled(secret)
    case("pairing/mailbox", "where the two meet", "mailbox", {"secret": secret.hex()}, output=mailbox.hex())
    case("pairing/code", "as it is shown", "code", {"relay": relay, "secret": secret.hex()}, output=code)
    local = "http://127.0.0.1:8787"
    case(
        "pairing/code-local",
        "a port in the address",
        "code",
        {"relay": local, "secret": secret.hex()},
        output=spelled(secret, local),
    )

    def parsed(name: str, why: str, text: str, refused: str | None = None) -> None:
        output = None if refused else {"relay": relay, "secret": secret.hex()}
        case(f"pairing/parse-{name}", why, "parse-code", {"code": text}, output=output, refused=refused)

    parsed("shown", "as it was shown", code)
    start, characters = code.split("#")
    parsed("lenient", "lower case, spaces, no hyphens", f" {start}#" + characters.replace("-", " ").lower() + "\n")
    zeros = spelled(bytes(16)).split("#")[1]
    case("pairing/parse-look-alikes", "O for 0, I and L for 1", "parse-code", {"code": f"{relay}#" + zeros[:26].replace("0", "O") + zeros[26:]},
         output={"relay": relay, "secret": bytes(16).hex()})  # fmt: skip
    swapped = characters[1] + characters[0] + characters[2:]
    assert swapped != characters
    parsed("wide-spaces", "white space of all kinds", f"{start}#" + characters.replace("-", "\u00a0\u000b\u3000"))
    case("pairing/parse-dotless", "a dotless i is no I", "parse-code", {"code": f"{relay}#" + zeros[:26].replace("0", "\u0131") + zeros[26:]},
         refused="code")  # fmt: skip
    parsed("all-spaces", "every white space there is", WHITE_SPACE + f"{start}#" + WHITE_SPACE + characters + WHITE_SPACE)
    for at, character in enumerate(NO_WHITE_SPACE, 1):
        parsed(f"no-space-{at}", "what only some languages take for white space", code + character, "code")
    parsed("hyphens", "hyphens wherever", f"{start}#-" + "--".join(characters) + "-")
    parsed("hyphen-other", "what only looks like a hyphen", code.replace("-", "\u2010"), "code")
    parsed("two-marks", "the address ends at the first #", f"{start}##{characters}", "code")
    parsed("no-relay", "no address", f" #{characters}", "code")
    parsed("slash", "the same address by another spelling is another", f"{start}/#{characters}", "check")
    parsed("relay-space", "white space within the address is part of it", f"{start} #{characters}", "check")
    parsed("long", "a character too many", code + "0", "code")
    parsed("fullwidth", "no digits but ASCII ones", code[:-1] + "\uff11", "code")
    path = "https://relay.example/counterfoil"
    case("pairing/parse-path", "an address with a path", "parse-code", {"code": spelled(secret, path)},
         output={"relay": path, "secret": secret.hex()})  # fmt: skip
    parsed("swapped", "two characters swapped", f"{start}#{swapped}", "check")
    parsed("other-relay", "another relay's address", f"https://other.example#{characters}", "check")
    parsed("no-mark", "no #", characters, "code")
    parsed("short", "a character is missing", code[:-1], "code")
    parsed("foreign", "a character that is not in the alphabet", code[:-1] + "U", "code")
    last = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(characters.replace("-", "")[25]) | 1
    plain = characters.replace("-", "")
    parsed(
        "spare-bits",
        "a spare bit is set",
        f"{start}#" + plain[:25] + "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[last] + plain[26:],
        "check",
    )

    def sealed(label: str, text: bytes, *bound: bytes) -> bytes:
        nonce = noise(label + " nonce", 24)
        key = derive(secret, label)
        return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, frame(label, *bound), nonce, key)

    def claim_of(name: bytes, length: int | None = None, rest: bytes = b"", total: int = 192) -> bytes:
        text = PHONE.sign + PHONE.box + u(len(name) if length is None else length, 1) + name + rest
        return sealed("pairing/claim", text + bytes(total - len(text)), mailbox)

    claim = claim_of(b"Jo's phone")

    def claimed(name: str, why: str, message: bytes, refused: str | None = None, called: str = "Jo's phone") -> None:
        output = None if refused else {"sign": PHONE.sign.hex(), "box": PHONE.box.hex(), "name": called}
        case(
            f"pairing/claim-{name}",
            why,
            "open-claim",
            {"secret": secret.hex(), "claim": message.hex()},
            output=output,
            refused=refused,
        )

    claimed("good", "a newcomer's keys and name", claim)
    claimed("name-64", "the longest name", claim_of(b"x" * 64), called="x" * 64)
    claimed("name-65", "a byte too long", claim_of(b"x" * 65), "name")
    claimed("name-empty", "no name", claim_of(b""), "name")
    claimed("name-past", "longer than all that follows", claim_of(b"x" * 127, length=200), "name")
    claimed("name-cut", "cut within a character", claim_of("\u00e9".encode()[:1]), "name")
    claimed("name-rest", "something after the name", claim_of(b"Jo", rest=b"\1"), "name")
    claimed("name-not-utf8", "not UTF-8", claim_of(b"\xff"), "name")
    claimed("flipped", "one bit", claim[:-1] + bytes([claim[-1] ^ 1]), "open")
    claimed("short", "a byte is missing", claim[:-1], "length")
    claimed("long", "not 192 bytes inside", claim_of(b"Jo", total=193), "length")
    key = derive(secret, "pairing/digits")
    digits = int.from_bytes(blake(claim, key=key)[:8], "big") % 1_000_000
    case(
        "pairing/digits",
        "what the person carries back",
        "digits",
        {"secret": secret.hex(), "claim": claim.hex()},
        output=f"{digits:06d}",
    )

    added = noise("add digest")
    answer = sealed("pairing/answer", ACCOUNT + added, mailbox, claim)

    def answered(name: str, why: str, message: bytes, to: bytes = claim, refused: str | None = None) -> None:
        output = None if refused else {"account": ACCOUNT.hex(), "add": added.hex()}
        given = {"secret": secret.hex(), "claim": to.hex(), "answer": message.hex()}
        case(f"pairing/answer-{name}", why, "open-answer", given, output=output, refused=refused)

    answered("good", "the account, and the add that lets it in", answer)
    answered("other-claim", "an answer to another claim", answer, to=claim_of(b"Eve"), refused="open")
    answered("flipped", "one bit", answer[:-1] + bytes([answer[-1] ^ 1]), refused="open")
    answered("short", "a byte is missing", answer[:-1], refused="length")
