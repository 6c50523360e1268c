"""Vendors are part of record ids, so both languages must read the one list that SPEC.md names."""

import hashlib
import re
from importlib import metadata, resources
from pathlib import Path

from counterfoil_crypto.suffixes import typescript

CRYPTO = Path(__file__).parents[2] / "crypto"


def test_the_list_is_the_one_that_the_specification_names() -> None:
    named = re.search(
        r"version ([0-9.]+) of the PyPI package `publicsuffixlist`, SHA-256\s+`([0-9a-f]{64})`", (CRYPTO / "SPEC.md").read_text()
    )
    data = resources.files("publicsuffixlist").joinpath("public_suffix_list.dat").read_bytes()
    assert named
    assert named.groups() == (metadata.version("publicsuffixlist"), hashlib.sha256(data).hexdigest())


def test_typescript_has_the_same_list() -> None:
    made = CRYPTO / "ts" / "src" / "generated" / "suffixes.ts"
    assert made.exists(), "first run: python -m counterfoil_crypto.suffixes --typescript crypto/ts/src/generated/suffixes.ts"
    assert made.read_text("utf-8") == typescript()
