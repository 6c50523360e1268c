"""Addresses, text and folders: the small functions at the device's edges."""

from pathlib import Path

import pytest

from counterfoil.client.address import origin_of, parse_relay
from counterfoil.client.errors import ClientError
from counterfoil.client.folder import default_folder
from counterfoil.client.text import plain, to_json


@pytest.mark.parametrize(
    ("typed", "address", "origin"),
    [
        ("https://relay.example", "https://relay.example", "https://relay.example"),
        (" HTTPS://Relay.Example:443/ ", "https://relay.example", "https://relay.example"),
        ("https://relay.example:8443/box/", "https://relay.example:8443/box", "https://relay.example:8443"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787", "http://127.0.0.1:8787"),
        ("http://[::1]:8787", "http://[::1]:8787", "http://[::1]:8787"),
        ("http://localhost", "http://localhost", "http://localhost"),
        ("https://bücher.example", "https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_address_has_one_spelling(typed: str, address: str, origin: str) -> None:
    assert parse_relay(typed) == address
    assert parse_relay(address) == address
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "typed",
    [
        *("", "relay", "//relay.example", "ws://relay.example", "https://", "https://a:b@relay.example", "https://r.example?x=1"),
        *("https://r.example#x", "https://r.example:99999", "http://relay.example", "http://127.0.0.1.example"),
    ],
)
def test_what_is_not_an_address_is_refused(typed: str) -> None:
    with pytest.raises(ClientError):
        parse_relay(typed)


def test_plain_http_leaves_the_machine_only_when_asked_to() -> None:
    assert parse_relay("http://relay.example", insecure=True) == "http://relay.example"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lampe Ä 灯 👩\u200d👧", "Lampe Ä 灯 👩\u200d👧"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9b31mb\x07\x00", "a\ufffd31mb\ufffd\ufffd"),
        ("a\u202eb\u2066c\u200ed", "a\ufffdb\ufffdc\ufffdd"),
        ("one\r\ntwo\u2028three\tfour", "one  two three four"),
        ("\ud800", "\ufffd"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_text_is_shown_without_what_drives_a_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_json_is_ascii_without_control_characters() -> None:
    printed = to_json({"a": "\x7f\x1b\u202eé"})
    assert printed.isascii()
    assert all(character.isprintable() or character == "\n" for character in printed)


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"COUNTERFOIL_DATA": "/chosen", "XDG_DATA_HOME": "/xdg"}, Path("/chosen")),
        ("linux", {"XDG_DATA_HOME": "/xdg"}, Path("/xdg/counterfoil")),
        ("linux", {}, Path.home() / ".local/share/counterfoil"),
        ("darwin", {}, Path.home() / "Library/Application Support/counterfoil"),
        ("win32", {"APPDATA": "/roaming"}, Path("/roaming/counterfoil")),
    ],
)
def test_the_folder_is_the_platforms(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], folder: Path
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert default_folder(environment) == folder
