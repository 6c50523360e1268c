"""Writes the vectors anew; with --check, fails if what is checked in differs.

PYTHONPATH=crypto python -m vectors.generate [--check]
"""

import json
import sys
from pathlib import Path

from vectors.raw import CASES
from vectors.sections import (
    blob,
    checkpoint,
    device,
    document,
    encoding,
    envelope,
    epoch,
    identity,
    keyring,
    kit,
    kits,
    life,
    lock,
    log,
    orders,
    pairing,
    refusals,
    restore,
    session,
    stamp,
    statement,
    terms,
)

HERE = Path(__file__).parent
SECTIONS = (
    encoding, device, epoch, keyring, statement, log, life, kits, refusals, restore, checkpoint, identity, envelope, document, blob,
    orders, stamp, session, kit, lock, pairing, terms,
)  # fmt: skip


def main() -> int:
    for section in SECTIONS:
        section.cases()
    files = {HERE / f"{name}.json": json.dumps(body, indent=1, ensure_ascii=True) + "\n" for name, body in CASES.items()}
    stale = [path for path in HERE.glob("*/*.json") if path not in files]
    if "--check" in sys.argv:
        wrong = stale + [path for path, text in files.items() if not path.exists() or path.read_text() != text]
        for path in wrong:
            sys.stderr.write(f"{path.relative_to(HERE)} differs from what the generator makes\n")
        return 1 if wrong else 0
    for path in stale:
        path.unlink()
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
