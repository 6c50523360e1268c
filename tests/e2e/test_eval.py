"""`make eval` measures what it says, on a corpus small enough to know by heart."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_pages_and_purchases_are_read_and_compared(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "tests/eval/example", corpus)
    index = corpus / "orders/index.json"
    pages = json.loads(index.read_text("utf-8"))
    pages[1]["expect"]["total"] = "1034.80"
    index.write_text(json.dumps([*pages, {"file": "gone.html", "url": None, "expect": None}]), "utf-8")

    command = [sys.executable, "-m", "tests.eval", str(corpus), "--out", str(tmp_path / "out.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))

    thanks, falsified, product = (page["variants"] for page in found["pages"])
    assert thanks["plain"]["action"] == "save"
    assert set(thanks["plain"]["marks"].values()) == {"right"}
    assert {"recipes off", "scrambled", "url", "title", "headings", "tables"} <= thanks.keys()
    assert "json-ld" not in thanks
    assert "json-ld" in falsified
    assert falsified["plain"]["marks"]["total"] == "wrong"
    assert (product["plain"]["gate"], product["plain"]["action"]) == ("none", "nothing")
    assert found["pages"][2]["inventedUrl"]
    assert all(page["speed"]["gate"] > 0 and page["speed"]["reading"] > 0 for page in found["pages"])

    (flow,) = found["flows"]
    assert flow["faults"] == []
    assert flow["passed"]
    assert flow["neverShown"] == ["date"]
    assert [len(step["saved"]) for step in flow["steps"]] == [0, 1, 0]

    assert [problem for problem in found["problems"] if "gone.html" in problem]
    assert not [problem for problem in found["problems"] if "otherwise than the shipped one" in problem]
    assert "orders missed" in done.stdout
