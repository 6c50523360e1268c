"""Holds the house up: what the code is, the documents say, and what they say, exists."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from counterfoil import wire
from counterfoil.client import usage
from counterfoil.relay.app import ROUTES
from counterfoil.relay.operating import COMMANDS
from counterfoil.relay.settings import TWIN, Settings
from counterfoil.relay.store.database import migrations
from counterfoil_crypto import labels

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
OURS = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
TRACKED = {name for name in subprocess.check_output(OURS, cwd=ROOT, text=True).split() if (ROOT / name).exists()}
"""What is in the repository, or would be with the next commit."""


def text_files() -> list[Path]:
    return [ROOT / name for name in TRACKED if not name.endswith((".png", ".ico"))]


def test_the_relay_is_blind_by_construction() -> None:
    """Whatever the relay imports, neither sealing nor a device is among it."""
    code = "import sys, counterfoil.relay.command; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "counterfoil.relay.app" in loaded
    sealing = {"envelope", "epoch", "document", "pairing", "log", "identity", "orders", "stamp", "suffixes", "records"}
    sealing |= {"evidence", "terms", "keyring", "blob", "kit", "lock"}
    assert not sealing & {name.removeprefix("counterfoil_crypto.") for name in loaded if name.startswith("counterfoil_crypto.")}
    assert not [name for name in loaded if name.startswith("counterfoil.client")]


def test_both_languages_have_the_labels_of_the_specification() -> None:
    python = {name: value for name, value in vars(labels).items() if name.isupper()}
    source = (ROOT / "crypto/ts/src/labels.ts").read_text()
    typescript = dict(re.findall(r"export const ([A-Z_]+) = '([^']+)'", source))
    documented = dict(
        re.findall(r"^\| `([A-Z_]+)` \| `(counterfoil/[^`]+)` \|", (ROOT / "crypto/SPEC.md").read_text(), re.MULTILINE)
    )
    assert python == typescript == documented
    assert len(set(python.values())) == len(python)


def test_both_languages_have_a_file_for_each_concept() -> None:
    only_python = {"suffixes"}  # writes the list that TypeScript gets
    # `records` is made from Python's folder of that name; two primitives that its library lacks, or has too slow (ts/README.md)
    only_typescript = {"draft", "index", "reads", "records", "blake2b", "secretstream"}
    python = {path.stem for path in (ROOT / "crypto/counterfoil_crypto").glob("*.py")} - {"__init__"} - only_python
    typescript = {path.stem for path in (ROOT / "crypto/ts/src").glob("*.ts")} - only_typescript
    assert python == typescript


def test_every_command_in_the_readme_exists_and_every_command_is_there() -> None:
    commands = set(re.findall(r"^counterfoil ([\w-]+)", README, re.MULTILINE))
    (choices,) = [set(action.choices) for action in usage.parser()._actions if action.choices and action.dest == "command"]
    assert commands == choices


def test_every_setting_of_the_relay_is_in_the_readme() -> None:
    for name in Settings.__dataclass_fields__:
        flag = "origin" if name == "origins" else name
        assert f"--{flag}" in README
    (twins,) = re.findall(rf"\(`{TWIN}([^)]*)\)", README)
    assert set(re.findall(r"([A-Z]+)`", twins)) == {name.upper() for name in Settings.__dataclass_fields__}


def test_every_command_and_setting_of_an_operator_is_documented() -> None:
    operations = (ROOT / "server/OPERATIONS.md").read_text()
    assert set(re.findall(r"^counterfoil-relay ([a-z-]+)", operations, re.MULTILINE)) == set(COMMANDS)
    for name in Settings.__dataclass_fields__:
        assert f"`--{'origin' if name == 'origins' else name}" in operations, name


def test_every_closing_code_of_a_stream_is_in_the_protocol() -> None:
    protocol = (ROOT / "server/PROTOCOL.md").read_text()
    (stream,) = re.findall(r"^## Stream\n(.*?)^## ", protocol, re.MULTILINE | re.DOTALL)
    codes = {wire.WRONG_TOKEN, wire.DEVICE_REMOVED, wire.TOKEN_RAN_OUT, wire.ACCOUNT_CLOSED}
    assert {int(code) for code in re.findall(r"\b4\d{3}\b", stream)} == codes


def test_every_table_of_the_relay_is_in_the_protocol() -> None:
    protocol = (ROOT / "server/PROTOCOL.md").read_text()
    (kept,) = re.findall(r"^## What the relay keeps\n(.*)", protocol, re.MULTILINE | re.DOTALL)
    for table in re.findall(r"CREATE TABLE (\w+)", "".join(migrations())):
        assert f"`{table}`" in kept, table


def test_every_route_of_the_relay_is_in_the_protocol_and_every_one_there_exists() -> None:
    protocol = (ROOT / "server/PROTOCOL.md").read_text()
    documented = re.findall(r"^\| `([A-Z]+) (/[^?`]+)[^`]*` \|", protocol, re.MULTILINE)
    assert sorted(documented) == sorted((route.method, route.path) for route in ROUTES)


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"\bmake (\w+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for document in (ROOT / name for name in TRACKED if name.endswith(".md")):
        for link in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
            assert link.startswith("https://") or (document.parent / link).exists(), f"{document.name}: {link}"


@pytest.mark.parametrize(
    "name", ["package-lock.json", "tests/requirements.lock", "tests/shop/requirements.lock", "tests/fuzz/requirements.lock"]
)
def test_locks_pin_exactly_and_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    if name.endswith(".json"):
        packages = json.loads(text)["packages"]
        assert not [key for key, package in packages.items() if "resolved" in package and not package.get("link")]
    else:
        pins = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert all(re.match(r"[a-z0-9._-]+(\[[a-z,-]+\])?==\S+", line) for line in pins)
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_nothing_of_the_machine_it_was_written_on_is_left() -> None:
    telling = re.compile(r"/(?:work|root|home/\w+)/|/opt/pypi")
    for path in text_files():
        if path.name != Path(__file__).name:
            assert not telling.search(path.read_text(errors="replace")), path.name


def test_the_version_is_one() -> None:
    versions = {json.loads((ROOT / name).read_text())["version"] for name in ("extension/package.json", "crypto/ts/package.json")}
    versions |= set(re.findall(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE))
    assert len(versions) == 1
