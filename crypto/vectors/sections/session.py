"""What a device signs for its relay."""

from vectors.raw import ACCOUNT, case, frame, noise


def cases() -> None:
    nonce = noise("nonce")
    for name, origin in (("named", "https://relay.example"), ("port", "http://127.0.0.1:8787")):
        message = frame("session", origin.encode(), ACCOUNT, b"session", nonce)
        given = {"origin": origin, "account": ACCOUNT.hex(), "nonce": nonce.hex()}
        case(f"session/{name}", "what a device signs", "session", given, output=message.hex())
