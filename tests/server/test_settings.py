"""Each setting: a flag, its twin in the environment, a safe default."""

from dataclasses import replace
from pathlib import Path

import pytest

from counterfoil.relay.settings import Settings, read_settings


def test_defaults_are_for_this_machine_alone() -> None:
    settings = read_settings([], {})
    assert settings == Settings("127.0.0.1", 8787, Path("./data"), (), "open", None, None)
    assert settings.answers_to == ("http://127.0.0.1:8787", "http://localhost:8787")
    assert replace(settings, port=80).answers_to == ("http://127.0.0.1", "http://localhost")


@pytest.mark.parametrize(
    ("host", "more"),
    [("127.0.0.2", ("http://127.0.0.2:8787",)), ("::1", ("http://[::1]:8787",)), ("localhost", ()), ("192.0.2.7", ())],
)
def test_a_relay_on_loopback_answers_to_the_address_that_it_has_there(host: str, more: tuple[str, ...]) -> None:
    assert Settings(host).answers_to == ("http://127.0.0.1:8787", "http://localhost:8787", *more)


@pytest.mark.parametrize(
    ("host", "accounts"),
    [("127.0.0.2", "open"), ("::1", "open"), ("localhost", "open"), ("0.0.0.0", "closed"), ("relay.example", "closed")],  # noqa: S104 # nothing is bound
)
def test_only_a_relay_on_loopback_opens_accounts_unasked(host: str, accounts: str) -> None:
    assert read_settings(["--host", host], {}).accounts == accounts
    assert read_settings(["--host", host, "--accounts", "open"], {}).accounts == "open"


@pytest.mark.parametrize(("flag", "given", "elsewhere"), [("quota", "3k", 10**9), ("rate", "3", 20)])
def test_only_a_relay_on_loopback_has_no_limits_unasked(flag: str, given: str, elsewhere: int) -> None:
    found = [
        getattr(read_settings(arguments, {}), flag)
        for arguments in ([], ["--host", "relay.example"], ["--host", "relay.example", f"--{flag}", "0"], [f"--{flag}", given])
    ]
    assert found == [None, elsewhere, None, {"quota": 3_000, "rate": 3}[flag]]


def test_the_environment_sets_what_flags_do_not() -> None:
    environment = {
        "COUNTERFOIL_RELAY_HOST": "::1",
        "COUNTERFOIL_RELAY_PORT": "0",
        "COUNTERFOIL_RELAY_DATA": "elsewhere",
        "COUNTERFOIL_RELAY_ORIGINS": "https://one.example, http://two.example:8080",
        "COUNTERFOIL_RELAY_ACCOUNTS": "closed",
        "COUNTERFOIL_RELAY_QUOTA": "500M",
        "COUNTERFOIL_RELAY_RATE": "7",
    }
    origins = ("https://one.example", "http://two.example:8080")
    assert read_settings([], environment) == Settings("::1", 0, Path("elsewhere"), origins, "closed", 500_000_000, 7)
    flags = ["--port", "1", "--origin", "https://three.example", "--accounts", "open"]
    flagged = read_settings(flags, environment)
    assert (flagged.port, flagged.origins, flagged.accounts) == (1, ("https://three.example",), "open")
    assert flagged.answers_to == ("https://three.example",)


@pytest.mark.parametrize(
    "flags",
    [
        ["--port", "65536"],
        ["--port", "-1"],
        ["--port", "http"],
        ["--accounts", "invite"],
        ["--quota", "1.5G"],
        ["--quota", "G"],
        ["--quota", "-1"],
        ["--rate", "fast"],
        ["--origin", "relay.example"],
        ["--origin", "https://relay.example/path"],
        ["--origin", "https://relay.example:443"],
        ["--origin", "HTTPS://Relay.example"],
        ["--origin", "https://user@relay.example"],
        ["--origin", "ftp://relay.example"],
        ["--origin", "https://relay.example:x"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_a_usage_message(flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    twin = f"COUNTERFOIL_RELAY_{flags[0][2:].upper().replace('ORIGIN', 'ORIGINS')}"
    for arguments, environment in ((flags, {}), ([], {twin: flags[1]})):
        with pytest.raises(SystemExit) as ended:
            read_settings(arguments, environment)
        assert ended.value.code == 2
        assert "usage:" in capsys.readouterr().err
