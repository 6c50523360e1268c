"""The relay can't read what it carries: the code that opens it is not even loaded."""

import subprocess
import sys

from tests.server.helpers import ROOT


def test_nothing_that_seals_or_opens_is_loaded() -> None:
    code = "import sys, counterfoil.relay.command; print(*sys.modules)"
    paths = {"PYTHONPATH": f"{ROOT / 'server'}:{ROOT / 'crypto'}"}
    ran = subprocess.run([sys.executable, "-c", code], env=paths, capture_output=True, text=True, check=True)
    loaded = {one for one in ran.stdout.split() if one.startswith("counterfoil")}
    assert "counterfoil_crypto.chain" in loaded
    forbidden = {f"counterfoil_crypto.{one}" for one in ("envelope", "epoch", "document", "pairing", "log", "stamp", "records")}
    assert not loaded & forbidden
    assert not any(one.startswith("counterfoil.client") for one in loaded)
