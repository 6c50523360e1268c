"""`make eval-terms` measures what it says, on a corpus small enough to know by heart."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_terms_are_cleaned_refused_and_compared(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "tests/eval_terms/example", corpus)
    shutil.copytree(ROOT / "tests/eval/example/orders", corpus / "orders")
    index = corpus / "terms/index.json"
    falsified = json.loads(index.read_text("utf-8"))
    falsified["documents"][0]["must_contain"].append("within forty days")
    falsified["documents"][0]["must_not_contain"].append("We deliver within five working days after payment.")
    index.write_text(json.dumps(falsified), "utf-8")

    command = [sys.executable, "-m", "tests.eval_terms", str(corpus), "--out", str(tmp_path / "out.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))

    terms, _, _, spinner, imprint, wall = found["documents"]
    assert (terms["said"], terms["title"], terms["language"]) == ("text", "Terms of Sale", "en")
    assert (terms["overlap"]["precision"], terms["overlap"]["recall"]) == (1.0, 1.0)
    assert (terms["lacking"], terms["leaking"]) == (["within forty days"], ["We deliver within five working days after payment."])
    assert terms["titleRight"]
    assert len(terms["parsing"]) == len(terms["cleaning"]) == 5
    assert terms["cleaning"][0] > 0
    assert (imprint["said"], imprint["titleRight"]) == ("text", True)
    assert (spinner["said"], spinner["noPolicy"]) == ("empty", True)
    assert (wall["said"], wall["noPolicy"]) == ("bot-wall", True)
    assert [(page["file"], page["named"], page["unnamed"]) for page in found["others"]] == [
        ("lamp-product.html", "empty", "empty")
    ]

    assert [(pair["name"], pair["grade"]) for pair in found["pairs"]] == [
        ("menu", "same"),
        ("days", "substantive"),
        ("spinner", None),
        ("sold", "substantive"),
    ]
    met = {bar["name"]: bar["met"] for bar in found["bars"]}
    for name in (
        "precision, mean",
        "documents read",
        "pages without a policy refused",
        "real changes found",
        "noise pairs without notice",
        "failed captures recognised",
    ):
        assert met[name] == "yes"
        assert name in done.stdout
    assert found["problems"] == []
